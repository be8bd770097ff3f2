"""Erasing what parcels hold of a document, when a lawful order erases its body."""

from __future__ import annotations

from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.store.api import agency_context


def rewrite_parcels(*, agency: str, case_number: str, reference: str, content: str) -> None:
    """What still has to be sent is sent as ``content``; what was carried, worked in or refused for good keeps
    its row, by which a repetition is known, and loses its contents. What is still to be worked in loses them
    then."""
    with agency_context(agency=agency):
        sent = Outbox.objects.filter(agency=agency, case_number=case_number, reference=reference)
        sent.filter(relayed_at__isnull=True).update(parcel=content)
        sent.filter(relayed_at__isnull=False).update(parcel="")
        come = Inbox.objects.filter(agency=agency, case_number=case_number, reference=reference)
        come.exclude(done_at=None, dead_at=None).update(parcel="")
