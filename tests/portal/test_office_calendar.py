"""The calendar over HTTP: everybody looks, the keeper's official publishes, first seeing what follows."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.jobs import tasks
from shebaotong.kernel.api import SHANGHAI, is_working_day
from shebaotong.network import api as network
from support.accounts import Who
from support.desk import links, shown, sign_in, values

pytestmark = pytest.mark.slow

FOSHAN, ZHONGSHAN, WUZHOU = "440600", "442000", "450400"
NOTICE = "元旦：1月1日（周五）至3日（周日）放假调休，共3天。\n春节：2月5日至11日放假。2月13日（周六）上班。"
PUBLISH, DAY = "/desk/calendar/CN/2027/publish/", "/desk/calendar/CN/2026/day/"
YEAR_END = datetime(2026, 12, 29, 10, 0, tzinfo=SHANGHAI)
BODY = {
    "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜月华"},
    "category": "female50",
    "wanted_from": "2026-12",
    "earlier_places": [],
    "deemed_years": False,
    "by_proxy": False,
    "materials": [{"code": "identity", "status": "seen"}],
}


@pytest.fixture(autouse=True)
def at_the_years_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: YEAR_END)


def typed(page: Any, **more: Any) -> dict[str, Any]:
    """What the form holds, with what is typed into it."""
    held = values(page)
    return {"seen": held["seen"], "previewed": held["previewed"], "reference": "试验通知〔2026〕1号"} | more


def open_claim(who: Who, agency: str = "zhongshan") -> str:
    clerk = accounts.actor_of(who(f"li.{agency}"))
    opening = cases.Opening(item="retirement_claim", owner=clerk.agency, body=BODY)
    return cases.open_case(opening=opening, actor=clerk, now=YEAR_END).case_number


def publish(who: Who, city: str = "zhongshan", region: str = "CN") -> str:
    """The colleague finds what waits, looks at it and publishes it; the page that comes."""
    colleague = sign_in(f"xu.{city}")
    [waits] = {
        href for href in links(shown(colleague.get(f"/desk/calendar/{region}/2026/"))) if "proposal" in href
    }
    assert "会变的日子" in shown(colleague.get(waits)).text
    return shown(colleague.post(waits, {"publish": "1"}, follow=True)).text


def test_nobody_publishes_what_he_has_proposed(who: Who) -> None:
    official, colleague = sign_in("zheng.zhongshan"), sign_in("xu.zhongshan")
    looked = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE)))
    waits = official.post(PUBLISH, typed(looked, text=NOTICE, confirm="1"))["Location"]
    own = shown(official.get(waits))
    assert "publish" not in {button.get("name") for button in own.all("button")}
    refused = shown(official.post(waits, {"publish": "1"}), 422)
    assert "要由另一位日历管理员公布" in refused.text
    assert network.region_year(region="CN", year=2027).edition is None
    assert official.get(PUBLISH)["Location"] == waits, "one at a time"
    page = shown(colleague.get(waits))
    assert "试验通知〔2026〕1号" in page.text and "郑示例" in page.text and "2027年2月13日" in page.text
    for other in ("zheng.foshan", "zheng.nanning", "zhou.zhongshan", "wang.zhongshan"):
        assert sign_in(other).post(waits, {"publish": "1"}).status_code in (302, 403), other
    assert network.region_year(region="CN", year=2027).edition is None
    looked = shown(colleague.post(waits, {"withdraw": "1"}))
    assert (
        "再看一眼：撤下" in looked.text and "郑示例" in looked.text and "试验通知〔2026〕1号" in looked.text
    )
    assert colleague.get(waits).status_code == 200, "one press takes nothing away"
    sure = {"withdraw": "1", "sure": "1"}
    assert "撤下了" in shown(colleague.post(waits, sure, follow=True)).text
    assert network.region_year(region="CN", year=2027).edition is None
    assert "已经公布或者撤下了" in shown(colleague.post(waits, {"publish": "1"}, follow=True)).text
    assert colleague.get(waits).status_code == 404 and official.get(PUBLISH).status_code == 200


def test_a_draft_of_a_year_ends_when_it_is_proposed(who: Who) -> None:
    official = sign_in("zheng.zhongshan")
    page = shown(official.get(PUBLISH))
    looked = shown(official.post(PUBLISH, typed(page, text=NOTICE)))
    forms = [*page.all("form"), *looked.all("form")]
    [draft] = {form["data-draft"] for form in forms if "data-draft" in form}
    proposed = shown(official.post(PUBLISH, typed(looked, text=NOTICE, confirm="1"), follow=True))
    assert draft in {span.get("data-draft-done") for span in proposed.all("span")}


def test_everybody_sees_a_year_of_the_own_region_over_the_nation(who: Who) -> None:
    clerk = sign_in("lin.wuzhou")
    assert clerk.get("/desk/calendar/")["Location"] == "/desk/calendar/45/2026/"
    page = shown(clerk.get("/desk/calendar/45/2026/"))
    assert "247个工作日" in page.text and "壮族三月三" in page.text and "国务院办公厅关于2026年" in page.text
    assert "原文没有核对" in page.text and "这一年还是暂定" not in page.text
    own = [cell for cell in page.all("td") if "is-own" in cell.get("class", "")]
    assert len(own) == 2 and len(page.all("table")) == 13
    assert not any("/publish/" in href or "/day/" in href for href in links(page))
    nation = shown(clerk.get("/desk/calendar/CN/2026/"))
    assert "248个工作日" in nation.text and "壮族三月三" not in nation.text
    assert clerk.get("/desk/calendar/?region=44&year=2025")["Location"] == "/desk/calendar/44/2025/"


def test_a_year_that_nobody_has_announced_is_shown_as_provisional(who: Who) -> None:
    page = shown(sign_in("lin.wuzhou").get("/desk/calendar/45/2027/"))
    assert "这一年还是暂定" in page.text and "全国、广西壮族自治区还没有公布" in page.text
    assert "261个工作日" in page.text
    assert "全国还没有公布" in shown(sign_in("he.foshan").get("/desk/calendar/44/2027/")).text


@pytest.mark.parametrize("address", ["45/1999/", "45/2029/", "99/2026/", "45/0/"])
def test_a_region_or_year_out_of_reach_is_not_there(who: Who, address: str) -> None:
    assert sign_in("lin.wuzhou").get(f"/desk/calendar/{address}").status_code == 404
    assert sign_in("lin.wuzhou").get("/desk/calendar/?region=99").status_code == 404


@pytest.mark.parametrize(
    "username", ["wang.zhongshan", "zhou.zhongshan", "wu.zhongshan", "zheng.foshan", "zheng.nanning"]
)
def test_only_the_keepers_official_changes_it(who: Who, username: str) -> None:
    client = sign_in(username)
    for address in (PUBLISH, DAY):
        assert client.get(address).status_code == 403
        assert client.post(address, {"confirm": "1"}).status_code == 403
    assert "/desk/calendar/CN/2027/publish/" not in links(shown(client.get("/desk/calendar/CN/2027/")))
    assert Client().get(PUBLISH).status_code == 302


def test_a_year_is_published_after_looking_and_open_cases_are_settled_by_a_document(who: Who) -> None:
    number, elsewhere = open_claim(who), open_claim(who, "foshan")
    tasks.recount(timestamp=0)
    reader = accounts.actor_of(who("li.zhongshan"))
    before = cases.read(number=number, actor=reader).copy
    assert before.state.clock.provisional
    tracked = {"number": number, "last_four": "002X"}
    assert "放假安排公布后再定" in Client().post("/track/", tracked).content.decode()
    official = sign_in("zheng.zhongshan")
    assert PUBLISH in links(shown(official.get("/desk/calendar/CN/2027/")))
    page = shown(official.get(PUBLISH))
    looked = shown(official.post(PUBLISH, typed(page, text=NOTICE)))
    assert "2027年2月13日 星期六" in looked.text and "春节调休上班（上班）" in looked.text
    assert "职工退休待遇申领" in looked.text and "（暂定）" in looked.text
    assert network.region_year(region="CN", year=2027).edition is None, "nothing is published by looking"
    assert elsewhere not in looked.text.replace(" ", ""), "another city's cases are not shown"
    answer = official.post(PUBLISH, typed(looked, text=NOTICE, confirm="1"), follow=True)
    assert "还没有公布" in shown(answer).text and "等另一位管理员公布" in shown(answer).text
    assert network.region_year(region="CN", year=2027).edition is None, "nor by proposing"
    assert "公布了" in publish(who)
    settled = network.calendar_for(agency=WUZHOU)
    assert not is_working_day(date(2027, 2, 5), calendar=settled)
    assert is_working_day(date(2027, 2, 13), calendar=settled)
    tasks.recount(timestamp=0)
    tasks.recount(timestamp=0)
    for city, case in (("zhongshan", number), ("foshan", elsewhere)):
        copy = cases.read(number=case, actor=accounts.actor_of(who(f"li.{city}"))).copy
        assert not copy.state.clock.provisional
        assert [document.name for document in copy.documents].count("settle") == 1
    assert "最晚这一天给您结果" in Client().post("/track/", tracked).content.decode()
    page = shown(official.get("/desk/calendar/CN/2027/"))
    assert (
        "试验通知〔2026〕1号" in page.text
        and "郑示例提出，徐示例公布" in page.text
        and "这一年还是暂定" not in page.text
    )


def test_who_minds_the_calendar_opens_no_case(who: Who) -> None:
    """He is told which dates would move, and neither whose case it is nor what is in it."""
    number, official = open_claim(who), sign_in("zheng.zhongshan")
    looked = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE)))
    assert number in looked.text.replace(" ", "") and "杜月华" not in looked.text
    assert not [href for href in links(looked) if "/desk/case/" in href]
    assert official.get("/desk/")["Location"] == "/desk/office/"
    assert not {"/desk/", "/desk/search/"} & links(shown(official.get("/desk/directory/")))
    case = f"/desk/case/{number}/"
    key = "442000-1"
    reads = (
        case,
        f"{case}paper/{key}/",
        f"{case}pdf/{key}/",
        f"{case}file/{'0' * 64}/",
        "/desk/search/",
    )
    for address in reads:
        assert official.get(address).status_code in (403, 404), address
    assert official.get(case).status_code == 403
    for address in (f"{case}say/", f"{case}take/", "/desk/next/"):
        assert official.post(address, {"text": "x"}).status_code in (403, 404), address
    with pytest.raises(cases.UnknownCase):
        cases.read(number=number, actor=accounts.actor_of(who("zheng.zhongshan")))
    assert sign_in("wu.zhongshan").get(case).status_code == 200, "a liaison officer speaks about cases"


def test_only_what_was_looked_at_can_be_confirmed(who: Who) -> None:
    official = sign_in("zheng.zhongshan")
    looked = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE)))
    other = NOTICE.replace("11日", "12日")
    again = shown(official.post(PUBLISH, typed(looked, text=other, confirm="1")))
    assert "会变的日子" in again.text and network.region_year(region="CN", year=2027).edition is None
    assert values(again)["previewed"] != values(looked)["previewed"]


def test_who_was_overtaken_is_told_and_nothing_typed_is_lost(who: Who) -> None:
    official = sign_in("zheng.zhongshan")
    first = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE)))
    second = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE)))
    assert official.post(PUBLISH, typed(first, text=NOTICE, confirm="1")).status_code == 302
    page = shown(official.post(PUBLISH, typed(second, text=NOTICE, confirm="1")), 422)
    assert "已经有一份待公布的改动" in page.text and "春节：2月5日至11日放假" in page.text
    publish(who)
    answer = official.post(PUBLISH, typed(second, text=NOTICE, confirm="1"))
    if answer.status_code == 200:  # the days are the same, the edition before is not: looked at anew
        answer = official.post(PUBLISH, typed(shown(answer), text=NOTICE, confirm="1"))
    page = shown(answer, 422)
    assert "另一位管理员刚刚改过" in page.text and "春节：2月5日至11日放假" in page.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "元旦1月1日放假"}, "这一行看不懂：元旦1月1日放假"),
        ({"text": "元旦：2026年12月31日放假"}, "不属于2027年"),
        ({"reference": ""}, "请填这一项"),
        ({"reference": "  "}, "请填这一项"),
    ],
)
def test_what_cannot_be_published_is_told(who: Who, wrong: dict[str, str], words: str) -> None:
    official = sign_in("zheng.zhongshan")
    page = shown(official.post(PUBLISH, typed(shown(official.get(PUBLISH)), text=NOTICE) | wrong), 422)
    assert words in page.text


def test_a_day_is_changed_with_reason_and_the_old_edition_stays_to_be_read(who: Who) -> None:
    official = sign_in("zheng.zhongshan")
    shown_day = shown(official.get(DAY + "?day=2026-10-01"))
    assert values(shown_day)["name"] == "国庆节"
    day = {"day": "2026-12-30", "kind": "holiday", "name": "台风停工", "note": "防汛指挥部停工令"}
    missing = shown(official.post(DAY, typed(shown_day, **day | {"note": ""})), 422)
    assert "#id_note" in links(missing)
    looked = shown(official.post(DAY, typed(shown_day, **day)))
    assert "2026年12月30日 星期三" in looked.text and "台风停工（放假）" in looked.text
    official.post(DAY, typed(looked, **day, confirm="1"))
    publish(who)
    assert not is_working_day(date(2026, 12, 30), calendar=network.calendar_for(agency=FOSHAN))
    page = shown(official.get("/desk/calendar/CN/2026/"))
    assert "防汛指挥部停工令" in page.text and "台风停工：12月30日放假。" in page.text
    assert page.text.count("旧版") == 1 and "现行" in page.text
    outside = shown(official.post(DAY, typed(shown_day, **day | {"day": "2027-01-04"})), 422)
    assert "不在2026年里" in outside.text


def test_a_region_without_days_of_its_own_says_so_by_publishing_none(who: Who) -> None:
    official = sign_in("zheng.nanning")
    address = "/desk/calendar/45/2027/publish/"
    looked = shown(official.post(address, typed(shown(official.get(address)), text="")))
    assert "一天都不变" in looked.text
    official.post(address, typed(looked, text="", confirm="1"))
    publish(who, "nanning", "45")
    assert re.search("没有自己的假日", shown(official.get("/desk/calendar/45/2027/")).text)
