"""Accounts, roles, codes, leaving, tokens and their log over HTTP, for those entitled and nobody else."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from support.accounts import Who
from support.desk import asks, links, shown, sign_in, values
from support.pages import Page

pytestmark = pytest.mark.slow

NEW = "春天 the river rises"
NUMBER = "11010519491231002X"
FOSHAN = "440600"
COLLEAGUE = {
    "display_name": "冯示例",
    "number": NUMBER,
    "username": "feng.foshan",
    "phone": "",
    "roles": ["clerk", "reviewer"],
}
SURE = {"sure": "1"}
"""Pressed on the page that says once more what follows."""
SUPERVISORS_ALONE = (
    "/desk/colleagues/new/",
    "/desk/tokens/",
    "/desk/tokens/new/",
    "/desk/tokens/channel/",
    "/desk/acts/",
)


OWN_TOKENS = ("/desk/tokens/", "/desk/tokens/new/")
"""Who works on cases sees and issues his own there."""


def take_case(clerk: accounts.User) -> None:
    """A case of the agency's own that the clerk works on."""
    subject = {"identifier_kind": "resident", "identifier": NUMBER, "name": "杜月华"}
    opening = cases.Opening(item="rights_record", owner=FOSHAN, body={"subject": subject, "scope": "all"})
    actor, now = accounts.actor_of(clerk), timezone.now()
    number = cases.open_case(opening=opening, actor=actor, now=now).case_number
    assert cases.claim(actor=actor, number=number, now=now) is None


def held(user: accounts.User) -> int:
    return cases.held_by(agency=FOSHAN, hand=user.hand)


def code_on(page: Page) -> str:
    found = re.search(r"\d{4} \d{4}", page.text)
    assert found, page.text
    return found[0]


@pytest.mark.parametrize("username", ["he.foshan", "chen.foshan", "wu.foshan", "zheng.foshan"])
def test_accounts_and_tokens_are_the_supervisors(who: Who, username: str) -> None:
    client, own = sign_in(username), username in ("he.foshan", "chen.foshan")
    for address in SUPERVISORS_ALONE:
        if own and address in OWN_TOKENS:
            continue
        assert client.get(address).status_code == 403, address


def test_the_menu_leads_to_what_one_may_see(who: Who) -> None:
    everything = {"/desk/directory/", "/desk/colleagues/", "/desk/tokens/", "/desk/acts/"}
    seen = {
        username: links(shown(sign_in(username).get("/desk/office/"))) & everything
        for username in ("zhou.foshan", "wu.foshan", "he.foshan")
    }
    assert seen["zhou.foshan"] == everything
    assert seen["wu.foshan"] == {"/desk/directory/", "/desk/colleagues/"}
    assert seen["he.foshan"] == {"/desk/directory/", "/desk/tokens/"}
    for address in everything:
        shown(sign_in("zhou.foshan").get(address))


@pytest.mark.parametrize(
    ("username", "absent"),
    [
        ("he.foshan", {"/desk/board/", "/desk/alerts/"}),
        ("zheng.foshan", {"/desk/", "/desk/intake/", "/desk/people/", "/desk/board/", "/desk/alerts/"}),
        ("chen.foshan", {"/desk/intake/", "/desk/board/", "/desk/alerts/"}),
    ],
)
def test_the_rail_shows_nothing_that_would_be_refused(who: Who, username: str, absent: set[str]) -> None:
    client = sign_in(username)
    rail = {
        href for href in links(shown(client.get("/desk/directory/"))) if re.fullmatch(r"/desk/\w*/?", href)
    }
    assert not absent & rail
    for address in rail | {"/desk/office/"}:
        assert client.get(address, follow=True).status_code == 200, address
    for address in absent - {"/desk/"}:
        assert client.get(address).status_code == 403, address


