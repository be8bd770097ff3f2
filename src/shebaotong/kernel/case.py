"""The state of a case: a pure function of its shared documents and receipts (see ``fold``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shebaotong.kernel.document import Key


class Status(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    """Suspended: it waits for a named thing and its clock stands still."""
    ENDED = "ended"


class Lamp(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"
    """No clock runs: ended, waiting, or not delivered yet."""

    @classmethod
    def at(cls, now: datetime, *, due_at: datetime | None, amber_at: datetime | None) -> Lamp:
        """The colour at ``now`` of a clock that is due then; NONE where ``due_at`` is None."""
        if due_at is None:
            return cls.NONE
        if now > due_at:
            return cls.RED
        return cls.AMBER if amber_at is not None and now >= amber_at else cls.GREEN


class Stray(StrEnum):
    """Why a document of the case changed nothing."""

    OUT_OF_TURN = "out_of_turn"
    """Its move is not lawful in the step at which it stands in causal order: somebody was faster."""
    AFTER_END = "after_end"
    NOT_ENTITLED = "not_entitled"
    """Its author has no part in the case, or a move that only the owner may make."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that the case waits for."""

    key: str
    """``person``, or the number of a child case."""
    reason: str
    """Code of the lawful reason for which the clock stands still."""
    since: Key
    """The document that suspended the case."""


@dataclass(frozen=True)
class ClockState:
    """Where the legal clock stands. Its lamp is not stored, because it depends on when one asks."""

    running: bool = False
    due_at: datetime | None = None
    amber_at: datetime | None = None
    legal_due_at: datetime | None = None
    remaining_days: int | None = None
    legal_remaining_days: int | None = None
    provisional: bool = False
    calendar: str = ""

    def lamp(self, now: datetime) -> Lamp:
        return Lamp.at(now, due_at=self.due_at if self.running else None, amber_at=self.amber_at)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision in force: which document it is, and whether it grants or refuses."""

    key: Key
    verdict: str
    """``granted`` or ``refused``."""


@dataclass(frozen=True)
class CaseState:
    """What the shared documents make of a case; before its opening all but the number is empty."""

    number: str
    item: str = ""
    item_version: int = 0
    starter: str = ""
    owner: str = ""
    parent: str = ""
    """Number of the case that waits for this one; empty where none does."""
    participants: tuple[str, ...] = ()
    status: Status = Status.OPEN
    step: str = ""
    turn: str = ""
    """Agency that has to act."""
    ending: str = ""
    joined: str = ""
    """Number of the earlier case of the same claim, where this one ended into it."""
    waits: tuple[Wait, ...] = ()
    clock: ClockState = field(default_factory=ClockState)
    decision: Decision | None = None
    late: tuple[Key, ...] = ()
    """Of others, written without knowing the decision in force, and not known to it; not acknowledged yet."""
    void: tuple[Key, ...] = ()
    reminders: tuple[Key, ...] = ()
    strays: tuple[tuple[Key, Stray], ...] = ()
    applied: tuple[Key, ...] = ()
    """Shared documents in the order in which they were applied."""
    pending: tuple[Key, ...] = ()
    """They name an earlier document that has not arrived, and change nothing until it has."""
    hands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each document type the pseudonyms of those who wrote one in this case."""

    @property
    def opened(self) -> bool:
        return bool(self.item)

    @property
    def heads(self) -> dict[str, int]:
        """Highest shared number of each agency in the case."""
        found: dict[str, int] = {}
        for key in self.applied:
            found[key.agency] = max(found.get(key.agency, 0), key.number)
        return found
