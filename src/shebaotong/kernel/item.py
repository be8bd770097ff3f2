"""A service item (事项): what an agency does for a person, declared as data.

An item is one folder under ``services/``; its ``item.py`` holds an :class:`Item`. The declaration
says who may write which document in which step and where that leads; two pure functions say which
facts are needed and what follows. The engine, the pages and the API read nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shebaotong.kernel.actor import Role
from shebaotong.kernel.case import CaseState
from shebaotong.kernel.document import Document, Key, Reach
from shebaotong.kernel.facts import Fact, FactQuery
from shebaotong.kernel.flow import Move
from shebaotong.kernel.outcome import Outcome
from shebaotong.kernel.text import Text


class Risk(StrEnum):
    """Risk decides reach (风险决定跨度)."""

    LOW = "low"
    """跨省办理: finished in any member city."""
    HIGH = "high"
    """跨省受理: accepted in any member city, decided by the responsible one."""


class Mode(StrEnum):
    ONLINE = "online"
    """全程网办"""
    ON_BEHALF = "on_behalf"
    """异地代收代办"""
    JOINT = "joint"
    """多地联办"""


class Party(StrEnum):
    """An agency's part in a case."""

    STARTER = "starter"
    OWNER = "owner"
    ANY = "any"


class OwnerRule(StrEnum):
    """How the responsible agency (责任地) is found."""

    INSURED_PLACE = "insured_place"
    """Where the person is insured: stated, own records, locator."""
    ASKED = "asked"
    """Named by who opens the case, e.g. the agency that is asked for assistance."""


class Spare(StrEnum):
    """How a material may be spared the person."""

    DATA_SHARING = "data_sharing"
    """The register has it (数据共享): never asked of the person."""
    RECOGNITION = "recognition"
    """Checked by another member city, which is recognised with its source (互认)."""
    COMMITMENT = "commitment"
    """告知承诺"""
    LATER = "later"
    """容缺: may follow later."""


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to be shown or handed in."""

    code: str
    title: Text
    spare: tuple[Spare, ...] = ()
    reason: Text | None = None
    """Why it is spared, or what it is needed for: shown beside it."""
    required: bool = True
    only_if: str = ""
    """Name of a form field that must be true for this material to apply; empty: always."""


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    title: Text
    """For the route rail, short: 待遇核定."""
    party: Party
    plain: Text
    """For the person, in plain words: what is being done now, e.g. 正在核对您的缴费记录."""
    aside: bool = False
    """Few cases come here: a route shows the step only where the case has come to it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit in Chinese working days, with the clause that sets it."""

    days: int
    reference: str
    verified: bool = True
    same_day_until: int | None = None
    """Hour: what is delivered on a working day before it is due the same day (days == 0), else the next."""


@dataclass(frozen=True, slots=True)
class Limits:
    legal: Limit
    promised: Limit | None = None
    amber_days: int = 1
    """Working days before the due date at which the lamp turns amber; 0: halfway through the day."""

    @property
    def working(self) -> Limit:
        """The limit that drives the lamp: what the agency has promised, else the law's."""
        return self.promised or self.legal


