"""What a document does to its case, as its envelope states it.

The fold reads nothing else: item declarations, calendars and bodies may change or vanish, and an
old case still folds to the same state. Due dates are therefore *in* the documents, computed by the
agency that wrote them from its own calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any


class Move(StrEnum):
    """The small vocabulary of the case protocol."""

    OPEN = "open"
    ADVANCE = "advance"
    SUSPEND = "suspend"
    """The case waits for a named thing; its clock stops for a named lawful reason."""
    RESUME = "resume"
    DECIDE = "decide"
    END = "end"
    REOPEN = "reopen"
    FORWARD = "forward"
    """Another agency becomes the owner."""
    ADMIT = "admit"
    """One more agency takes part, e.g. a second window at which the same claim was made."""
    INVALIDATE = "invalidate"
    """A document is declared void (作废); it stays readable and counts no more."""
    REMIND = "remind"
    ACKNOWLEDGE = "acknowledge"
    """The owner has read what arrived after the decision."""
    SETTLE = "settle"
    """A provisional due date is settled by a published calendar."""
    NOTE = "note"
    """Nothing changes: a message, a fact, a copy."""


class Ticking(StrEnum):
    RUN = "run"
    STOP = "stop"
    ON_DELIVERY = "on_delivery"
    """The receiver's receipt says when it is due: his delivery time counts in law."""


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """A change of the legal clock. Times are aware datetimes; limits are Chinese working days."""

    ticking: Ticking
    due_at: datetime | None = None
    amber_at: datetime | None = None
    """From here on the case is amber: the liaison officer is told."""
    legal_due_at: datetime | None = None
    """The limit of the law, where ``due_at`` is the shorter one that the agency has promised."""
    remaining_days: int | None = None
    """Working days left of the promised limit when the clock stopped, and with which it is resumed."""
    legal_remaining_days: int | None = None
    calendar: str = ""
    """Version of the calendar that was used."""
    provisional: bool = False
    """The due date lies in a year whose holidays are not announced yet."""

    def to_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"ticking": self.ticking.value}
        for name in ("due_at", "amber_at", "legal_due_at"):
            moment = getattr(self, name)
            if moment is not None:
                made[name] = moment.isoformat()
        for name in ("remaining_days", "legal_remaining_days"):
            if getattr(self, name) is not None:
                made[name] = getattr(self, name)
        if self.calendar:
            made["calendar"] = self.calendar
        if self.provisional:
            made["provisional"] = True
        return made

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ClockEntry:
        return cls(
            ticking=Ticking(data["ticking"]),
            due_at=_moment(data.get("due_at")),
            amber_at=_moment(data.get("amber_at")),
            legal_due_at=_moment(data.get("legal_due_at")),
            remaining_days=data.get("remaining_days"),
            legal_remaining_days=data.get("legal_remaining_days"),
            calendar=data.get("calendar", ""),
            provisional=data.get("provisional", False),
        )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


_TEXTS = (
    "step",
    "turn",
    "wait",
    "reason",
    "verdict",
    "ending",
    "item",
    "starter",
    "owner",
    "parent",
    "agency",
    "joined",
)
_texts = attrgetter(*_TEXTS)


@dataclass(frozen=True, slots=True)
class Flow:
    """The move with what it needs; empty fields are left out of the envelope."""

    move: Move
    from_steps: tuple[str, ...] = ()
    """Steps in which the move is lawful; empty for moves that any step allows."""
    step: str = ""
    """Step afterwards; empty: unchanged."""
    turn: str = ""
    """Agency that must act afterwards; empty: unchanged."""
    wait: str = ""
    """What a suspension waits for: a child case's number, or ``person`` for a supplement."""
    reason: str = ""
    """Code of the lawful reason of a suspension, or of an ending, reopening, invalidation."""
    verdict: str = ""
    """``granted`` or ``refused``, of a decision."""
    ending: str = ""
    """``completed``, ``refused``, ``withdrawn``, ``closed`` or ``joined``."""
    item: str = ""
    item_version: int = 0
    starter: str = ""
    owner: str = ""
    parent: str = ""
    """Number of the case that waits for this one."""
    agency: str = ""
    """The agency that is admitted."""
    joined: str = ""
    """Number of the earlier case of the same claim that this one ends into."""
    target: tuple[str, int] | None = None
    """The document (agency, number) that an invalidation or acknowledgement is about."""
    clock: ClockEntry | None = None

    def to_json(self) -> dict[str, Any]:
        made: dict[str, Any] = {"move": self.move.value}
        if self.from_steps:
            made["from_steps"] = list(self.from_steps)
        for name, text in zip(_TEXTS, _texts(self), strict=True):
            if text:
                made[name] = text
        if self.item_version:
            made["item_version"] = self.item_version
        if self.target is not None:
            made["target"] = {"agency": self.target[0], "number": self.target[1]}
        if self.clock is not None:
            made["clock"] = self.clock.to_json()
        return made

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Flow:
        target = data.get("target")
        clock = data.get("clock")
        return cls(
            move=Move(data["move"]),
            from_steps=tuple(data.get("from_steps", ())),
            item_version=data.get("item_version", 0),
            target=None if target is None else (target["agency"], target["number"]),
            clock=None if clock is None else ClockEntry.from_json(clock),
            **{name: data[name] for name in _TEXTS if name in data},
        )
