"""Who acts: a member of staff, an insured person, a channel or the engine itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an actor may be asked to do in an agency."""

    CLERK = "clerk"
    """经办: accepts at a window, asks and answers, completes materials."""
    REVIEWER = "reviewer"
    """复核: checks what another person accepted."""
    APPROVER = "approver"
    """审批: decides."""
    LIAISON = "liaison"
    """联络员: is told at amber, speaks for the agency to others."""
    SUPERVISOR = "supervisor"
    """主管: is told at red, sees the board, hands queues over."""
    OFFICIAL = "official"
    """Keeps the agency's calendar and directory."""
    PERSON = "person"
    """The insured person, or a proxy under a mandate."""
    ENGINE = "engine"
    """The agency's own machine; its documents say so."""


DECIDING = frozenset({Role.REVIEWER, Role.APPROVER})
"""Posts of officials alone: no bank, village helper or machine reviews or decides."""

OFFICIALS_CHANNEL = "window"
"""The channel of an agency's own people, at the window or behind it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One natural person acting for one agency, or the agency's engine.

    ``hand`` is the keyed pseudonym of the natural person: two accounts of one person have one hand,
    so that four eyes are two persons. ``person_token`` is the same person's token as an insured
    person, so that nobody handles his own case.
    """

    agency: str
    hand: str
    roles: frozenset[Role]
    display_name: str = ""
    person_token: str = ""
    outlet: str = ""
    """Code of the outlet where the request is made, for the log; empty for the back office."""
    channel: str = OFFICIALS_CHANNEL
    """``window``, ``online``, ``bank``, ``village``, ``api`` …"""

    @property
    def sees_cases(self) -> bool:
        """False for somebody who keeps the agency's calendar and directory and has no other post."""
        return self.roles != {Role.OFFICIAL}

    @property
    def is_channel(self) -> bool:
        """A bank, a village point or a program: not the agency itself, and not the person."""
        own = self.roles & {Role.PERSON, Role.ENGINE}
        return self.channel != OFFICIALS_CHANNEL and not own

    @classmethod
    def engine(cls, agency: str) -> Actor:
        return cls(agency=agency, hand="engine", roles=frozenset({Role.ENGINE}), channel="engine")
