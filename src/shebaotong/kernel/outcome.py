"""What follows from a document, as an item says it; the case engine does it.

``Outcome`` is data. Nothing here acts: the engine writes the drafts as documents of its own agency
and carries out the effects in the transaction of the document that caused them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shebaotong.kernel.explanation import Explanation, Unknown
from shebaotong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Record:
    """Write to the agency's own register, e.g. mark a pensioner certified."""

    what: str
    """Code of the register's operation, e.g. ``certification``; unknown codes are refused."""
    identifier: str
    identifier_kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """Order a payment. The ledger comes later; today it is a payment order row."""

    identifier: str
    identifier_kind: str
    benefit: str
    amount_fen: int
    payable_from: date
    reason: Text


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back what the case has ordered of a benefit; nothing where it has ordered none.

    What is not paid yet is cancelled, what was paid is to be recovered; both by a row of their own.
    """

    benefit: str
    reason: Text
    keep_fen: int | None = None
    """An order of just this amount stands: the new decision orders the same."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Tell the person. ``template`` names a message template; its values carry no name and no number."""

    template: str
    values: dict[str, str] = field(default_factory=dict)
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Open a child case whose answer this case waits for.

    It follows from a document whose move is SUSPEND: that one's ``wait`` is the child's number, and its
    ``reason`` the lawful reason for which the clock stops meanwhile.
    """

    item: str
    owner: str
    """Agency that is to answer."""
    body: dict[str, Any]
    """Body of the child's opening document."""


@dataclass(frozen=True, slots=True)
class Await:
    """A figure that this decision did without: once it is published the case is called up by ``document``."""

    parameter: str
    """Code of the parameter."""
    region: str
    on: date
    """The day for which its value is wanted."""
    document: str
    """The engine's own document that reopens the case, of a type that the item declares."""


@dataclass(frozen=True, slots=True)
class StopAwaiting:
    """The case waits for no figure any more: it leaves the list that ``Await`` has put it on."""


Effect = Record | Post | Withdraw | Notify | Open | Await | StopAwaiting


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that the engine writes by itself, of a type that the item declares for the engine."""

    type: str
    body: dict[str, Any]
    step: str | None = None
    """The step afterwards, where the declaration leaves it open."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that a clerk is offered, filled in; only a person sends it."""

    type: str
    body: dict[str, Any]
    why: Text


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the person still has to bring or say."""

    code: str
    title: Text
    how: Text
    """Where it may come from instead."""

    def to_json(self) -> dict[str, Any]:
        """As a notice's body and the recorded outcome hold it."""
        return {"code": self.code, "title": self.title.to_json(), "how": self.how.to_json()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that follows from one document for the agency that asks."""

    drafts: tuple[Draft, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    effects: tuple[Effect, ...] = ()
    missing: tuple[Missing, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    remarks: tuple[Text, ...] = ()
    """What the clerk should know before acting; shown beside the actions."""
