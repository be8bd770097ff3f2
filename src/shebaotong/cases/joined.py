"""The claims of other windows that met a case and were joined to it (see ``delivery.join``).

They stay whole in cases of their own, with what was handed in there: whoever decides reads them from the case
that goes on, and nothing of them is copied into it.
"""

from __future__ import annotations

from shebaotong.cases.basis import read_basis
from shebaotong.cases.copy import Copy
from shebaotong.cases.models import Case
from shebaotong.cases.reading import Reading
from shebaotong.store.api import agency_context

_MOST = 20


def joined_claims(reading: Reading) -> tuple[Copy, ...]:
    """The agency's copies of the claims that were joined to this case, the first opened first.

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
        numbers = list(joined.order_by("opened_at").values_list("number", flat=True)[:_MOST])
        if not numbers:
            return ()
        held = read_basis(agency=copy.agency, numbers=numbers).copies
    return tuple(held[number] for number in numbers)
