"""The directory over HTTP: everybody reads every city's page, the official edits the own."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.network import api as network
from support.accounts import Who
from support.desk import asks, links, shown, sign_in, values
from support.pages import Page

pytestmark = pytest.mark.slow

WUZHOU, FOSHAN = "450400", "440600"
OFFICER = {
    "name": "罗示例",
    "duty_zh": "转移接续联络员",
    "duty_en": "",
    "phone": "0774-00000",
    "username": "",
}
OUTLET = {
    "name_zh": "梧州河东示例网点",
    "name_en": "",
    "kind": "bank",
    "address": "示例路9号",
    "phone": "0774-00009",
    "hours": "工作日 9:00-12:00\n周六　０９：００至１２：００",
    "abilities": ["rights_record"],
    "longitude": "111.31",
    "latitude": "23.48",
}


def change(official: Client, address: str, typed: dict[str, str]) -> HttpResponse:
    """What is typed, into the page as it stands."""
    return official.post(address, typed | {"seen": values(shown(official.get(address)))["seen"]})


@pytest.mark.row("Y5", "every clerk finds another city's departments, heads, liaison officers and windows")
def test_every_clerk_finds_another_citys_page(who: Who) -> None:
    clerk = sign_in("he.foshan")
    listed = shown(asks(clerk, "/desk/directory/", q="广西"))
    assert "梧州" in listed.text and "0774-12333" in listed.text and "中山" not in listed.text
    assert shown(asks(clerk, "/desk/directory/", q="Wuzhou")).text.count("梧州联络示例") == 1
    assert "没有这个城市" in shown(asks(clerk, "/desk/directory/", q="%")).text
    page = shown(clerk.get("/desk/directory/450400/"))
    for words in (
        "梧州联络示例",
        "0774-0009",
        "待遇核发科",
        "梧州示例三 科长",
        "梧州24小时自助服务区",
        "工作日 09:00–12:00",
    ):
        assert words in page.text, words
    assert not any("/edit/" in href for href in links(page))
    assert clerk.get("/desk/directory/999999/").status_code == 404


@pytest.mark.row("Y5", "from a case to the other city's liaison officer")
def test_a_case_names_the_other_citys_liaison(who: Who) -> None:
    body = {
        "subject": {"identifier_kind": "resident", "identifier": "11010519491231002X", "name": "杜月华"},
        "scope": "all",
    }
    opening = cases.Opening(item="rights_record", owner=WUZHOU, body=body)
    clerk = accounts.actor_of(who("he.foshan"))
    written = cases.open_case(opening=opening, actor=clerk, now=timezone.now())
    cases.pump(agencies=[FOSHAN], transport=LocalTransport(), now=timezone.now())
    page = shown(sign_in("he.foshan").get(f"/desk/case/{written.case_number}/"))
    assert (
        "梧州联络示例" in page.text and "0774-0009" in page.text and "/desk/directory/450400/" in links(page)
    )
    page = shown(sign_in("lin.wuzhou").get(f"/desk/case/{written.case_number}/"))
    assert "佛山联络示例" in page.text and "梧州联络示例" not in page.text


@pytest.mark.row("Y5", "an agency publishes its departments, heads, liaison officers and outlets")
def test_the_official_edits_and_all_cities_see_it(who: Who) -> None:
    official = sign_in("zheng.wuzhou")
    assert "/desk/directory/edit/liaison/" in links(shown(official.get("/desk/office/")))
    answer = official.post("/desk/directory/edit/liaison/", OFFICER, follow=True)
    assert "改好了" in shown(answer).text
    assert "罗示例 转移接续联络员" in shown(sign_in("he.foshan").get("/desk/directory/450400/")).text
    answer = official.post("/desk/directory/edit/outlet/", OUTLET, follow=True)
    assert "周六 09:00–12:00" in shown(answer).text
    edited = shown(official.get("/desk/directory/edit/outlet/450400-05/"))
    assert values(edited)["longitude"] == "111.3100" and "工作日 09:00-12:00" in edited.text
    department = next(iter(network.directory(agency=WUZHOU).departments))
    head = {"department_id": "", "name": "新主任", "title_zh": "主任", "title_en": ""}
    head_key = next(h.pk for h in network.directory(agency=WUZHOU).heads if h.department_id is None)
    change(official, f"/desk/directory/edit/head/{head_key}/", head)
    named = {"name_zh": "新科室", "name_en": "", "code": department.code, "phone": "0774-1"}
    change(official, f"/desk/directory/edit/department/{department.pk}/", named)
    page = shown(sign_in("he.foshan").get("/desk/directory/450400/")).text
    assert "新主任 主任" in page and "新科室" in page
    kept = shown(official.get("/desk/directory/changes/")).text
    assert "网点名称：梧州河东示例网点" in kept and "哪一种：银行网点" in kept
    assert "能办什么：个人权益记录查询打印" in kept and "职务：主任" in kept
    assert not {"rights_record", "bank", "working"} & set(re.findall("[a-z_]+", kept))
    boss = sign_in("zhou.wuzhou")
    assert "/desk/directory/changes/" in links(shown(boss.get("/desk/directory/450400/")))
    assert "/desk/directory/changes/" not in links(shown(boss.get("/desk/directory/440600/")))
    assert "罗示例" in kept and "新加" in kept and "梧州示例一" in kept and "郑示例" in kept
    officer = next(
        o for c in network.contacts(agencies=[WUZHOU]) for o in c.liaison_officers if o.name == "罗示例"
    )
    entry = f"/desk/directory/edit/liaison/{officer.pk}/"
    looked = shown(change(official, entry, {"remove": "1"}))
    assert "再看一眼：删掉联络员罗示例" in looked.text
    assert "罗示例" in shown(sign_in("he.foshan").get("/desk/directory/450400/")).text
    official.post(entry, {"remove": "1", "sure": "1", "seen": values(looked)["seen"]})
    assert "罗示例" not in shown(sign_in("he.foshan").get("/desk/directory/450400/")).text


def test_an_english_name_that_was_left_out_follows_the_chinese(who: Who) -> None:
    official = sign_in("zheng.wuzhou")
    official.post("/desk/directory/edit/liaison/", OFFICER)
    held = network.contacts(agencies=[WUZHOU])[0].liaison_officers
    address = next(f"/desk/directory/edit/liaison/{each.pk}/" for each in held if each.name == "罗示例")
    shown_again = values(shown(official.get(address)))
    assert shown_again["duty_zh"] == "转移接续联络员" and shown_again["duty_en"] == ""
    official.post(address, shown_again | {"duty_zh": "待遇联络员"})
    page = sign_in("he.foshan")
    page.cookies["django_language"] = "en"
    assert "待遇联络员" in shown(page.get("/desk/directory/450400/")).text


def test_a_draft_of_an_entry_ends_when_it_is_saved_and_comes_back_over_no_other_content(who: Who) -> None:
    official, address = sign_in("zheng.wuzhou"), "/desk/directory/edit/agency/450400/"
    page = shown(official.get(address))
    draft, typed = draft_of(page), values(page) | {"phone": "0774-1"}
    saved = shown(official.post(address, typed, follow=True))
    assert draft in {span.get("data-draft-done") for span in saved.all("span")}
    assert draft_of(shown(official.get(address))) != draft


def draft_of(page: Page) -> str:
    [draft] = [form["data-draft"] for form in page.all("form") if "data-draft" in form]
    return draft


def test_an_entry_that_a_colleague_has_changed_is_not_overwritten_unseen(who: Who) -> None:
    """Two officials have the entry open: the second is told what it says now, and keeps what he has typed."""
    first, second = sign_in("zheng.wuzhou"), sign_in("zheng.wuzhou")
    officer = network.contacts(agencies=[WUZHOU])[0].liaison_officers[0]
    address = f"/desk/directory/edit/liaison/{officer.pk}/"
    seen = values(shown(first.get(address)))["seen"]
    assert first.post(address, OFFICER | {"phone": "0774-11111", "seen": seen}).status_code == 302
    typed = OFFICER | {"phone": "0774-22222", "duty_zh": "退休联络员"}
    late = shown(second.post(address, typed | {"seen": seen}), 422)
    assert "同事改过这一条" in late.text and "0774-11111" in late.text and "转移接续联络员" in late.text
    assert values(late)["phone"] == "0774-22222" and values(late)["duty_zh"] == "退休联络员"
    gone = second.post(address, {"remove": "1", "sure": "1", "seen": seen})
    assert gone.status_code == 422, "nor is it removed unseen"
    [kept] = [o for o in network.contacts(agencies=[WUZHOU])[0].liaison_officers if o.pk == officer.pk]
    assert (kept.name, kept.phone) == ("罗示例", "0774-11111")
    wrong = shown(second.post(address, typed | {"name": "", "seen": seen}), 422)
    assert values(wrong)["seen"] == seen, "what was not shown has not been seen"
    assert second.post(address, typed | {"seen": values(late)["seen"]}).status_code == 302
    [kept] = [o for o in network.contacts(agencies=[WUZHOU])[0].liaison_officers if o.pk == officer.pk]
    assert kept.phone == "0774-22222"


def test_what_was_typed_into_an_entry_that_a_colleague_has_removed_may_be_added(who: Who) -> None:
    first, second = sign_in("zheng.wuzhou"), sign_in("zheng.wuzhou")
    officer = network.contacts(agencies=[WUZHOU])[0].liaison_officers[0]
    address = f"/desk/directory/edit/liaison/{officer.pk}/"
    seen = values(shown(first.get(address)))["seen"]
    first.post(address, {"remove": "1", "sure": "1", "seen": seen})
    late = shown(second.post(address, OFFICER | {"seen": seen}), 422)
    assert "同事刚刚删掉了这一条" in late.text and values(late)["phone"] == OFFICER["phone"]
    [form] = [form for form in late.all("form") if form.get("action") == "/desk/directory/edit/liaison/"]
    assert second.post(form["action"], values(late)).status_code == 302
    held = network.contacts(agencies=[WUZHOU])[0].liaison_officers
    assert [each.name for each in held].count(OFFICER["name"]) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name_zh": ""}, "name_zh", "请填这一项"),
        ({"hours": "星期天 9-12"}, "hours", "这一行看不懂：星期天 9-12"),
        ({"hours": "工作日 12:00-09:00"}, "hours", "开放时间看不懂"),
        ({"longitude": "东"}, "longitude", "longitude"),
        ({"kind": "ship"}, "kind", "kind"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(who: Who, wrong: dict[str, str], field: str, words: str) -> None:
    answer = sign_in("zheng.wuzhou").post("/desk/directory/edit/outlet/", OUTLET | wrong)
    page = shown(answer, 422)
    assert f"#id_{field}" in links(page) and (words in page.text or words == field)
    assert len(network.directory(agency=WUZHOU).outlets) == 4


def test_hours_are_written_and_refused_in_the_language_of_the_page(who: Who) -> None:
    official, address = sign_in("zheng.wuzhou"), "/desk/directory/edit/outlet/450400-01/"

    def post(hours: str) -> HttpResponse:
        seen = values(shown(official.get(address)))["seen"]
        return official.post(address, OUTLET | {"hours": hours, "seen": seen})

    refused = post("工作日 12:00-09:00")
    told = shown(refused, 422).text.partition("开放时间看不懂")[2][:60]
    assert "结束要晚于开始" in told and not re.search("[a-z{}']", told)
    late = shown(post("周六 09:00-25:00"), 422).text
    assert "24:00" in late.partition("开放时间看不懂")[2][:60]
    held = {"zh-hant": "週六 09:00-12:00", "en": "Saturday 09:00-12:00"}
    for language, line in held.items():
        official.cookies["django_language"] = language
        assert post(line).status_code == 302, language
        assert line in shown(official.get(address)).text
    weekday = "Working days 09:00-12:00\nEvery day 18:00-20:00"
    assert post(weekday).status_code == 302
    told = shown(post("every 20:00-18:00"), 422).text
    assert "must end after it begins" in told and "{" not in told
    days = next(o for o in network.directory(agency=WUZHOU).outlets if o.code == "450400-01").hours
    assert [spell["days"] for spell in days] == ["working", "every"]


def test_only_the_own_official_edits_and_only_the_own_entries(who: Who) -> None:
    foreign = network.contacts(agencies=[FOSHAN])[0].liaison_officers[0]
    for username in ("lin.wuzhou", "zhou.wuzhou", "wu.wuzhou", "huang.wuzhou"):
        assert sign_in(username).get("/desk/directory/edit/liaison/").status_code == 403
        assert sign_in(username).post("/desk/directory/edit/liaison/", OFFICER).status_code == 403
    official = sign_in("zheng.wuzhou")
    assert official.get(f"/desk/directory/edit/liaison/{foreign.pk}/").status_code == 404
    assert official.post(f"/desk/directory/edit/liaison/{foreign.pk}/", OFFICER).status_code == 404
    assert official.post("/desk/directory/edit/outlet/440600-01/", {"remove": "1"}).status_code == 404
    for address in ("edit/agency/", "edit/agency/440600/", "edit/king/", "edit/head/x/"):
        assert official.get(f"/desk/directory/{address}").status_code == 404, address
    assert not network.changes_of(agency=WUZHOU)
    assert sign_in("lin.wuzhou").get("/desk/directory/changes/").status_code == 403
    found = re.findall(r"/desk/directory/edit/", official.get("/desk/directory/440600/").content.decode())
    assert not found
