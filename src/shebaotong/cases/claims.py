"""Taking work and giving it back: two colleagues never get the same case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from shebaotong.cases import catalogue
from shebaotong.cases.actions import Denial, kept_apart
from shebaotong.cases.basis import load
from shebaotong.cases.errors import NotAllowed
from shebaotong.cases.lists import duties
from shebaotong.cases.models import Case, Claim
from shebaotong.kernel.api import Actor
from shebaotong.store.api import agency_context

# The most urgent case that the agency has to act on, that is this person's work and not his own case, and
# that nobody holds, but for those that are passed over because their item's four eyes keep him from it.
# SKIP LOCKED lets colleagues take side by side, each from the first few of each duty.
_NEXT = """
SELECT c.number FROM cases_case c
 WHERE c.agency = %(agency)s AND c.bucket = 'act'
   AND NOT EXISTS (SELECT FROM cases_claim k WHERE k.agency = c.agency AND k.case_number = c.number)
   AND c.number IN (
       SELECT f.number FROM unnest(%(duties)s::text[]) AS mine(duty) CROSS JOIN LATERAL (
              SELECT i.number FROM cases_case i
               WHERE i.agency = %(agency)s AND i.bucket = 'act' AND i.duty = mine.duty
                 AND i.person_token <> %(own)s AND i.number <> ALL(%(passed)s::text[])
                 AND NOT EXISTS (SELECT FROM cases_claim k
                                  WHERE k.agency = i.agency AND k.case_number = i.number)
               ORDER BY i.sort_at, i.number LIMIT %(colleagues)s) f)
 ORDER BY c.sort_at, c.number
 LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""
_COLLEAGUES = 100
"""More than take work in the same instant."""


def claim(*, actor: Actor, number: str, now: datetime) -> str | None:
    """Take a case into work. None where the actor has it now; else the display name of the colleague who
    was first, which may be the actor's own. Raises NotAllowed for a case about the actor himself."""
    with agency_context(agency=actor.agency):
        own = Case.objects.filter(agency=actor.agency, number=number, person_token=actor.person_token)
        if actor.person_token and own.exists():
            raise NotAllowed(Denial.OWN_CASE)
        held = _take(actor, number, now)
        return None if held.hand == actor.hand else held.holder


def holds(*, actor: Actor, number: str) -> bool:
    """Whether it is the actor who has taken the case; a colleague may bear his name."""
    with agency_context(agency=actor.agency):
        return Claim.objects.filter(agency=actor.agency, case_number=number, hand=actor.hand).exists()


def claim_next(*, actor: Actor, now: datetime) -> str | None:
    """Take the most urgent case that is the actor's work and nobody holds; its number, None without one."""
    passed: list[str] = []
    with agency_context(agency=actor.agency):
        for _ in range(_COLLEAGUES):
            number = _most_urgent(actor, passed)
            if number is None:
                return None
            if _is_for_other_eyes(actor, number):
                passed.append(number)
            elif _take(actor, number, now).hand == actor.hand:
                return number
            # Or a colleague has picked it himself since it was found: look for the next.
        return None


def _is_for_other_eyes(actor: Actor, number: str) -> bool:
    """Taken by him the case would wait for a colleague, who could not take it."""
    state = load(agency=actor.agency, number=number).state
    return kept_apart(state=state, item=catalogue.item_of(state), actor=actor)


def _most_urgent(actor: Actor, passed: Sequence[str]) -> str | None:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "agency": actor.agency,
            "own": actor.person_token or "-",
            "duties": duties(actor.roles),
            "passed": list(passed),
            "colleagues": _COLLEAGUES,
        }
        cursor.execute(_NEXT, values)
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def _take(actor: Actor, number: str, now: datetime) -> Claim:
    """The claim on this case: the actor's, or that of who was first."""
    held, _ = Claim.objects.get_or_create(
        agency=actor.agency,
        case_number=number,
        defaults={"hand": actor.hand, "holder": actor.display_name, "claimed_at": now},
    )
    return held


def release(*, actor: Actor, number: str) -> bool:
    """Give back what one holds; False where somebody else does, or nobody."""
    with agency_context(agency=actor.agency):
        gone, _ = Claim.objects.filter(agency=actor.agency, case_number=number, hand=actor.hand).delete()
        return bool(gone)


def held_by(*, agency: str, hand: str) -> int:
    """How many cases a colleague holds: what handing his queue over would move."""
    with agency_context(agency=agency):
        return Claim.objects.filter(agency=agency, hand=hand).count()


def hand_over(*, agency: str, from_hand: str, to: Actor, now: datetime) -> int:
    """Give a colleague's whole queue to another, e.g. when he leaves; the number of cases."""
    with agency_context(agency=agency):
        held = Claim.objects.filter(agency=agency, hand=from_hand)
        own = Case.objects.filter(agency=agency, person_token=to.person_token).exclude(person_token="")
        # A case of the colleague's own person goes back to the common queue instead.
        held.filter(case_number__in=own.values("number")).delete()
        return held.update(hand=to.hand, holder=to.display_name, claimed_at=now)
