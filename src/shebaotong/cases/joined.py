"""The claims of other windows that met a case and were joined to it (see ``delivery.join``).

They stay whole in cases of their own, with what was handed in there: whoever decides reads them from the case
that goes on, and nothing of them is copied into it.
"""

from __future__ import annotations

from dataclasses import dataclass

from shebaotong.cases.basis import read_basis
from shebaotong.cases.copy import Copy
from shebaotong.cases.models import Case
from shebaotong.cases.reading import Reading
from shebaotong.store.api import agency_context

_MOST = 20


@dataclass(frozen=True, slots=True)
class Joined:
    """A claim that was joined to a case, by its number and the city that accepted it."""

    number: str
    starter: str


def joined_to(reading: Reading) -> tuple[Joined, ...]:
    """The claims of which the agency holds a copy that were joined to this case, the first opened first.

    Only what the agency holds itself: a window that had no part in the other claim sees nothing of it. None
    where the person was erased.
    """
    copy = reading.copy
    if not copy.person_token:
        return ()
    with agency_context(agency=copy.agency):
        joined = Case.objects.filter(
            agency=copy.agency, person_token=copy.person_token, ending="joined", state__joined=copy.number
        )
        found = joined.order_by("opened_at").values_list("number", "starter")[:_MOST]
        return tuple(Joined(number, starter) for number, starter in found)


def joined_cases(reading: Reading) -> tuple[Copy, ...]:
    """The agency's copies of them, whole; see :func:`joined_to`."""
    numbers = [each.number for each in joined_to(reading)]
    if not numbers:
        return ()
    with agency_context(agency=reading.copy.agency):
        held = read_basis(agency=reading.copy.agency, numbers=numbers).copies
    return tuple(held[number] for number in numbers)
