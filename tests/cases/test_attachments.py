"""Files of a case: brought in by a document, carried to the other city, and never another than was named."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest

from cases.conftest import FOSHAN, WUZHOU, World
from cases.test_ms_du import CHEN, HE, LIANG, LIN, do
from cases.test_promises import STRANGER, application
from files import samples
from shebaotong.cases import api as cases
from shebaotong.exchange.api import FILE, Box, CarryFailure, Parcel, held
from shebaotong.exchange.models import Inbox, Outbox
from shebaotong.files import api as files
from shebaotong.kernel.api import Reach
from shebaotong.store.api import agency_context

PHOTO = samples.jpeg(scan=bytes(range(255)) * 2600)
DRAFT = files.draft_of("form-1", by="hand")


def upload(world: World, content: bytes = PHOTO, agency: str = WUZHOU) -> str:
    kept = files.store_file(
        agency=agency, name="身份证.jpg", stream=io.BytesIO(content), case_number=DRAFT, now=world.now
    )
    return kept.sha256


def open_with_file(world: World, **changes: Any) -> tuple[str, str]:
    """At Wuzhou's window for Foshan: the case's number and the file's digest."""
    digest = upload(world)
    attaching = cases.Attaching([cases.Attachment(digest, "identity")], DRAFT)
    opening = cases.Opening("retirement_claim", FOSHAN, application(**changes), attaching=attaching)
    return cases.open_case(opening=opening, actor=LIN, now=world.now).case_number, digest


def content(agency: str, number: str, digest: str) -> bytes:
    _, parts = files.open_file(agency=agency, case_number=number, sha256=digest)
    return b"".join(parts)


@pytest.mark.slow
@pytest.mark.db
def test_the_files_of_a_second_request_at_the_same_city_go_into_the_open_case(world: World) -> None:
    first, identity = open_with_file(world)
    draft = files.draft_of("form-2", by="hand")
    other = samples.jpeg(scan=bytes(range(255)) * 3)
    digest = files.store_file(
        agency=WUZHOU, name="银行卡.jpg", stream=io.BytesIO(other), case_number=draft, now=world.now
    ).sha256
    attaching = cases.Attaching([cases.Attachment(digest, "bank_account")], draft)
    opening = cases.Opening("retirement_claim", FOSHAN, application(), attaching=attaching)
    for repeated in (False, True):
        again = cases.open_case(opening=opening, actor=LIN, now=world.now, key="form-2")
        assert (again.case_number, again.joined, again.repeated) == (first, True, repeated)
    world.carry()
    copy = cases.read(number=first, actor=HE).copy
    assert [file.sha256 for _, file, _ in cases.attachments_of(copy)] == [identity, digest]
    assert content(FOSHAN, first, digest) == other


@pytest.mark.db
@pytest.mark.row("N4", "the papers that one city has taken in lie in the other's copy")
def test_a_file_goes_with_its_case_to_the_city_that_decides(world: World) -> None:
    number, digest = open_with_file(world)
    assert content(WUZHOU, number, digest) == PHOTO
    world.carry()
    assert content(FOSHAN, number, digest) == PHOTO
    here = cases.read(number=number, actor=LIN).copy
    there = cases.read(number=number, actor=HE).copy
    assert here.state == there.state
    for copy in (here, there):
        [(document, file, entry)] = cases.attachments_of(copy)
        assert (document.name, document.envelope.reach) == ("attachment", Reach.PERSON)
        assert (file.sha256, file.size, file.media_type) == (digest, len(PHOTO), "image/jpeg")
        assert (entry["name"], entry["material"]) == ("身份证.jpg", "identity")


@pytest.mark.db
def test_no_outbox_holds_the_bytes_and_no_inbox_keeps_them(world: World) -> None:
    open_with_file(world)
    with agency_context(agency=WUZHOU):
        [row] = Outbox.objects.filter(kind=FILE)
        assert len(row.parcel) < 100
    world.carry()
    with agency_context(agency=FOSHAN):
        [row] = Inbox.objects.filter(kind=FILE)
        assert row.done_at is not None and row.parcel == ""


@pytest.mark.slow
@pytest.mark.db
def test_a_file_may_follow_later_and_alone(world: World) -> None:
    number, first = open_with_file(world)
    second = upload(world, samples.jpeg(scan=b"2" * 5000))
    writing = cases.Writing(number, "case.attachment", {}, cases.Attaching([cases.Attachment(second)], DRAFT))
    written = cases.write(writing=writing, actor=LIN, now=world.now, key="attach-1")
    again = cases.write(writing=writing, actor=LIN, now=world.now, key="attach-1")
    assert again.repeated and again.document_number == written.document_number
    world.carry()
    assert {file.sha256 for _, file, _ in cases.attachments_of(cases.read(number=number, actor=HE).copy)} == {
        first,
        second,
    }


