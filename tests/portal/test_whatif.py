"""What-if questions on a page: facts of one register, assumptions said, unknowns asked, readings logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from shebaotong.kernel.api import SHANGHAI, Fact, FactKind, Month, Period
from shebaotong.portal.charts.life import LEFT, NARROW, RIGHT, WIDTH, life
from shebaotong.portal.life_facts import history_of
from shebaotong.registry import api as registry
from support.accounts import Who
from support.examples import unhurried
from support.insured import AT_THE_WINDOW, DU, account, recorded, signed_in
from support.pages import Page, faults

WUZHOU, FOSHAN = "450400", "440600"
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=SHANGHAI)
OWN = {"identifier": DU, "owner": WUZHOU, "category": "female50", "pays_on": "yes"}


@pytest.fixture
def du(who: Who) -> Client:
    account()
    recorded(WUZHOU)
    return signed_in("du.shili")


def test_an_answer_says_what_is_assumed_and_what_is_missing(du: Client) -> None:
    assert faults(Page(du.get("/mine/whatif/").content.decode())) == []
    answer = du.post("/mine/whatif/", OWN)
    page = Page(answer.content.decode())
    assert answer.status_code == 200, page.text[:2000]
    assert "合计 12 个月" in page.text and "以下为假设，不是事实" in page.text
    assert "法定：" in page.text and "这是试算，不是决定" in page.text
    assert faults(page) == [] and page.all("rect")


def test_what_is_not_known_is_asked_not_guessed(du: Client) -> None:
    page = Page(du.post("/mine/whatif/", OWN | {"category": ""}).content.decode())
    assert "还需要确认" in page.text and "女职工还需要岗位性质" in page.text
    assert "法定：" not in page.text


def test_the_persons_own_reading_stands_in_the_log(du: Client) -> None:
    du.post("/mine/whatif/", OWN)
    events = registry.reads_of(agency=WUZHOU, identifier=DU, identifier_kind="resident")
    assert {event.purpose.zh for event in events} == {"本人试算退休"}
    assert {event.reader.role for event in events} == {"person"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"identifier": "11010519491231002X"}, "不是本账号"),
        ({"owner": "440600"}, "没有您的记录"),
        ({"calculation_base": "0"}, "以元为单位"),
        *unhurried(
            ({"owner": "999999"}, "请选择您参保的城市"),
            ({"told": "广东 2001-03 2005-12\n月球 2006-01 2007-01"}, "月球 2006-01 2007-01"),
            ({"told": "广东 2005-12 2001-03"}, "看不懂"),
            ({"told": "广东 2001-03 2099-12"}, "看不懂"),
            ({"told": "2001-03 2005-12"}, "看不懂"),
            ({"category": "x"}, "请从选项里选"),
            ({"index": "NaN"}, "0到10之间"),
            ({"monthly_base": "-1"}, "以元为单位"),
            ({"move_place": "440600", "move_month": "2001-01"}, "今后的一个月份"),
            ({"move_place": "999999", "move_month": "2031-01"}, "请选要去的城市"),
        ),
    ],
)
def test_bad_answers_are_refused_at_their_question(du: Client, wrong: dict[str, str], said: str) -> None:
    refused = du.post("/mine/whatif/", OWN | wrong)
    page = refused.content.decode()
    assert refused.status_code == 422 and said in page and "以下为假设" not in page
    assert DU in page or "identifier" in wrong, "what was typed stays"


def test_all_cities_are_put_on_one_line_and_each_look_is_logged(du: Client) -> None:
    recorded(FOSHAN)
    page = Page(du.post("/mine/whatif/", OWN | {"owner": ""}).content.decode())
    assert "按这里登记的记录算：" in page.text and "梧州" in page.text and "佛山" in page.text
    assert "广东省" in page.text or "佛山" in page.text
    for city in (WUZHOU, FOSHAN):
        events = registry.reads_of(agency=city, identifier=DU, identifier_kind="resident")
        assert {event.purpose.zh for event in events} == {"本人试算退休"} and len(events) == 5
    elsewhere = registry.reads_of(agency="360700", identifier=DU, identifier_kind="resident")
    assert len(elsewhere) <= 1, "where nobody knows her no more than that is asked"


@pytest.mark.slow
def test_what_is_told_of_other_places_stands_on_the_line_too(du: Client) -> None:
    lin = signed_in("lin.wuzhou")
    told = {"told": "广东 1998-03 2006-11\n\n内蒙古自治区 2007-01 2007-06\nFoshan 2008-01 2008-02"}
    for client, address, typed in (
        (du, "/mine/whatif/", OWN | {"index": "0.9", "calculation_base": "9000"}),
        (lin, "/desk/whatif/", AT_THE_WINDOW),
    ):
        page = Page(client.post(address, typed | told).content.decode())
        assert "合计 125 个月" in page.text, "105 and 6 and 2 told, 12 in the register"
        assert "1998-03…2006-11 广东省，计 105 个月" in page.text and "内蒙古自治区" in page.text
        assert "没有核对过" in page.text and "每月约" not in page.text, "its money is not guessed"
        assert faults(page) == []


@pytest.mark.slow
def test_an_assumed_base_is_said_among_the_assumptions(du: Client) -> None:
    assumed = OWN | {"index": "0.9", "calculation_base": "9000"}
    page = Page(du.post("/mine/whatif/", assumed).content.decode())
    assert "尚未公布的计发基数按9000.00 元算" in page.text
    without = Page(du.post("/mine/whatif/", OWN | {"index": "0.9"}).content.decode())
    assert "9000.00" not in without.text and "沿用最近公布的数" in without.text


@pytest.mark.slow
def test_a_further_move_is_answered(du: Client) -> None:
    moved = OWN | {"move_place": "440600", "move_month": "2027-06"}
    assert "2027年6月" in Page(du.post("/mine/whatif/", moved).content.decode()).text


def facts(paid_2026: int, end: str | None) -> dict[FactKind, Fact]:
    spell = {
        "kind": "employee_pension",
        "start": "2025-01",
        "end": end,
        "status": "normal",
        "account_kind": "",
    }
    years = [
        {"kind": "employee_pension", "year": 2025, "paid": [True] * 12},
        {"kind": "employee_pension", "year": 2026, "paid": [month < paid_2026 for month in range(12)]},
    ]
    values: dict[FactKind, dict[str, Any]] = {
        FactKind.PERSON: {"birth": "1976-02-15", "sex": "F", "hukou_region": ""},
        FactKind.ENROLMENTS: {"spells": [spell, spell | {"status": "transferred_out"}]},
        FactKind.CONTRIBUTIONS: {"years": years},
        FactKind.ACCOUNT: {"accounts": []},
        FactKind.ENTITLEMENTS: {"entitlements": []},
    }
    return {kind: Fact(kind, True, value, WUZHOU, NOW.date()) for kind, value in values.items()}


@pytest.mark.parametrize(
    ("paid", "end", "period"),
    [
        (9, None, Period(Month(2025, 1))),
        (3, None, Period(Month(2025, 1), Month(2026, 3))),
        (9, "2026-06", Period(Month(2025, 1), Month(2026, 6))),
    ],
)
def test_paid_months_count_and_run_on_only_where_insurance_does(
    network: None, paid: int, end: str | None, period: Period
) -> None:
    history = history_of(registers=[facts(paid, end)], category=None, index=None, as_of=NOW)
    assert [stretch.period for stretch in history.stretches] == [period]
    assert history.hukou is None and history.account is None and history.category is None


def test_two_registers_tell_one_life(network: None) -> None:
    other = {kind: replace(fact, source=FOSHAN) for kind, fact in facts(9, None).items()}
    held = {"accounts": [{"scheme": "employee_pension", "balance_fen": 12_345}]}
    other[FactKind.ACCOUNT] = replace(other[FactKind.ACCOUNT], value=held)
    history = history_of(registers=[facts(9, None), other], category=None, index=None, as_of=NOW)
    assert [stretch.place for stretch in history.stretches] == [WUZHOU, FOSHAN]
    assert history.account is not None and str(history.account.number) == "123.45"


def test_a_pension_that_is_drawn_or_only_suspended_is_told(network: None) -> None:
    told = facts(9, None)
    drawn = [
        {"benefit": benefit, "from": "2024-03", "status": status}
        for benefit in ("employee_pension", "resident_pension", "unemployment")
        for status in ("active", "suspended", "ended")
    ]
    told[FactKind.ENTITLEMENTS] = replace(told[FactKind.ENTITLEMENTS], value={"entitlements": drawn})
    history = history_of(registers=[told], category=None, index=None, as_of=NOW)
    assert [(each.place, each.scheme.value) for each in history.drawn] == [
        (WUZHOU, scheme) for scheme in ("employee", "employee", "resident", "resident")
    ]


@pytest.mark.parametrize(
    ("kinds", "without"), [(["travel_tw"], True), (["resident"], False), ([], False), (["passport"], False)]
)
def test_only_papers_of_hong_kong_macau_and_taiwan_say_that_there_is_no_hukou(
    network: None, kinds: list[str], without: bool
) -> None:
    told = facts(9, None)
    person = told[FactKind.PERSON]
    documents = [{"kind": kind} for kind in kinds]
    told[FactKind.PERSON] = replace(person, value={**person.value, "documents": documents})
    history = history_of(registers=[told], category=None, index=None, as_of=NOW)
    assert history.without_hukou is without


@pytest.mark.slow
def test_in_english_the_answer_is_english(du: Client) -> None:
    du.post("/face/", {"language": "en"})
    page = Page(du.post("/mine/whatif/", OWN).content.decode())
    assert "Assumed, not facts" in page.text and "Statutory: 2026-09" in page.text
    assert "以下为假设" not in page.text


def test_the_picture_keeps_to_scale() -> None:
    first, second = Period(Month(2000, 1), Month(2004, 12)), Period(Month(2005, 1), Month(2007, 6))
    drawn = life([("梧州", first, False), ("佛山", second, True)], [(Month(2009, 12), "法定")])
    long, short = drawn.bars
    assert long.width == pytest.approx(2 * short.width, abs=0.2)
    assert long.x == LEFT and short.x == pytest.approx(long.x + long.width, abs=0.2)
    assert drawn.marks[0].x <= WIDTH - RIGHT and [tick.words for tick in drawn.ticks] == ["2005", "2010"]
    assert (long.assumed, short.assumed) == (False, True)
    assert life([], []).bars == ()
    close = [(Month(2009, 1), "最早"), (Month(2009, 1), "法定"), (Month(2009, 3), "最晚")]
    (one, other), bar = (named := life([("梧州", first, False)], close)).labels, named.bars[0]
    assert (one.words, other.words) == ("最早·法定", "最晚"), "words of one month are one label"
    assert other.y > one.y and bar.y > other.y and 0 < other.x < WIDTH, "what would meet stands in rows"
    small = life([("六盘水", first, False), ("佛山", second, True)], [(Month(2009, 12), "法定")], NARROW)
    assert small.width == NARROW.width and [tick.words for tick in small.ticks] == ["2010"]
    assert small.marks[0].x <= NARROW.width - NARROW.right and small.bars[0].x == NARROW.left
    with pytest.raises(ValueError, match="closed"):
        life([("梧州", Period(Month(2000, 1)), False)], [])