def test_a_colleague_is_added_and_signs_in_with_the_code(who: Who) -> None:
    supervisor = sign_in("zhou.foshan")
    page = shown(supervisor.post("/desk/colleagues/new/", COLLEAGUE))
    assert "冯示例的账号开好了" in page.text and NUMBER not in page.text
    typed = {"username": "feng.foshan", "code": code_on(page), "new": NEW, "again": NEW}
    Client(SERVER_NAME="localhost").post("/password/reset/", typed)
    assert sign_in("feng.foshan", NEW).get("/desk/intake/").status_code == 200
    acts = shown(supervisor.get("/desk/acts/")).text
    assert "开账号" in acts and "经办、复核" in acts and "feng.foshan" in acts
    assert NUMBER not in acts
    assert "开账号" not in shown(sign_in("zhou.wuzhou").get("/desk/acts/")).text


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"username": "he.foshan"}, "username", "已经有人用了"),
        ({"username": "a b"}, "username", "用户名要有"),
        ({"number": "123"}, "number", "证件号码不对"),
        ({"display_name": ""}, "display_name", "请填这一项"),
        ({"roles": []}, "roles-0", "请至少选一项"),
        ({"roles": ["engine"]}, "roles-0", "没有这一项"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    who: Who, wrong: dict[str, object], field: str, words: str
) -> None:
    page = shown(sign_in("zhou.foshan").post("/desk/colleagues/new/", COLLEAGUE | wrong), 422)
    assert words in page.text and f"#id_{field}" in links(page)
    kept = {box.get("value") for box in page.all("input")}
    assert (COLLEAGUE | wrong)["display_name"] in kept
    assert accounts.colleague(agency=FOSHAN, username="feng.foshan") is None


def test_roles_are_given_by_another_and_hold_at_once(who: Who) -> None:
    li, supervisor = sign_in("li.foshan"), sign_in("zhou.foshan")
    assert li.get("/desk/alerts/").status_code == 403
    wanted = {"roles": ["clerk", "liaison"], "seen": "clerk"}
    answer = supervisor.post("/desk/colleagues/of/li.foshan/", wanted, follow=True)
    assert "岗位改好了" in shown(answer).text and "经办 → 经办、联络员" in Page(answer.content.decode()).text
    assert li.get("/desk/alerts/").status_code == 200
    own = supervisor.post("/desk/colleagues/of/zhou.foshan/", {"roles": ["approver", "supervisor"]})
    assert own.status_code == 422 and who("zhou.foshan").roles == ["supervisor"]
    for username in ("he.foshan", "wu.foshan"):
        sign_in(username).post("/desk/colleagues/of/li.foshan/", {"roles": ["supervisor"]})
        assert who("li.foshan").roles == ["clerk", "liaison"]
    assert supervisor.get("/desk/colleagues/of/lin.wuzhou/").status_code == 404
    assert supervisor.post("/desk/colleagues/of/lin.wuzhou/", {"roles": ["clerk"]}).status_code == 404


def test_roles_that_another_has_changed_are_not_overwritten_unseen(who: Who) -> None:
    """Two supervisors have the page open: the second is told what the first did, and keeps his choice."""
    first, second, address = sign_in("zhou.foshan"), sign_in("zhou.foshan"), "/desk/colleagues/of/li.foshan/"
    seen = values(shown(second.get(address)))["seen"]
    assert seen == values(shown(first.get(address)))["seen"]
    assert first.post(address, {"roles": ["reviewer"], "seen": seen}).status_code == 302
    late = shown(second.post(address, {"roles": ["clerk", "approver"], "seen": seen}), 422)
    assert who("li.foshan").roles == ["reviewer"]
    assert "另一位主管改过他的岗位" in late.text and "现在的岗位：复核。" in late.text
    ticked = {
        box.get("value") for box in late.all("input") if "checked" in box and box.get("name") == "roles"
    }
    assert ticked == {"clerk", "approver"}
    again = {"roles": ["clerk", "approver"], "seen": values(late)["seen"]}
    assert second.post(address, again).status_code == 302
    assert who("li.foshan").roles == ["approver", "clerk"]
    assert second.post(address, {"roles": ["clerk"]}).status_code == 422, "nothing was seen"


def test_a_code_for_who_leads_or_decides_comes_from_a_supervisor(who: Who) -> None:
    """A liaison officer who read such a code on his own screen would be supervisor with it."""
    liaison, supervisor = sign_in("wu.foshan"), sign_in("zhou.foshan")
    for username in ("zhou.foshan", "huang.foshan"):
        address = f"/desk/colleagues/of/{username}/"
        assert "只由主管来发" in shown(liaison.get(address)).text
        answer = shown(liaison.post(f"{address}code/", follow=True))
        assert "主管和审批的重设码只由主管来发" in answer.text
        assert not re.search(r"\d{4} \d{4}", answer.text)
    assert code_on(shown(supervisor.post("/desk/colleagues/of/huang.foshan/code/")))
    assert code_on(shown(liaison.post("/desk/colleagues/of/he.foshan/code/")))


