"""A clerk's what-if page: the records of all cities under an agreement, asked once for a stated purpose."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.network import api as network
from shebaotong.network.models import Agreement
from shebaotong.portal.gathering import gathered
from shebaotong.registry import api as registry
from shebaotong.store.api import agency_context
from support.accounts import Who
from support.accounts import account as user_of
from support.insured import AT_THE_WINDOW, DU, account, held_by, recorded, retirement_claimed, signed_in
from support.pages import Page, faults

WUZHOU, FOSHAN = "450400", "440600"
ADDRESS = "/desk/whatif/"


@pytest.fixture
def lin(who: Who) -> Client:
    """Wuzhou's clerk; Ms Du has a record in Wuzhou and one in Foshan."""
    recorded(WUZHOU)
    recorded(FOSHAN, year=2012)
    held_by(WUZHOU, FOSHAN)
    return signed_in("lin.wuzhou")


def readings(agency: str, number: str = DU) -> list[registry.ReadEvent]:
    return list(registry.reads_of(agency=agency, identifier=number, identifier_kind="resident"))


@pytest.mark.row(
    "Y6", "a clerk sees all cities' months for a stated purpose, and the person sees that he did"
)
def test_the_months_of_all_cities_stand_on_one_line(lin: Client) -> None:
    account()
    page = Page(lin.post(ADDRESS, AT_THE_WINDOW).content.decode())
    assert "按这里登记的记录算：梧州、佛山" in page.text and faults(page) == []
    assert "2010-01…2010-12 梧州" in page.text and "2012-01…2012-12 佛山" in page.text
    assert "合计 24 个月" in page.text
    assert "已经答复，养老保险登记了12个月" in page.text and "本市登记，养老保险12个月" in page.text
    assert "没有协议的城市不查" in page.text and "别的城市的记录，办理时会去问" not in page.text
    assert {each.what for each in readings(FOSHAN)} == {
        "person",
        "enrolments",
        "contributions",
        "account",
        "entitlements",
    }

    du = Page(signed_in("du.shili").post("/mine/log/", {"identifier": DU}).content.decode())
    assert "梧州市林雪梅查询：本人到窗口问何时、在哪里退休" in du.text
    assert "佛山的记录" in du.text and "梧州的记录" in du.text and "佛山的系统自动查的" in du.text
    assert "梧州窗口人员：林雪梅" in du.text and "您在哪些城市有记录" in du.text


@pytest.mark.slow
def test_further_questions_read_no_register_again(lin: Client) -> None:
    first = lin.post(ADDRESS, AT_THE_WINDOW).content.decode()
    enquiry = re.search(r'name="enquiry" value="([0-9]{16})"', first)
    assert enquiry is not None
    before = len(readings(FOSHAN)), len(readings(WUZHOU))
    further = AT_THE_WINDOW | {"enquiry": enquiry[1], "index": "0.9", "calculation_base": "9000"}
    again = lin.post(ADDRESS, further)
    assert again.status_code == 200 and "9000.00" in again.content.decode()
    wrong = lin.post(ADDRESS, further | {"index": "x"}).content.decode()
    assert enquiry[1] in wrong and "查了哪些城市" in wrong, "a slip among the assumptions asks nobody anew"
    assert (len(readings(FOSHAN)), len(readings(WUZHOU))) == before
    lin.post(ADDRESS, further | {"again": "1"})
    assert (len(readings(FOSHAN)), len(readings(WUZHOU))) == (2 * before[0], 2 * before[1])