@dataclass(frozen=True, slots=True)
class DocumentType:
    """Who may write it, when, and what it does."""

    code: str
    title: Text
    party: Party
    role: Role
    move: Move
    steps: tuple[str, ...] = ()
    """Steps in which it may be written; empty with Move.OPEN, and for notes: any."""
    to: str = ""
    """Step afterwards; empty: unchanged."""
    turn: Party | None = None
    """Who must act afterwards; None: unchanged."""
    reach: Reach = Reach.SHARED
    version: int = 1
    apart_from: tuple[str, ...] = ()
    """Four eyes: the writer must not be a person who wrote one of these in the case."""
    wait: str = ""
    """With SUSPEND and RESUME: what the case waits for, as in ``Flow.wait``; empty: a child case."""
    reason: str = ""
    verdict: str = ""
    ending: str = ""
    """These three go into the ``Flow`` as they are."""
    action: Text | None = None
    """The button's words, e.g. 同意并办结; None: never offered as a button."""
    plain: Text | None = None
    """What the person's history says of it; None: not shown to the person."""
    primary: bool = False
    """The document that leads on from its steps: the page's main button, and whose duty a case there is."""
    danger: bool = False
    """The button is shown as one that cannot be undone."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """What an item is shown: the state, its own agency's part, and its copy's documents."""

    state: CaseState
    me: str
    """Code of the agency that asks."""
    documents: Sequence[Document]
    """In causal order, internal ones too."""
    now: datetime

    @property
    def i_own(self) -> bool:
        """Whether the agency that asks is the responsible one."""
        return self.me == self.state.owner

    @property
    def i_started(self) -> bool:
        """Whether the agency that asks accepted the case: it alone speaks to the person."""
        return self.me == self.state.starter

    def latest(self, name: str) -> Document | None:
        """The newest document of that name (without the item's) that is not void, or None."""
        return newest(self.documents, name, void=self.state.void)


def newest(documents: Sequence[Document], name: str, *, void: Collection[Key]) -> Document | None:
    """The last of ``documents`` (in causal order) that has this name and is not void, or None."""
    return next((d for d in reversed(documents) if d.name == name and d.key not in void), None)


Needs = Callable[[CaseView, Document], Sequence[FactQuery]]
"""Which facts the agency's own register must give before ``decide`` can answer."""
Decide = Callable[[CaseView, Document, Sequence[Fact], Any], Outcome]
"""What follows from a document for the agency ``view.me``; pure. The last argument is the ``Parameters``
of the rules, which lie above the kernel."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a body that fits its schema cannot be written: the field that it is about, and what to do."""

    field: str
    text: Text


Objections = Callable[[CaseView, str, Mapping[str, Any], Any], Sequence[Objection]]
"""What stands against a body that somebody is about to write as the named document; pure. Asked when a
document is written, never when one is folded: the last argument is the ``Parameters``."""


def no_objections(view: CaseView, name: str, body: Mapping[str, Any], parameters: Any) -> Sequence[Objection]:
    """What fits its schema may be written."""
    return ()


Latest = Callable[[str], Document | None]
"""The newest document of a name that is not void; see ``CaseView.latest``."""
Withheld = Callable[[Latest], frozenset[str]]
"""Names of the item's documents that nobody can write as the case stands, whatever their body: ``objections``
would refuse each. A page offers none of them."""


def nothing_withheld(latest: Latest) -> frozenset[str]:
    """Every document may be offered as soon as its step is reached."""
    return frozenset()


def agreed_review(latest: Latest) -> Mapping[str, Any] | None:
    """What a reviewer has agreed to; None where none has: two people agree to a grant, or there is none."""
    review = latest("review")
    if review is None or review.body is None or review.body["opinion"] != "agree":
        return None
    return review.body


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    version: int
    family: str
    title: Text
    summary: Text
    """One sentence for the item finder and the guide."""
    risk: Risk
    mode: Mode
    owner_rule: OwnerRule
    steps: tuple[Step, ...]
    documents: tuple[DocumentType, ...]
    limits: Limits
    needs: Needs
    decide: Decide
    objections: Objections = no_objections
    withheld: Withheld = nothing_withheld
    materials: tuple[Material, ...] = ()
    channels: tuple[str, ...] = ("window",)
    instant: bool = False
    """Answered by the owner's engine at once, at any hour."""
    for_person: bool = True
    """False: opened by agencies only, never offered at a window."""
    gathers_life: bool = False
    """A person's question at the desk: its case keeps what each city holds of his insurance, own register and
    answers, in the shape of facts. The page of what-if questions finds it by this."""
    joins: bool = True
    """A second open case of the same person and item is joined, not doubled."""
    keywords: tuple[str, ...] = field(default=())

    def document(self, name: str) -> DocumentType:
        """The declared type of that code. Raises KeyError for an unknown one."""
        for declared in self.documents:
            if declared.code == name:
                return declared
        raise KeyError(f"{self.code} declares no document {name!r}")

    def step(self, code: str) -> Step:
        for step in self.steps:
            if step.code == code:
                return step
        raise KeyError(f"{self.code} has no step {code!r}")

    def duty(self, step: str) -> Role | None:
        """Whose work a case at that step is: the role of the document that leads on from it.

        None where nobody has to write anything, as at the end.
        """
        leading = (d.role for d in self.documents if d.primary and step in d.steps)
        return next(leading, None)

    def route(self, current: str = "") -> tuple[Step, ...]:
        """The steps of a case that stands at ``current``: the ones aside only where it stands there."""
        return tuple(step for step in self.steps if not step.aside or step.code == current)

    @property
    def opening(self) -> DocumentType:
        return next(declared for declared in self.documents if declared.move is Move.OPEN)
