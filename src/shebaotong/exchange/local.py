"""The transport between agencies that keep their copies in one database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shebaotong.exchange.parcel import FILE, CarryFailure, Parcel
from shebaotong.store.api import agency_context, ask, send_with_next

_STORE = "SELECT exchange_store(%s, %s, %s)"

_PARCELS, _PARTS = "\x1e", "\x1f"
"""What stands between parcels, and between the parts of one. No JSON text holds either."""


class LocalTransport:
    """Puts parcels into the receiver's inbox, as the receiver: no row is shared on the way."""

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        """See :class:`Transport`. All are stored or none: then the database's error is raised, here or by the
        next statement of the transaction."""
        taken = [each for each in parcels if not _holds_separator(each.content)]
        refused = {each: _unlike_json() for each in parcels if _holds_separator(each.content)}
        if not taken:
            return refused
        receiver = taken[0].receiver
        lines = _PARCELS.join(
            _PARTS.join((each.sender, each.case_number, each.kind, each.reference, each.content))
            for each in taken
        )
        # Files are large: one that waited for the next would lie in memory beside it.
        send = ask if any(each.kind == FILE for each in taken) else send_with_next
        with agency_context(agency=receiver):
            send(_STORE, [receiver, now, lines])
        return refused


def _holds_separator(content: str) -> bool:
    return _PARCELS in content or _PARTS in content


def _unlike_json() -> CarryFailure:
    return CarryFailure("the parcel is not JSON", permanent=True)