def test_the_page_with_a_code_leads_back_to_a_page_after_a_change_of_language(who: Who) -> None:
    """显示 is pressed on a page that a press has drawn: its own address cannot be opened."""
    supervisor, person = sign_in("zhou.foshan"), "/desk/colleagues/of/he.foshan/"
    drawn = [
        supervisor.post(f"{person}code/"),
        supervisor.post("/desk/colleagues/new/", COLLEAGUE),
        supervisor.post(f"{person}leave/", {"heir": "li.foshan", "leave": "1"}),
    ]
    for answer in drawn:
        target = values(shown(answer))["next"]
        english = supervisor.post("/face/", {"next": target, "language": "en"})
        assert english["Location"] == target and supervisor.get(target).status_code == 200, target
        supervisor.post("/face/", {"next": target, "language": "zh-hans"})
    assert "换语言或者字号也会离开" in shown(drawn[0]).text
    refused = shown(supervisor.post(f"{person}leave/", {"heir": "", "leave": "1"}), 422)
    assert supervisor.get(values(refused)["next"]).status_code == 200


@pytest.mark.parametrize("address", ["/desk/colleagues/of/he.foshan/code/", "/desk/next/", "/face/"])
def test_an_address_for_buttons_says_so_when_it_is_opened(who: Who, address: str) -> None:
    answer = sign_in("zhou.foshan").get(address)
    assert "请返回上一页" in shown(answer, 405).text and answer["Allow"] == "POST"


def test_a_draft_of_a_token_ends_with_the_page_that_shows_it(who: Who) -> None:
    accounts.create_channel(by=who("zhou.foshan"), username="kiosk.foshan", display_name="终端示例")
    supervisor, address = sign_in("zhou.foshan"), "/desk/tokens/new/?channel=kiosk.foshan"
    forms = shown(supervisor.get(address)).all("form")
    [draft] = [form["data-draft"] for form in forms if "data-draft" in form]
    typed = {"channel": "kiosk.foshan", "name": "一号机", "purpose": "查进度用", "scopes": ["cases:read"]}
    page = shown(supervisor.post(address, typed | {"days": "30"}))
    assert draft in {section.get("data-draft-done") for section in page.all("section")}
    assert "换语言或者字号也会离开" in page.text


def test_whose_password_was_set_with_a_code_is_told_when_he_signs_in(who: Who) -> None:
    """Shut out by somebody else's code, he gets one of his own, and reads of both."""
    for issuer in ("wu.foshan", "zhou.foshan"):
        code = code_on(shown(sign_in(issuer).post("/desk/colleagues/of/he.foshan/code/")))
        typed = {"username": "he.foshan", "code": code, "new": NEW, "again": NEW}
        assert Client(SERVER_NAME="localhost").post("/password/reset/", typed).status_code == 302
    told = shown(sign_in("he.foshan", NEW).get("/desk/")).text
    assert "用重设码设过，码由wu.foshan发" in told and "码由zhou.foshan发" in told
    assert "用重设码设过" not in shown(sign_in("li.foshan").get("/desk/")).text
    acts = shown(sign_in("zhou.foshan").get("/desk/acts/")).text
    assert "用重设码设密码" in acts and "wu.foshan发的码" in acts


