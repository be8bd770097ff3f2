"""What comes from another city is believed for its signature and its digest, and for nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, World
from cases.test_ms_du import HE, LIN
from cases.test_promises import open_at
from shebaotong.cases import api as cases
from shebaotong.exchange.api import DOCUMENT, RECEIPT, LocalTransport
from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.kernel.api import body_digest, canonical, sign
from shebaotong.network import api as network
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.db
Content = dict[str, Any]


def another_name(content: Content) -> None:
    """The body is changed; envelope and signature stay."""
    content["body"]["subject"]["name"] = "冒名者"


def another_body_and_digest(content: Content) -> None:
    """Body and digest agree, but nobody has signed them."""
    another_name(content)
    content["envelope"]["body_digest"] = body_digest(content["salt"], content["body"])


def signed_by(agency: str) -> Callable[[Content], None]:
    """Signed anew, with the key of another agency than the author."""
    with agency_context(agency=agency):
        key = network.signing_key(agency=agency)

    def change(content: Content) -> None:
        another_body_and_digest(content)
        content["signature"] = sign(key, canonical(content["envelope"]))

    return change


def another_time(content: Content) -> None:
    content["receipt"]["at"] = "2020-01-01T09:00:00+08:00"


def forge(agency: str, kind: str, change: Callable[[Content], None]) -> None:
    """Change what lies in the agency's outbox, as somebody on the way could."""
    with agency_context(agency=agency):
        row = Outbox.objects.filter(agency=agency, kind=kind, relayed_at=None).order_by("id").first()
        assert row is not None
        content = json.loads(row.parcel)
        change(content)
        Outbox.objects.filter(pk=row.pk).update(parcel=json.dumps(content, ensure_ascii=False))


def refused_for_good(agency: str, kind: str) -> str:
    with agency_context(agency=agency):
        [row] = Inbox.objects.filter(agency=agency, kind=kind).exclude(dead_at=None)
        return row.error


@pytest.mark.parametrize("change", [another_name, another_body_and_digest])
def test_a_document_that_was_changed_on_the_way_is_refused(
    world: World, change: Callable[[Content], None]
) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    forge(WUZHOU, DOCUMENT, change)
    world.carry()
    assert refused_for_good(FOSHAN, DOCUMENT)
    with pytest.raises(cases.UnknownCase):
        cases.read(number=number, actor=HE)


def test_a_document_signed_by_another_agency_than_its_author_is_refused(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    forge(WUZHOU, DOCUMENT, signed_by(LIUPANSHUI))
    world.carry()
    assert refused_for_good(FOSHAN, DOCUMENT)
    with pytest.raises(cases.UnknownCase):
        cases.read(number=number, actor=HE)


def test_why_a_parcel_is_held_tells_nothing_of_the_person(world: World) -> None:
    """Signed by its author and against its schema: the operator reads where, and no name and no number."""
    with agency_context(agency=WUZHOU):
        key = network.signing_key(agency=WUZHOU)
    subjects: list[dict[str, str]] = []

    def change(content: Content) -> None:
        subject = content["body"]["subject"]
        subjects.append(dict(subject))
        subject["identifier_kind"] = subject["identifier"]
        subject["married_to"] = subject["name"]
        content["envelope"]["body_digest"] = body_digest(content["salt"], content["body"])
        content["signature"] = sign(key, canonical(content["envelope"]))

    open_at(world, LIN, FOSHAN)
    forge(WUZHOU, DOCUMENT, change)
    world.carry()
    error = refused_for_good(FOSHAN, DOCUMENT)
    (subject,) = subjects
    assert "/subject/identifier_kind (enum)" in error
    assert subject["name"] not in error and subject["identifier"] not in error


def test_a_receipt_that_was_changed_on_the_way_is_refused_and_the_clock_stays(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    cases.pump(agencies=[WUZHOU], transport=LocalTransport(), now=world.now, rounds=1)
    forge(FOSHAN, RECEIPT, another_time)
    world.carry()
    assert refused_for_good(WUZHOU, RECEIPT)
    assert not cases.read(number=number, actor=LIN).copy.state.clock.running


def test_a_receipt_that_says_more_than_this_version_understands_is_refused(world: World) -> None:
    """Kept without it, its signature would hold no more."""
    with agency_context(agency=FOSHAN):
        key = network.signing_key(agency=FOSHAN)

    def more(content: Content) -> None:
        content["receipt"]["until"] = "2020-01-01"
        content["signature"] = sign(key, canonical(content["receipt"]))

    open_at(world, LIN, FOSHAN)
    cases.pump(agencies=[WUZHOU], transport=LocalTransport(), now=world.now, rounds=1)
    forge(FOSHAN, RECEIPT, more)
    world.carry()
    assert "does not know" in refused_for_good(WUZHOU, RECEIPT)