@pytest.mark.slow
def test_what_was_asked_for_one_question_answers_no_other(lin: Client) -> None:
    enquiry = re.search(
        r'name="enquiry" value="([0-9]{16})"', lin.post(ADDRESS, AT_THE_WINDOW).content.decode()
    )
    assert enquiry is not None
    bare = {name: text for name, text in AT_THE_WINDOW.items() if name not in ("purpose", "agreed")}
    for client, name in (
        (lin, "别的人"),
        (signed_in("he.foshan"), "杜月华"),
        (signed_in("li.wuzhou"), "杜月华"),
    ):
        page = client.post(ADDRESS, bare | {"enquiry": enquiry[1], "name": name})
        assert page.status_code == 422 and "合计" not in page.content.decode()
    actor, now = accounts.actor_of(user_of("lin.wuzhou")), timezone.now()
    subject = {"identifier_kind": "resident", "identifier": DU, "name": "杜月华"}
    for later, holds in ((timedelta(), True), (timedelta(days=1), False)):
        found = gathered(actor=actor, number=enquiry[1], subject=subject, now=now + later)
        assert (found is not None) is holds, "tomorrow it is asked for anew"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"purpose": ""}, "这一项要填"),
        ({"purpose": "curiosity"}, "没有这个选项"),
        ({"agreed": ""}, "请先核对证件，问本人同不同意"),
        ({"agreed": "no"}, "没有本人同意，只能凭在办的办件查"),
        ({"purpose": "in_case"}, "这一项要填"),
        ({"purpose": "in_case", "case": "4504002026000018"}, "没有这个人的这件在办件"),
        ({"purpose": "in_case", "case": "none"}, "没有这个人的这件在办件"),
        ({"name": ""}, "姓名"),
        ({"identifier": "110105194912310021"}, "最后一位"),
        ({"told": "月球 2006-01 2007-01"}, "看不懂"),
    ],
)
def test_without_purpose_ground_or_person_nothing_is_read_and_nothing_typed_is_lost(
    lin: Client, wrong: dict[str, str], said: str
) -> None:
    typed = AT_THE_WINDOW | {"told": "广东 1998-03 2006-11", "index": "0.93", "agreed": "yes"} | wrong
    refused = lin.post(ADDRESS, typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and said in page, page[:3000]
    assert "0.93" in page and ("1998-03 2006-11" in page or "told" in wrong) and "female50" in page
    assert not readings(WUZHOU) and not readings(FOSHAN)
    assert not network.lookups_of(number_token=network.number_token(number=DU))


def test_an_open_case_of_the_person_is_ground_enough_and_stands_in_the_log(lin: Client) -> None:
    lin_herself = accounts.actor_of(user_of("lin.wuzhou"))
    number = retirement_claimed(lin_herself, owner=WUZHOU, seen=("identity",))
    typed = AT_THE_WINDOW | {"agreed": "no", "purpose": "in_case", "case": number}
    page = lin.post(ADDRESS, typed)
    assert page.status_code == 200 and "佛山" in page.content.decode()
    assert any("办理本人在办的办件" in each.purpose.zh for each in readings(FOSHAN))
    other = lin.post(ADDRESS, typed | {"identifier": "11010519491231002X"})
    assert other.status_code == 422 and "没有这个人的这件在办件" in other.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "strange",
    [
        {"enquiry": "\0" * 16},
        {"enquiry": "4504002026000018"},
        {"key": "\0"},
        {"purpose": "in_case", "case": "\0"},
        {"told": "\0"},
        {"name": "杜\0"},
        {"identifier_kind": "uscc"},
        {"country": "\0"},
    ],
)
def test_what_no_page_of_ours_sends_breaks_nothing(lin: Client, strange: dict[str, str]) -> None:
    assert lin.post(ADDRESS, AT_THE_WINDOW | strange).status_code in (200, 422)


def test_under_another_name_a_city_tells_nothing(lin: Client) -> None:
    page = lin.post(ADDRESS, AT_THE_WINDOW | {"name": "杜月花"})
    said = Page(page.content.decode()).text
    assert page.status_code == 422 and "号码相同，姓名不同" in said and "合计" not in said
    assert "没有查到这个人的记录" in said


@pytest.mark.slow
def test_a_city_that_holds_the_person_alone_is_asked_from_any_member_window(who: Who) -> None:
    recorded(FOSHAN)
    held_by(FOSHAN)
    page = Page(signed_in("lin.wuzhou").post(ADDRESS, AT_THE_WINDOW).content.decode())
    assert "按这里登记的记录算：佛山" in page.text and "合计 12 个月" in page.text


@pytest.mark.row("Y6", "a city under no agreement sees and finds nobody")
def test_a_stranger_finds_nobody_and_learns_nothing_of_who_holds_whom(who: Who) -> None:
    """Liupanshui takes part in no agreement: it is as if nobody held the number."""
    recorded(WUZHOU)
    recorded(FOSHAN)
    held_by(WUZHOU, FOSHAN)
    stranger = signed_in("yang.liupanshui")
    held_elsewhere = stranger.post(ADDRESS, AT_THE_WINDOW)
    nobody = {"identifier": "11010519491231002X", "name": "无此人"}
    held_nowhere = stranger.post(ADDRESS, AT_THE_WINDOW | nobody)
    told = []
    for page in (held_elsewhere, held_nowhere):
        said = Page(page.content.decode()).text
        assert page.status_code == 422 and "都没有查到这个人的记录" in said and "合计" not in said
        told.append(re.sub("[0-9]{4}", "", said.split("查了哪些城市")[1].split("本人身份")[0]))
    assert told[0] == told[1], "held elsewhere and held nowhere look alike"
    assert not readings(WUZHOU) and not readings(FOSHAN)
    (seen,) = network.lookups_of(number_token=network.number_token(number=DU))
    assert (seen.agency, seen.found) == ("520200", 0), "she sees who tried"


def test_what_an_agreement_does_not_cover_is_named_and_not_asked(lin: Client) -> None:
    for agreement in Agreement.objects.filter(members__member_id=WUZHOU):
        with agency_context(agency=agreement.depositary_id):
            Agreement.objects.filter(pk=agreement.pk).update(all_items=False, items=["retirement_claim"])
    page = Page(lin.post(ADDRESS, AT_THE_WINDOW).content.decode())
    assert "协议不包括这项查询，没有查" in page.text and "按这里登记的记录算：梧州。" in page.text
    assert not readings(FOSHAN)


@pytest.mark.parametrize("username", ["zhou.wuzhou", "chen.zhongshan"])
def test_who_does_not_serve_at_a_window_has_no_such_page(lin: Client, username: str) -> None:
    other = signed_in(username)
    assert other.post(ADDRESS, AT_THE_WINDOW).status_code == 403 and not readings(FOSHAN)
    assert ADDRESS not in other.get("/desk/people/").content.decode()
    assert ADDRESS in lin.get("/desk/people/").content.decode()
