"""Outbox and inbox by themselves: what goes in comes out as it was, in its order, and large parcels alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from cases.conftest import FOSHAN, MOMENT, WUZHOU
from shebaotong.exchange import api as exchange
from shebaotong.exchange.api import DOCUMENT, FILE
from shebaotong.exchange.models import Inbox
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.db


def parcel(reference: str, content: str = "{}", kind: str = DOCUMENT) -> exchange.Parcel:
    return exchange.Parcel(WUZHOU, FOSHAN, "4504002611200017", kind, reference, content)


def carry(*parcels: exchange.Parcel, now: datetime = MOMENT) -> dict[exchange.Parcel, exchange.CarryFailure]:
    return dict(exchange.LocalTransport().carry(parcels, now=now))


def worked_in(limit: int = 200) -> list[list[exchange.Parcel]]:
    """The parcels that were worked in together, turn by turn."""
    turns: list[list[exchange.Parcel]] = []

    def handler(arrivals: Sequence[exchange.Arrival]) -> list[exchange.CarryFailure | None]:
        assert all(arrival.at == MOMENT for arrival in arrivals)
        turns.append([arrival.parcel for arrival in arrivals])
        return [None] * len(arrivals)

    exchange.work_in(agency=FOSHAN, handler=handler, now=MOMENT, limit=limit)
    return turns


@pytest.mark.parametrize(
    "content",
    ['{"name":"杜月华","said":"\\"a\\" \\\\ b\'c"}', '{"a":"\\u001e"}', "%s {} ;-- \n\t$$", "", "𠮷"],
)
def test_contents_arrive_as_they_were_sent(content: str) -> None:
    sent = [parcel("d/1", content), parcel("d/2", content * 2)]
    assert carry(*sent) == {}
    assert worked_in() == [sent]


def test_what_is_no_json_is_refused_for_good_and_costs_the_others_nothing() -> None:
    good, *bad = parcel("d/1"), parcel("d/2", '{"a":"\x1e"}'), parcel("d/3", "\x1f")
    failures = carry(good, *bad)
    assert list(failures) == bad and all(failure.permanent for failure in failures.values())
    assert worked_in() == [[good]]
    assert list(carry(*bad)) == bad


def test_a_parcel_comes_once() -> None:
    carry(parcel("d/1"), parcel("d/1"))
    assert worked_in() == [[parcel("d/1")]]
    carry(parcel("d/1"))
    assert worked_in() == []


def test_a_file_comes_alone_and_in_its_turn() -> None:
    order = [parcel(f"x/{at}", kind=FILE if at in (2, 3) else DOCUMENT) for at in range(5)]
    carry(*order)
    assert worked_in() == [order[:2], order[2:3], order[3:4], order[4:]]


def test_a_first_file_does_not_hide_what_is_behind_it() -> None:
    order = [parcel("f/1", kind=FILE), parcel("d/1")]
    carry(*order)
    assert worked_in() == [order[:1], order[1:]]


def test_no_more_than_wanted_and_the_rest_next_time() -> None:
    order = [parcel(f"d/{at}") for at in range(5)]
    carry(*order)
    assert worked_in(limit=2) == [order[:2]]
    assert worked_in() == [order[2:]]


def test_what_was_worked_in_keeps_its_row_alone() -> None:
    carry(parcel("d/1", '{"name":"杜"}'))
    worked_in()
    with agency_context(agency=FOSHAN):
        (row,) = Inbox.objects.all()
    assert (row.reference, row.parcel, row.done_at) == ("d/1", "", MOMENT)
