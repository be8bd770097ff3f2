"""What did not go through between agencies is seen, with its reason, and goes through without the cause."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest

from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, World
from cases.test_ms_du import HE, LIN
from cases.test_promises import open_at
from shebaotong.cases import api as cases
from shebaotong.cases import catalogue
from shebaotong.cli import main as cli
from shebaotong.cli import parcels as parcels_command
from shebaotong.exchange import api as exchange

pytestmark = pytest.mark.db


def unknown(code: str, version: int | None = None) -> Any:
    raise catalogue.UnknownItem(code)


def held(agency: str, box: exchange.Box = exchange.Box.INBOX) -> Sequence[exchange.Held]:
    return exchange.held(agency=agency, box=box).rows


@pytest.fixture
def refused(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The case of a claim that Foshan refused for good, for want of the item."""
    number = open_at(world, LIN, FOSHAN).case_number
    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "item", unknown)
        world.carry()
    return number


def test_what_was_refused_for_good_goes_through_after_the_item_was_installed(
    world: World, refused: str
) -> None:
    (parcel,) = held(FOSHAN)
    assert (parcel.case_number, parcel.other, parcel.kind) == (refused, WUZHOU, exchange.DOCUMENT)
    assert parcel.next_try_at is None and parcel.attempts == 1 and parcel.error
    world.pass_time(days=2)
    world.carry()
    assert held(FOSHAN), "nothing happens by itself"
    assert exchange.try_again(agency=FOSHAN, box=exchange.Box.INBOX, parcel_id=parcel.id, now=world.now)
    world.carry()
    assert not held(FOSHAN)
    assert cases.read(number=refused, actor=HE).copy.state.owner == FOSHAN
    assert not exchange.try_again(
        agency=FOSHAN, box=exchange.Box.INBOX, parcel_id=parcel.id, now=world.now
    ), "what is through is not worked in a second time"


def test_no_other_agency_sees_it_or_tries_it(world: World, refused: str) -> None:
    (parcel,) = held(FOSHAN)
    for stranger in (WUZHOU, LIUPANSHUI):
        assert not held(stranger)
        again = exchange.try_again(
            agency=stranger, box=exchange.Box.INBOX, parcel_id=parcel.id, now=world.now
        )
        assert not again


class Down:
    """A transport whose line is down."""

    def carry(
        self, parcels: Sequence[exchange.Parcel], *, now: datetime
    ) -> Mapping[exchange.Parcel, exchange.CarryFailure]:
        return {each: exchange.CarryFailure("no line to the other city", permanent=False) for each in parcels}


def test_what_cannot_be_sent_is_seen_with_its_next_try(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    assert not held(WUZHOU, exchange.Box.OUTBOX), "what was not tried yet is not held"
    exchange.relay(agency=WUZHOU, transport=Down(), now=world.now)
    parcel = held(WUZHOU, exchange.Box.OUTBOX)[0]
    assert (parcel.case_number, parcel.other) == (number, FOSHAN)
    assert parcel.next_try_at is not None and parcel.next_try_at > world.now
    assert exchange.try_again(agency=WUZHOU, box=exchange.Box.OUTBOX, parcel_id=parcel.id, now=world.now)
    world.carry()
    assert not held(WUZHOU, exchange.Box.OUTBOX)
    assert cases.read(number=number, actor=HE).copy.state.opened


def test_the_command_lists_pages_and_tries_again(
    world: World, refused: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(parcels_command, "ready_database", nullcontext)

    def told(*arguments: str) -> dict[str, Any]:
        assert cli.main(["parcels", FOSHAN, *arguments, "--json"]) == 0
        return dict(json.loads(capsys.readouterr().out))

    (row,) = told()["rows"]
    assert (row["case"], row["other"], row["next_try"]) == (refused, WUZHOU, None)
    assert told("--after", str(row["id"]))["rows"] == [] == told("--outbox")["rows"]
    assert cli.main(["parcels", FOSHAN]) == 0 and "by hand" in capsys.readouterr().out
    assert cli.main(["parcels", FOSHAN, "--try-again", "0"]) == 1
    assert "holds no parcel 0" in capsys.readouterr().err
    (row,) = told("--try-again", str(row["id"]))["rows"]
    assert row["next_try"] is not None
    world.pass_time(days=3650)
    world.carry()
    assert cli.main(["parcels", FOSHAN]) == 0 and "Nothing is held." in capsys.readouterr().out
    assert cli.main(["parcels", "999999"]) == 1 and "agency list" in capsys.readouterr().err
    assert cli.main(["parcels", FOSHAN, "--size", "0"]) == 1
