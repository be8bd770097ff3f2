"""A parameter: a number of the law with its dates, places and references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from shebaotong.kernel.api import Explanation, Month, Source, Text
from shebaotong.rules.parameters.units import KEYS, UNITS, Scalar

Table = Mapping[int | str, Scalar]
_T = TypeVar("_T")


class Status(StrEnum):
    """How sure we are of a value. The letters are those of the project's policy notes."""

    V1 = "V1"
    """The text of the instrument was read."""
    V2 = "V2"
    """At least one other source says the same."""
    D = "D"
    """Computed from values of the first two kinds."""
    M = "M"
    """From memory, not confirmed."""
    U = "U"
    """Nobody has told us, or nobody could say from where it comes."""

    @property
    def verified(self) -> bool:
        return self in (Status.V1, Status.V2, Status.D)


class Level(StrEnum):
    """Who sets the value, hence whom to ask for a missing one."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Reference:
    """The instrument that sets the value: its number (or title where it has none) and article."""

    document: str
    article: str

    def __str__(self) -> str:
        return f"{self.document} {self.article}"


@dataclass(frozen=True, slots=True)
class Dated:
    """One value in one place from ``start`` to ``end``, both days included; ``end`` None: still in force.

    ``value`` None says that a value exists but that nobody has told us: the lookup asks for it.
    """

    region: str
    start: date
    end: date | None
    value: Scalar | Table | None
    reference: Reference
    status: Status
    note: str = ""

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Parameter:
    code: str
    title: Text
    unit: str
    keyed_by: str | None
    set_by: Level
    values: tuple[Dated, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    """For the unit ``choice``: each word with what a person reads, in Chinese."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What a lookup found: the dated value and the parameter that it belongs to."""

    parameter: Parameter
    dated: Dated

    @property
    def code(self) -> str:
        return self.parameter.code

    @property
    def verified(self) -> bool:
        return self.dated.status.verified

    @property
    def decimal(self) -> Decimal:
        """The value as a number. Raises TypeError for a table, date, month or word."""
        value = self.dated.value
        if isinstance(value, (Decimal, int)):
            return Decimal(value)
        raise TypeError(f"{self.code} is not a number")

    @property
    def integer(self) -> int:
        """The value as a whole number. Raises TypeError where the unit is not one of whole numbers."""
        return _of(self, int)

    @property
    def month(self) -> Month:
        return _of(self, Month)

    @property
    def word(self) -> str:
        return _of(self, str)

    @property
    def table(self) -> Table:
        """All rows, in the order of the file. Raises TypeError for a single value."""
        value = self.dated.value
        if isinstance(value, Mapping):
            return value
        raise TypeError(f"{self.code} is not a table")

    def row(self, key: int | str) -> Value | None:
        """The row of exactly this key as a value of its own; None where the table has none."""
        found = self.table.get(key)
        return None if found is None else self._single(found)

    def entry(self, key: int | str) -> Value:
        """As :meth:`row`, of a row that a rule cannot do without. Raises KeyError where it is missing."""
        found = self.row(key)
        if found is None:
            raise KeyError(f"{self.code} has no row {key!r}")
        return found

    def step(self, key: int) -> Value | None:
        """The row with the greatest key that is not above ``key``; None below the first step."""
        reached = [step for step in self.table if isinstance(step, int) and step <= key]
        return self._single(self.table[max(reached)]) if reached else None

    def shown(self) -> str:
        """The value with its unit; a table says how many rows it has."""
        value = self.dated.value
        if value is None:
            return "未知"
        if isinstance(value, Mapping):
            return f"{len(value)} 项"
        if self.parameter.choices:
            return self.parameter.choices[str(value)]
        return UNITS[self.parameter.unit].show(value)

    def shown_in_full(self) -> str:
        """As :meth:`shown`, with every row of a table: ``60 周岁：139 个月；61 周岁：132 个月``."""
        value = self.dated.value
        if not isinstance(value, Mapping):
            return self.shown()
        keys, unit = KEYS[str(self.parameter.keyed_by)], UNITS[self.parameter.unit]
        return "；".join(f"{keys.show(key)}：{unit.show(cell)}" for key, cell in value.items())

    def source(self) -> Source:
        return Source(
            reference=str(self.dated.reference),
            parameter=self.code,
            effective_from=self.dated.start,
            verified=self.verified,
        )

    def explain(self, *, name: str | None = None) -> Explanation:
        """A leaf of an explanation tree: title, value with unit, and where it comes from."""
        return Explanation(
            name=name or self.parameter.title.zh,
            value=self.shown(),
            sources=(self.source(),),
            note=self.dated.note,
        )

    def _single(self, value: Scalar) -> Value:
        return Value(self.parameter, replace(self.dated, value=value))


def _of(found: Value, kind: type[_T]) -> _T:
    value = found.dated.value
    if isinstance(value, kind):
        return value
    raise TypeError(f"{found.code} is not of the kind {kind.__name__}")