def test_the_list_goes_on_page_by_page_and_finds_by_name(who: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shebaotong.portal.views.desk.office.colleagues.PAGE", 3)
    supervisor, address, seen = sign_in("zhou.foshan"), "/desk/colleagues/", []
    while address:
        page = shown(supervisor.get(address))
        seen += re.findall(r"\w+\.foshan", page.text)
        address = next((f"/desk/colleagues/{href}" for href in links(page) if href.startswith("?after=")), "")
    assert seen == [user.username for user in accounts.staff_of(agency=FOSHAN)]
    page = shown(asks(supervisor, "/desk/colleagues/", who="志"))
    assert "何志文" in page.text
    assert not [href for href in links(page) if "志" in unquote(href)], "a further page asks by the mark"
    assert "没有这样的同事" in shown(asks(supervisor, "/desk/colleagues/", who="lin.wuzhou")).text


def test_a_queue_is_handed_over_and_who_leaves_is_out(who: Who) -> None:
    he, supervisor = sign_in("he.foshan"), sign_in("zhou.foshan")
    person = "/desk/colleagues/of/he.foshan/"
    page = shown(supervisor.get(person))
    assert {"hand_over", "leave"} <= {button.get("name") for button in page.all("button")}
    given = {"heir": "li.foshan", "hand_over": "1", "sure": "1"}
    answer = supervisor.post(f"{person}leave/", given, follow=True)
    assert "移交了0件" in shown(answer).text and he.get("/desk/").status_code == 200
    left = {"heir": "li.foshan", "leave": "1", "sure": "1"}
    answer = supervisor.post(f"{person}leave/", left, follow=True)
    assert "已经离岗" in shown(answer).text and "接手：li.foshan" in Page(answer.content.decode()).text
    assert he.get("/desk/").status_code == 302
    own = supervisor.post("/desk/colleagues/of/zhou.foshan/leave/", left)
    assert own.status_code == 302 and who("zhou.foshan").is_active


def test_nobody_leaves_by_one_press(who: Who) -> None:
    """The page after the press names the heir and how many cases go to him; only from there it is done."""
    he, supervisor = who("he.foshan"), sign_in("zhou.foshan")
    take_case(he)
    address = "/desk/colleagues/of/he.foshan/leave/"
    looked = shown(supervisor.post(address, {"heir": "li.foshan", "leave": "1"}))
    assert who("he.foshan").is_active and held(he) == 1
    assert "再看一眼：何志文离岗" in looked.text and "（li.foshan）" in looked.text and "1件" in looked.text
    assert "停用了不能再开" in looked.text and "/desk/colleagues/of/he.foshan/" in links(looked)
    assert "确认离岗并移交" in looked.text, "the button says what it does"
    kept = {name: value for name, value in values(looked).items() if name != "csrfmiddlewaretoken"}
    supervisor.post(address, kept | {"sure": "1"})
    assert not who("he.foshan").is_active and held(he) == 0 and held(who("li.foshan")) == 1


def test_no_heir_stands_first_and_none_who_opens_no_case(who: Who) -> None:
    supervisor, person = sign_in("zhou.foshan"), "/desk/colleagues/of/he.foshan/"
    first, *offered = [option.get("value") for option in shown(supervisor.get(person)).all("option")]
    assert first == "" and "li.foshan" in offered and "he.foshan" not in offered
    assert "zheng.foshan" not in offered, "who keeps calendar and directory opens no case"
    for heir in ("", "zheng.foshan", "lin.wuzhou", "he.foshan"):
        typed = {"heir": heir, "leave": "1", "sure": "1"}
        page = shown(supervisor.post(f"{person}leave/", typed), 422)
        assert "请选择接手人" in page.text, heir
    assert who("he.foshan").is_active
    assert sign_in("wu.foshan").post(f"{person}leave/", {"heir": "li.foshan"}).status_code == 403


def test_a_token_is_made_used_once_seen_and_revoked(who: Who) -> None:
    supervisor = sign_in("zhou.foshan")
    assert "先开一个渠道" in shown(supervisor.get("/desk/tokens/new/")).text
    channel = {"username": "kiosk.foshan", "display_name": "大厅终端示例", "roles": []}
    answer = supervisor.post("/desk/tokens/channel/", channel)
    assert answer["Location"] == "/desk/tokens/new/?channel=kiosk.foshan"
    typed = {
        "channel": "kiosk.foshan",
        "name": "大厅一号机",
        "purpose": "大厅终端查进度",
        "scopes": ["cases:read"],
        "days": "30",
    }
    answer = supervisor.post("/desk/tokens/new/", typed)
    page = shown(answer)
    found = re.search(r"sbt_[\w-]{43}", page.text)
    assert found and "no-store" in answer["Cache-Control"]
    token = found[0]
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/items", headers=bearer).status_code == 200
    listed = shown(supervisor.get("/desk/tokens/"))
    assert token not in listed.text and "大厅终端查进度" in listed.text and "zhou.foshan" in listed.text
    [revoke] = [form["action"] for form in listed.all("form") if form.get("action", "").endswith("/revoke/")]
    assert sign_in("zhou.wuzhou").post(revoke).status_code == 404
    assert sign_in("he.foshan").post(revoke).status_code == 404
    assert sign_in("wu.foshan").post(revoke).status_code == 403
    looked = shown(supervisor.post(revoke))
    assert "再看一眼：撤销令牌大厅一号机" in looked.text and "大厅终端示例（kiosk.foshan）" in looked.text
    assert Client().get("/api/v1/items", headers=bearer).status_code == 200, "one press revokes nothing"
    assert "马上不能用" in shown(supervisor.post(revoke, SURE, follow=True)).text
    assert supervisor.post(revoke).status_code == 404
    assert Client().get("/api/v1/items", headers=bearer).status_code == 401
    acts = shown(supervisor.get("/desk/acts/")).text
    assert all(words in acts for words in ("开渠道", "发令牌", "撤销令牌", "大厅终端查进度"))
    assert token not in acts


def test_a_caseworker_issues_a_token_of_his_own_and_sees_no_other(who: Who) -> None:
    accounts.create_channel(by=who("zhou.foshan"), username="kiosk.foshan", display_name="终端示例")
    chen, own = sign_in("chen.foshan"), {"channel": "chen.foshan", "name": "own", "purpose": "复核软件"}
    page = shown(chen.get("/desk/tokens/new/"))
    offered = [option.get("value", "") for option in page.all("option")]
    assert [name for name in offered if "foshan" in name] == ["chen.foshan"]
    typed = {**own, "scopes": ["cases:read"], "days": "30"}
    assert "sbt_" in shown(chen.post("/desk/tokens/new/", typed)).text
    assert (
        "没有这一项" in shown(chen.post("/desk/tokens/new/", typed | {"channel": "kiosk.foshan"}), 422).text
    )
    mine = shown(chen.get("/desk/tokens/"))
    assert "复核软件" in mine.text and "停用渠道" not in mine.text
    assert "复核软件" not in shown(sign_in("huang.foshan").get("/desk/tokens/")).text
    [revoke] = [form["action"] for form in mine.all("form") if form.get("action", "").endswith("/revoke/")]
    assert sign_in("huang.foshan").post(revoke).status_code == 404
    assert "马上不能用" in shown(chen.post(revoke, SURE, follow=True)).text


def test_a_channel_that_would_review_is_not_opened(who: Who) -> None:
    typed = {"username": "bank.foshan", "display_name": "银行示例", "roles": ["reviewer"]}
    assert "没有这一项" in shown(sign_in("zhou.foshan").post("/desk/tokens/channel/", typed), 422).text
    assert not accounts.channels_of(agency=FOSHAN)


def test_a_channel_is_closed_with_its_tokens(who: Who) -> None:
    supervisor = sign_in("zhou.foshan")
    supervisor.post(
        "/desk/tokens/channel/", {"username": "kiosk.foshan", "display_name": "终端", "roles": ["clerk"]}
    )
    assert sign_in("zhou.wuzhou").post("/desk/tokens/channel/kiosk.foshan/close/").status_code == 404
    looked = shown(supervisor.post("/desk/tokens/channel/kiosk.foshan/close/"))
    assert "再看一眼：停用渠道终端" in looked.text and accounts.channels_of(agency=FOSHAN)[0].is_active
    answer = supervisor.post("/desk/tokens/channel/kiosk.foshan/close/", SURE, follow=True)
    assert "停用了" in shown(answer).text
    assert "已经停用" in shown(supervisor.post("/desk/tokens/channel/kiosk.foshan/close/", follow=True)).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"purpose": "x"}, "请写明令牌的用途"),
        ({"scopes": []}, "请至少选一项"),
        ({"scopes": ["everything"]}, "没有这一项"),
        ({"days": "4000"}, "没有这一项"),
        ({"channel": "kiosk.wuzhou"}, "没有这一项"),
    ],
)
def test_a_token_that_asks_for_too_much_is_not_made(who: Who, wrong: dict[str, object], words: str) -> None:
    accounts.create_channel(by=who("zhou.foshan"), username="kiosk.foshan", display_name="终端示例")
    accounts.create_channel(by=who("zhou.wuzhou"), username="kiosk.wuzhou", display_name="终端示例")
    typed: dict[str, object] = {
        "channel": "kiosk.foshan",
        "name": "一号机",
        "purpose": "查进度用",
        "scopes": ["cases:read"],
        "days": "30",
    }
    assert words in shown(sign_in("zhou.foshan").post("/desk/tokens/new/", typed | wrong), 422).text
    assert not accounts.tokens_of(agency=FOSHAN)
