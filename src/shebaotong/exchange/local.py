"""The transport between agencies that keep their copies in one database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from shebaotong.exchange.parcel import CarryFailure, Parcel
from shebaotong.store.api import agency_context

_STORE = """
INSERT INTO exchange_inbox (agency, sender, case_number, kind, reference, parcel, arrived_at, next_try_at)
SELECT %(receiver)s, p.sender, p.case_number, p.kind, p.reference, p.parcel, %(now)s, %(now)s
  FROM unnest(%(senders)s::text[], %(cases)s::text[], %(kinds)s::text[], %(references)s::text[],
              %(contents)s::text[])
       WITH ORDINALITY AS p (sender, case_number, kind, reference, parcel, place)
 ORDER BY p.place
ON CONFLICT DO NOTHING
"""


class LocalTransport:
    """Puts parcels into the receiver's inbox, as the receiver: no row is shared on the way."""

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        """See :class:`Transport`. What the database refuses, it refuses whole."""
        receiver = parcels[0].receiver
        with agency_context(agency=receiver), connection.cursor() as cursor:
            cursor.execute(
                _STORE,
                {
                    "receiver": receiver,
                    "now": now,
                    "senders": [parcel.sender for parcel in parcels],
                    "cases": [parcel.case_number for parcel in parcels],
                    "kinds": [parcel.kind for parcel in parcels],
                    "references": [parcel.reference for parcel in parcels],
                    "contents": [parcel.content for parcel in parcels],
                },
            )
        return {}
