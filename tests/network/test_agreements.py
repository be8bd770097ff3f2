"""Who may accept what for whom: the table that a lawyer can read, and where to go instead."""

from datetime import date

import pytest

from shebaotong.kernel.api import Risk
from shebaotong.network.api import (
    Agreement,
    Allowed,
    Place,
    Refusal,
    UnknownAgency,
    distance_km,
    may_accept,
    nearest_outlets,
)
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.usefixtures("network")

DAY = date(2026, 11, 20)
ZHONGSHAN, FOSHAN, SHENZHEN, WUZHOU, ZUNYI = "442000", "440600", "440300", "450400", "520300"
HENGYANG, GANZHOU, KASHGAR, CORPS, STRANGER = "430400", "360700", "653100", "660300", "520200"


def ask(
    starter: str,
    owner: str,
    *,
    item: str = "rights_record",
    risk: Risk = Risk.LOW,
    channel: str = "window",
    on: date = DAY,
) -> Allowed | Refusal:
    return may_accept(starter=starter, owner=owner, item_code=item, risk=risk, channel=channel, on=on)


@pytest.mark.row("Y7", "high-risk items are only accepted there; the responsible city decides")
@pytest.mark.parametrize(
    ("starter", "owner", "risk", "channel", "reach", "agreement"),
    [
        (STRANGER, STRANGER, Risk.HIGH, "village", "handled", ""),
        (SHENZHEN, WUZHOU, Risk.LOW, "window", "handled", "guangdong-guangxi-2023"),
        (SHENZHEN, WUZHOU, Risk.HIGH, "online", "accepted", "guangdong-guangxi-2023"),
        (FOSHAN, WUZHOU, Risk.HIGH, "window", "accepted", "guangdong-guangxi-2023"),
        (WUZHOU, ZHONGSHAN, Risk.HIGH, "bank", "accepted", "one-network-2024"),
        (HENGYANG, ZHONGSHAN, Risk.HIGH, "window", "accepted", "one-network-2024"),
        (GANZHOU, ZHONGSHAN, Risk.LOW, "village", "handled", "one-network-2024"),
        (CORPS, KASHGAR, Risk.LOW, "window", "handled", "one-network-2024"),
    ],
)
def test_allowed(starter: str, owner: str, risk: Risk, channel: str, reach: str, agreement: str) -> None:
    assert ask(starter, owner, risk=risk, channel=channel) == Allowed(Agreement.Reach(reach), agreement)


@pytest.mark.parametrize(
    ("starter", "owner", "channel", "on", "words"),
    [
        (SHENZHEN, ZUNYI, "window", DAY, "没有有效的跨省通办协议"),
        (STRANGER, ZUNYI, "window", DAY, "没有有效的跨省通办协议"),
        (ZHONGSHAN, STRANGER, "window", DAY, "没有有效的跨省通办协议"),
        (SHENZHEN, WUZHOU, "bank", DAY, "办理渠道不包括"),
        (HENGYANG, ZHONGSHAN, "window", date(2024, 12, 9), "没有有效的跨省通办协议"),
    ],
)
def test_refused_with_the_reason(starter: str, owner: str, channel: str, on: date, words: str) -> None:
    answer = ask(starter, owner, channel=channel, on=on)
    assert isinstance(answer, Refusal)
    assert words in answer.reason.zh
    assert answer.reason.en
    assert answer.where_instead


@pytest.mark.row("Y7", "where nobody may accept it: the reason and the nearest member window")
def test_a_person_insured_in_zunyi_is_sent_from_shenzhen_to_zhongshan() -> None:
    answer = ask(SHENZHEN, ZUNYI)
    assert isinstance(answer, Refusal)
    assert "深圳" in answer.reason.zh and "遵义" in answer.reason.zh
    nearest = answer.where_instead[0]
    assert nearest.outlet.agency_id == ZHONGSHAN
    assert nearest.outlet.kind == "hall"
    assert 60 < nearest.km < 90


def test_a_person_of_an_uninvolved_city_is_sent_to_that_city_alone() -> None:
    answer = ask(ZHONGSHAN, STRANGER)
    assert isinstance(answer, Refusal)
    assert {near.outlet.agency_id for near in answer.where_instead} == {STRANGER}


def change(code: str, depositary: str, **values: object) -> None:
    with agency_context(agency=depositary):
        assert Agreement.objects.filter(code=code).update(**values) == 1


def test_an_agreement_that_has_run_out_binds_nobody() -> None:
    change("guangdong-guangxi-2023", FOSHAN, valid_until=date(2026, 11, 20))
    assert isinstance(ask(FOSHAN, WUZHOU, on=date(2026, 11, 20)), Allowed)
    assert isinstance(ask(FOSHAN, WUZHOU, on=date(2026, 11, 21)), Refusal)


def test_an_item_that_the_agreement_does_not_name_is_refused() -> None:
    change("guangdong-guangxi-2023", FOSHAN, all_items=False, items=["rights_record"])
    assert isinstance(ask(FOSHAN, WUZHOU), Allowed)
    answer = ask(FOSHAN, WUZHOU, item="retirement_claim")
    assert isinstance(answer, Refusal)
    assert "没有包括这个事项" in answer.reason.zh


def test_an_agreement_may_keep_high_risk_at_home() -> None:
    change("guangdong-guangxi-2023", FOSHAN, high_risk="none")
    answer = ask(FOSHAN, WUZHOU, risk=Risk.HIGH)
    assert isinstance(answer, Refusal)
    assert "不跨省受理" in answer.reason.zh
    assert {near.outlet.agency_id for near in answer.where_instead} >= {WUZHOU}


def test_of_two_agreements_the_one_that_reaches_further_counts() -> None:
    change("guangdong-guangxi-2023", FOSHAN, low_risk="accepted")
    assert ask(WUZHOU, ZHONGSHAN) == Allowed(Agreement.Reach.HANDLED, "one-network-2024")


@pytest.mark.parametrize(("starter", "owner"), [("999999", WUZHOU), (WUZHOU, "999999")])
def test_an_unknown_agency_is_no_refusal_but_an_error(starter: str, owner: str) -> None:
    with pytest.raises(UnknownAgency, match="999999"):
        ask(starter, owner)


@pytest.mark.row("J3", "nearest outlet that handles my matter")
def test_only_outlets_that_handle_the_matter_are_near() -> None:
    hong_kong = Place(114.17, 22.28)
    for_printing = nearest_outlets(near=hong_kong, item_code="rights_record", limit=1)
    for_retiring = nearest_outlets(near=hong_kong, item_code="retirement_claim", limit=1)
    assert for_printing[0].outlet.kind == "overseas"
    assert for_retiring[0].outlet.kind != "overseas"
    assert for_retiring[0].outlet.agency_id == SHENZHEN


def test_outlets_come_nearest_first() -> None:
    kilometres = [near.km for near in nearest_outlets(near=Place(113.39, 22.52), limit=30)]
    assert len(kilometres) == 30
    assert kilometres == sorted(kilometres)


def test_distance_is_that_of_the_map() -> None:
    beijing, shanghai = Place(116.4074, 39.9042), Place(121.4737, 31.2304)
    assert distance_km(beijing, shanghai) == pytest.approx(1067, rel=0.005)
    assert distance_km(beijing, beijing) == 0
