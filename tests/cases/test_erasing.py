"""What a lawful order has erased stays erased, whoever sends it once more."""

from __future__ import annotations

import pytest

from cases.conftest import FOSHAN, WUZHOU, ZHONGSHAN, World
from cases.test_ms_du import DU, HE, LIN
from cases.test_promises import open_at
from shebaotong.cases import api as cases
from shebaotong.exchange.api import DOCUMENT, LocalTransport, Parcel
from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.kernel.api import Key
from shebaotong.store.api import agency_context


@pytest.mark.db
def test_an_erased_body_does_not_come_back_with_a_repetition(world: World) -> None:
    """Several cities send the documents to one that is let in, and not all of them have erased the body."""
    number = open_at(world, LIN, FOSHAN).case_number
    with agency_context(agency=WUZHOU):
        [told] = Outbox.objects.filter(case_number=number, reference=f"d/{WUZHOU}/1")
    world.carry()
    with agency_context(agency=FOSHAN):
        refused = "the document does not belong into this parcel"
        Inbox.objects.create(
            agency=FOSHAN,
            sender="450100",
            case_number=number,
            kind=DOCUMENT,
            reference=told.reference,
            parcel=told.parcel,
            dead_at=world.now,
            error=refused,
        )
    assert cases.erase_body(
        actor=HE, case_number=number, key=Key(WUZHOU, 1), order="个保法第四十七条 令字1号", now=world.now
    )
    assert not text_of_inbox(DU["name"]), "not even where it was refused for good"
    for sender in (WUZHOU, ZHONGSHAN):
        again = Parcel(sender, FOSHAN, number, DOCUMENT, told.reference, told.parcel)
        LocalTransport().carry([again], now=world.now)
    assert text_of_inbox(DU["name"]), "it has come"
    world.carry()
    assert not text_of_inbox(DU["name"])
    assert cases.read(number=number, actor=HE).copy.documents[0].body is None
    with agency_context(agency=FOSHAN):
        known = Inbox.objects.filter(case_number=number, sender=ZHONGSHAN, reference=told.reference)
        assert known.get().done_at is not None, "the row stays to know a repetition by"


def text_of_inbox(word: str) -> list[str]:
    """References of Foshan's parcels that hold the word."""
    with agency_context(agency=FOSHAN):
        return [row.reference for row in Inbox.objects.filter(agency=FOSHAN, parcel__contains=word)]