@pytest.mark.slow
@pytest.mark.db
def test_nothing_is_attached_to_what_has_ended_until_it_is_reopened(world: World) -> None:
    number, _ = open_with_file(world)
    world.carry()
    do(world, number, CHEN, "case.close", {"reason": "重复"})
    world.carry()
    late = cases.Writing(
        number,
        "case.attachment",
        {},
        cases.Attaching([cases.Attachment(upload(world, samples.jpeg(scan=b"4" * 5000)))], DRAFT),
    )
    with pytest.raises(cases.NotAllowed):
        cases.write(writing=late, actor=LIN, now=world.now)
    do(world, number, LIANG, "case.reopen", {"reason": "并不重复"})
    world.carry()
    assert cases.write(writing=late, actor=LIN, now=world.now)


@pytest.mark.db
def test_nothing_is_attached_without_a_file_nor_by_a_stranger(world: World) -> None:
    number, digest = open_with_file(world)
    bare = cases.Writing(number, "case.attachment", {"files": [{"sha256": digest, "name": "x"}]})
    with pytest.raises(cases.NotAllowed):
        cases.write(writing=bare, actor=LIN, now=world.now)
    theirs = cases.Writing(
        number, "case.attachment", {}, cases.Attaching([cases.Attachment(upload(world))], DRAFT)
    )
    with pytest.raises(cases.UnknownCase):
        cases.write(writing=theirs, actor=STRANGER, now=world.now)
    with pytest.raises(files.FileMissing):
        files.open_file(agency=STRANGER.agency, case_number=number, sha256=digest)


@pytest.mark.db
def test_an_upload_of_another_form_is_not_taken(world: World) -> None:
    digest = upload(world)
    attaching = cases.Attaching([cases.Attachment(digest)], files.draft_of("another form", by="hand"))
    opening = cases.Opening("retirement_claim", FOSHAN, application(), attaching=attaching)
    with pytest.raises(cases.FilesGone):
        cases.open_case(opening=opening, actor=LIN, now=world.now)
    assert not cases.inbox(agency=WUZHOU, bucket="wait").rows


@pytest.mark.db
def test_a_draft_that_was_never_handed_in_is_collected_and_a_case_keeps_its_files(world: World) -> None:
    number, digest = open_with_file(world)
    upload(world, samples.jpeg(scan=b"3" * 5000))
    world.pass_time(days=2)
    assert files.collect_files(agency=WUZHOU, before=world.now) == 1
    assert files.files_of_case(agency=WUZHOU, case_number=DRAFT) == ()
    assert content(WUZHOU, number, digest) == PHOTO


@pytest.mark.db
def test_other_bytes_than_the_document_names_are_refused_for_good(world: World) -> None:
    number, digest = open_with_file(world)
    with agency_context(agency=WUZHOU):
        Outbox.objects.filter(kind=FILE).delete()
    world.carry()
    forged = {
        "sha256": digest,
        "name": "身份证.jpg",
        "content": base64.b64encode(samples.jpeg(scan=b"9" * 5000)).decode(),
    }
    for body, permanent in (
        (forged, True),
        (forged | {"sha256": "0" * 64}, False),
        (forged | {"content": "*"}, True),
        ({"sha256": digest}, True),
    ):
        parcel = Parcel(WUZHOU, FOSHAN, number, FILE, f"f/{digest[:56]}", json.dumps(body))
        with pytest.raises(CarryFailure) as failure:
            cases.deliver(parcel, world.now)
        assert failure.value.permanent is permanent
    assert not held(agency=FOSHAN, box=Box.INBOX).rows
    with pytest.raises(files.FileMissing):
        files.open_file(agency=FOSHAN, case_number=number, sha256=digest)


@pytest.mark.db
def test_a_case_with_an_erased_file_still_folds_and_says_so(world: World) -> None:
    number, digest = open_with_file(world)
    before = cases.read(number=number, actor=LIN).copy.state
    files.erase_file(agency=WUZHOU, sha256=digest, order="个保法第四十七条 令字2号", now=world.now)
    assert cases.read(number=number, actor=LIN).copy.state == before
    world.carry()
    here, there = (cases.read(number=number, actor=actor).copy.state for actor in (LIN, HE))
    assert here == there
    with pytest.raises(files.FileMissing) as missing:
        files.open_file(agency=WUZHOU, case_number=number, sha256=digest)
    assert missing.value.erased
