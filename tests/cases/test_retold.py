"""What a body says once more of its envelope: one that says something else is refused, whoever signed it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, World
from cases.test_attachments import PHOTO, content, open_with_file
from cases.test_lies import opened, refused_for_good, signed
from cases.test_ms_du import HE, LIN
from files import samples
from shebaotong.cases import api as cases
from shebaotong.exchange.api import DOCUMENT, FILE, CarryFailure, Parcel
from shebaotong.kernel.api import FileRef, Flow, Move, Reach, json_text

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("people")]

ANOTHER = "4504000000000000"
OTHER_SHA = "1" * 64
JPEG = FileRef(OTHER_SHA, "image/jpeg", 5000)


def voided(world: World, number: str, target: int, told: dict[str, Any]) -> Parcel:
    flow = Flow(Move.INVALIDATE, target=(WUZHOU, target))
    body = {"agency": WUZHOU, "number": target, "reason": "写错了"} | told
    return signed(world, number, "case.invalidate", body, flow, Reach.PERSON)


@pytest.mark.parametrize("told", [{"number": 1}, {"agency": FOSHAN}])
def test_people_do_not_read_of_another_document_than_is_void(world: World, told: dict[str, Any]) -> None:
    number = opened(world)
    cases.write(writing=cases.Writing(number, "case.message", {"text": "请看"}), actor=LIN, now=world.now)
    world.carry()
    words = refused_for_good(world, voided(world, number, 2, told))
    assert "case.invalidate" in words and "写错了" not in words, "the reason is not repeated to an operator"
    assert cases.read(number=number, actor=HE).copy.state.void == ()
    cases.deliver(voided(world, number, 2, {}), world.now)
    assert [key.number for key in cases.read(number=number, actor=HE).copy.state.void] == [2]


def test_a_case_goes_to_the_city_that_people_read(world: World) -> None:
    number = opened(world)
    flow = Flow(Move.FORWARD, owner=LIUPANSHUI, turn=LIUPANSHUI)
    body = {"agency": WUZHOU, "reason": "单位在别处"}
    parcel = signed(world, number, "case.forward", body, flow, Reach.SHARED, by=HE)
    parcel = Parcel(FOSHAN, WUZHOU, number, DOCUMENT, parcel.reference, parcel.content)
    assert "case.forward" in refused_for_good(world, parcel)
    assert cases.read(number=number, actor=LIN).copy.state.owner == FOSHAN


@pytest.mark.parametrize(
    ("name", "flow", "body"),
    [
        (
            "acknowledge",
            Flow(Move.ACKNOWLEDGE, target=(WUZHOU, 1)),
            {"agency": WUZHOU, "number": 7, "reason": "x"},
        ),
        ("admit", Flow(Move.ADMIT, agency=LIUPANSHUI), {"agency": WUZHOU, "case": ANOTHER}),
        ("resume", Flow(Move.RESUME, wait=ANOTHER), {"case": "4504000000000001", "result": {}}),
    ],
)
def test_nor_does_any_other_document_of_the_administration_contradict_itself(
    world: World, name: str, flow: Flow, body: dict[str, Any]
) -> None:
    number = opened(world)
    parcel = signed(world, number, f"case.{name}", body, flow, Reach.SHARED, by=HE)
    parcel = Parcel(FOSHAN, WUZHOU, number, DOCUMENT, parcel.reference, parcel.content)
    assert refused_for_good(world, parcel) == f"the body of case.{name} is about something else"


@pytest.mark.parametrize(
    ("shas", "named"),
    [
        ((OTHER_SHA,), (FileRef("2" * 64, "image/jpeg", 5000),)),
        ((OTHER_SHA, "2" * 64), (JPEG,)),
        ((OTHER_SHA,), (JPEG, FileRef("2" * 64, "image/jpeg", 5000))),
        ((OTHER_SHA,), ()),
        ((OTHER_SHA, OTHER_SHA), (JPEG, FileRef(OTHER_SHA, "image/jpeg", 4999))),
    ],
)
def test_an_attachment_lists_the_files_that_it_brings(
    world: World, shas: tuple[str, ...], named: tuple[FileRef, ...]
) -> None:
    number = opened(world)
    refused_for_good(world, attachment(world, number, shas, named))
    cases.deliver(attachment(world, number, (OTHER_SHA,), (JPEG,)), world.now)


def attachment(
    world: World, number: str, shas: tuple[str, ...], named: tuple[FileRef, ...], after: int = 0
) -> Parcel:
    """Wuzhou's next document in the case; ``after`` documents that its own copy does not hold."""
    body = {"files": [{"sha256": sha, "name": "照片.jpg"} for sha in shas]}
    return signed(
        world, number, "case.attachment", body, Flow(Move.NOTE), Reach.PERSON, files=named, after=after
    )


def test_a_file_that_lies_here_is_not_said_to_be_another(world: World) -> None:
    number, digest = open_with_file(world)
    world.carry()
    for wrong in (FileRef(digest, "image/jpeg", 7), FileRef(digest, "application/pdf", len(PHOTO))):
        told = refused_for_good(world, attachment(world, number, (digest,), (wrong,)))
        assert told == "a file is not what the document says of it"
    true = FileRef(digest, "image/jpeg", len(PHOTO))
    cases.deliver(attachment(world, number, (digest,), (true,)), world.now)


def test_who_lies_about_a_file_before_it_comes_does_not_keep_it_out(world: World) -> None:
    """Two documents name one content: the bytes are taken for the one that tells the truth."""
    number = opened(world)
    photo = samples.jpeg(scan=b"7" * 5000)
    digest = hashlib.sha256(photo).hexdigest()
    cases.deliver(attachment(world, number, (digest,), (FileRef(digest, "image/jpeg", 1),)), world.now)
    sent = {"sha256": digest, "name": "照片.jpg", "content": base64.b64encode(photo).decode()}
    parcel = Parcel(WUZHOU, FOSHAN, number, FILE, f"f/{digest[:56]}", json_text(sent))
    with pytest.raises(CarryFailure):
        cases.deliver(parcel, world.now)
    true = FileRef(digest, "image/jpeg", len(photo))
    cases.deliver(attachment(world, number, (digest,), (true,), after=1), world.now)
    cases.deliver(parcel, world.now)
    assert content(FOSHAN, number, digest) == photo
