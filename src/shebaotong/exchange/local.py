"""The transport between agencies that keep their copies in one database."""

from __future__ import annotations

from datetime import datetime

from shebaotong.exchange.models import Inbox
from shebaotong.exchange.parcel import Parcel
from shebaotong.store.api import agency_context


class LocalTransport:
    """Puts the parcel into the receiver's inbox, as the receiver: no row is shared on the way."""

    def carry(self, parcel: Parcel, *, now: datetime) -> None:
        with agency_context(agency=parcel.receiver):
            Inbox.objects.bulk_create(
                [
                    Inbox(
                        agency=parcel.receiver,
                        sender=parcel.sender,
                        case_number=parcel.case_number,
                        kind=parcel.kind,
                        reference=parcel.reference,
                        parcel=parcel.content,
                        arrived_at=now,
                        next_try_at=now,
                    )
                ],
                ignore_conflicts=True,
            )
