"""Read the ``in`` of a vector, strictly: absent is not known, null is an explicit none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.refusal import NotComputable

T = TypeVar("T")

_AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,13}(\.[0-9]{1,10})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Inputs:
    """One vector's inputs. Each reader raises NotComputable for an absent or ill-formed value."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Is it given, and not null?"""
        self._read.add(key)
        return self._data.get(key) is not None

    @property
    def used(self) -> frozenset[str]:
        """Keys that the rule looked at."""
        return frozenset(self._read)

    def raw(self, key: str) -> Any:
        """The value as it stands; null counts as given."""
        self._read.add(key)
        if key not in self._data:
            raise NotComputable(f"缺少 {key}：未知，不能推定。", f"{key} is absent, hence not known")
        return self._data[key]

    def is_none(self, key: str) -> bool:
        """Given as null: an explicit none. Raises NotComputable where the key is absent."""
        return self.raw(key) is None

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise _ill(key, "a text")
        return value

    def whole(self, key: str, *, least: int = 0, most: int = 1_000_000) -> int:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _ill(key, f"a whole number from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        value = self.raw(key)
        if not isinstance(value, bool):
            raise _ill(key, "true or false")
        return value

    def money(self, key: str) -> Decimal:
        """An amount in yuan, 0 or more, with at most two decimals."""
        return _decimal(key, self.raw(key), _AMOUNT, "an amount in yuan, 0 or more, as text")

    def number(self, key: str) -> Decimal:
        """A number, 0 or more, written as text or as a whole number; binary fractions are refused."""
        return _decimal(key, self.raw(key), _NUMBER, "a number, 0 or more, as text")

    def month(self, key: str) -> Month:
        """``YYYY-MM``, or a full date whose day is left out of account."""
        text = self.text(key)
        try:
            return Month.of(date.fromisoformat(text)) if _DAY.fullmatch(text) else Month.parse(text)
        except ValueError:
            raise _ill(key, "a month in the form YYYY-MM") from None

    def day(self, key: str) -> date:
        text = self.text(key)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise _ill(key, "a date in the form YYYY-MM-DD")

    def one_of(self, key: str, *known: str) -> str:
        text = self.text(key)
        if text not in known:
            raise _ill(key, f"one of {', '.join(known)}")
        return text

    def rows(self, key: str) -> list[Any]:
        value = self.raw(key)
        if not isinstance(value, list):
            raise _ill(key, "a list")
        return value

    def records(self, key: str) -> list[Inputs]:
        """A list of objects, each read like the inputs themselves."""
        rows = self.rows(key)
        if not all(isinstance(row, dict) for row in rows):
            raise _ill(key, "a list of objects")
        return [Inputs(row) for row in rows]

    def tuples(self, key: str, *, length: int) -> list[Inputs]:
        """A list of rows of ``length`` cells, each cell read by its place: ``row.money("2")``."""
        rows = self.rows(key)
        if not all(isinstance(row, list) and len(row) == length for row in rows):
            raise _ill(key, f"a list of rows of {length} cells")
        return [Inputs({str(place): cell for place, cell in enumerate(row)}) for row in rows]


def _decimal(key: str, value: Any, form: re.Pattern[str], wanted: str) -> Decimal:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not form.fullmatch(text):
        raise _ill(key, wanted)
    return Decimal(text)


def _ill(key: str, wanted: str) -> NotComputable:
    return NotComputable(f"{key} 的值不符合要求。", f"{key} must be {wanted}")


def known(result: T | Unknown) -> T:
    """The result of a rule; a value that nobody has told us refuses the vector."""
    if isinstance(result, Unknown):
        raise NotComputable(
            f"未知：{result.what}，请向{result.whom}核实。", f"not known: {result.parameter or result.what}"
        )
    return result
