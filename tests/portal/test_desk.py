"""The clerk's desk over HTTP: Ms Du from the window to the answer."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from portal.test_apply import stale
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Stage
from shebaotong.network import api as network
from shebaotong.portal.views.desk import frame
from support.accounts import Who, account
from support.desk import asks, links, shown, sign_in, values
from support.pages import Page

DU = {
    "identifier_kind": "resident",
    "identifier": "1101 0519 4912 3100 2x",
    "name": "杜月华",
    "phone": "13800000000",
    "owner": "440600",
    "category": "female50",
    "wanted_from": "2026-12",
    "earlier_places": "450400",
    "deemed_years": "no",
    "by_proxy": "no",
    "material-identity": "seen",
    "material-bank_account": "seen",
    "key": "k-1",
}


@pytest.fixture
def staff(who: Who) -> None:
    """The demonstration network and its staff."""


def test_sent_to_sign_in(staff: None) -> None:
    answer = Client().get("/desk/")
    assert answer.status_code == 302 and answer["Location"] == "/login/?next=%2Fdesk%2F"


def offered(form: str) -> set[str]:
    return set(re.findall(r'<option value="(\d{6})"', form))


def bound_to(here: str, item: str) -> set[str]:
    """Other cities with which an agreement in force covers the item."""
    return {
        agency.code
        for agency in network.all_agencies()
        if agency.code != here
        and isinstance(
            network.may_accept(
                starter=here,
                owner=agency.code,
                item_code=item,
                risk=cases.item(item).risk,
                channel="window",
                on=timezone.localdate(),
            ),
            network.Allowed,
        )
    }


def test_from_the_window_to_the_answer(staff: None) -> None:
    he = sign_in("he.foshan")
    assert he.get("/desk/").status_code == 200
    assert "职工退休待遇申领" in asks(he, "/desk/intake/", q="养老金").content.decode()
    done = he.post("/desk/intake/retirement_claim/", DU)
    assert done.status_code == 302, re.sub(r"\s+", " ", done.content.decode())[:3000]
    number = done["Location"].rstrip("/").split("/")[-1]
    receipt = he.get(done["Location"]).content.decode()
    assert all(words in receipt for words in ("已受理", "打印回执", "由谁办理", "最晚什么时候给您结果"))
    assert "杜月华" not in receipt.partition('class="sheet"')[2], "the slip is carried about"
    page = he.get(f"/desk/case/{number}/").content.decode()
    assert all(words in page for words in ("申请内容", "女工人（原五十周岁）", "2026年12月", "梧州"))
    assert "发出协查" in page and "杜月华" in page and "11010519491231002X" not in page
    form = he.get(f"/desk/case/{number}/do/retirement_claim.ask_assistance/").content.decode()
    assert 'value="450400" selected' in form
    assert offered(form) == bound_to("440600", "assistance"), "cities under an agreement in force"
    assert "没有协议的，请用函件或电话核实" in form and not {"440600", "520200"} & offered(form)
    forward = sign_in("chen.foshan").get(f"/desk/case/{number}/do/case.forward/").content.decode()
    assert offered(forward) == bound_to("440600", "retirement_claim"), "nor is it handed to who has it"
    revision = re.search(r'name="revision" value="(\d+)"', form)
    assert revision
    sent = he.post(
        f"/desk/case/{number}/do/retirement_claim.ask_assistance/",
        {"agency": "450400", "question": "draws_pension", "revision": revision[1], "key": "a"},
    )
    assert sent.status_code == 302, sent.content.decode()[:3000]
    assert "发出协查：已办理。" in he.get(sent["Location"]).content.decode()
    again = he.post(
        f"/desk/case/{number}/do/retirement_claim.ask_assistance/",
        {"agency": "450400", "question": "draws_pension", "remark": "再问一次", "key": "c"},
    )
    page = again.content.decode()
    assert again.status_code == 422 and "对方还没有答复，不能再发一次" in page
    assert "再问一次" in page and 'value="450400" selected' in page, "nothing typed is lost"
    lin = sign_in("lin.wuzhou")
    inbox = lin.get("/desk/").content.decode()
    assert "待遇情况协查" in inbox
    child = re.search(r"/desk/case/(\d{16})/", inbox)
    assert child
    case_page = lin.get(f"/desk/case/{child[1]}/").content.decode()
    assert "填表并回传" in case_page
    assert re.search(r"who=all[^>]*>看本市全部待办1件", case_page), (
        "the way to colleagues' work is on a case, too"
    )
    answered = lin.post(
        f"/desk/case/{child[1]}/do/assistance.answer/", {"status": "none", "note": "", "key": "b"}
    )
    assert answered.status_code == 302, answered.content.decode()[:3000]
    assert "复核" in he.get(f"/desk/case/{number}/").content.decode()
    tracked = Client().post("/track/", {"number": number, "last_four": "002X"}).content.decode()
    assert "佛山" in tracked


def test_a_case_that_others_write_to_at_the_same_instant_opens(
    staff: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker files a receipt, or a colleague opens it too, each time that it has been read."""
    he, lin = sign_in("he.foshan"), sign_in("lin.wuzhou")
    number = he.post("/desk/intake/retirement_claim/", DU)["Location"].rstrip("/").split("/")[-1]
    body = {"agency": "450400", "question": "draws_pension", "key": "a"}
    assert he.post(f"/desk/case/{number}/do/retirement_claim.ask_assistance/", body).status_code == 302
    child = cases.read(number=number, actor=Actor.engine("440600")).copy.state.waits[0].key

    def opened() -> list[str]:
        receipts = cases.read(number=child, actor=Actor.engine("450400")).copy.receipts
        return [receipt.issuer for receipt in receipts if receipt.stage is Stage.OPENED]

    with monkeypatch.context() as patch:
        patch.setattr("shebaotong.cases.finishing.append", stale)
        assert "填表并回传" in shown(lin.get(f"/desk/case/{child}/")).text
    assert opened() == []
    shown(lin.get(f"/desk/case/{child}/"))
    assert set(opened()) == {"450400"}, "the next look signs"


def test_missing_materials_are_told_at_once(staff: None) -> None:
    he = sign_in("he.foshan")
    answer = he.post(
        "/desk/intake/retirement_claim/",
        {k: v for k, v in DU.items() if not k.startswith("material-")},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "一次性告知单" in page
    assert "本人身份证件" in page and "社会保障卡" in page
    assert 'data-draft-done="intake-retirement_claim"' in page, "it leads back with all that was typed"
    assert not cases.inbox(agency="440600", bucket="act").rows


def test_where_nothing_can_be_accepted_nobody_is_sent_for_papers(staff: None) -> None:
    typed = {k: v for k, v in DU.items() if not k.startswith("material-")}
    answer = sign_in("yang.liupanshui").post("/desk/intake/retirement_claim/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "这里不能受理" in page and "一次性告知单" not in page


@pytest.mark.slow
def test_what_has_to_be_filled_in_is_named(staff: None) -> None:
    typed = {k: v for k, v in DU.items() if k not in ("category", "wanted_from")}
    page = sign_in("he.foshan").post("/desk/intake/retirement_claim/", typed).content.decode()
    assert "“按哪一类退休年龄”这一项要填" in page and "“希望从哪个月起领取”这一项要填" in page


@pytest.mark.slow
def test_where_there_is_nothing_to_do_the_desk_says_so_and_what_else_there_is(staff: None) -> None:
    he = sign_in("he.foshan")
    empty = he.get("/desk/").content.decode()
    assert "请从左边选一件" not in empty and "收一件新的" in empty
    assert "您的岗位现在没有可取的件" in he.post("/desk/next/", follow=True).content.decode()
    assert "取下一件" not in sign_in("zhou.foshan").get("/desk/").content.decode(), "he works on no case"


def test_nothing_is_printed_where_no_record_is_told(staff: None) -> None:
    he = sign_in("he.foshan")
    typed = {**DU, "scope": "all"}
    done = he.post("/desk/intake/rights_record/", typed, follow=True)
    page = done.content.decode()
    assert done.status_code == 200 and "已经有答复了" in page and "打印个人权益记录单" not in page


def test_each_city_that_may_be_asked_is_named_and_who_was_asked_is_proposed_no_more(staff: None) -> None:
    he = sign_in("he.foshan")
    done = he.post(
        "/desk/intake/retirement_claim/", DU | {"earlier_places": ["450400", "450100"], "key": "two-places"}
    )
    assert done.status_code == 302, re.sub(r"\s+", " ", done.content.decode())[:3000]
    number = done["Location"].rstrip("/").split("/")[-1]
    form = f"/desk/case/{number}/do/retirement_claim.ask_assistance/"
    first, second = (shown(he.get(f"{form}?proposal={at}")) for at in (0, 1))
    for page in (first, second):
        assert "南宁：申请人自述曾在该市参保" in page.text and "梧州：申请人自述曾在该市参保" in page.text
    assert chosen(first) == ["450100"] and chosen(second) == ["450400"]
    drafts = [draft_of(page) for page in (first, second)]
    assert len(set(drafts)) == 2, "what is typed for one city does not come back with the other's form"
    typed = {"agency": "450100", "question": "draws_pension", "key": "to-nanning"}
    assert he.post(form, typed | {"revision": values(first)["revision"]}).status_code == 302
    rest = shown(he.get(form))
    assert chosen(rest) == ["450400"] and "南宁：申请人自述" not in rest.text
    typed = {"agency": "450400", "question": "draws_pension", "key": "to-wuzhou"}
    assert he.post(form, typed | {"revision": values(rest)["revision"]}).status_code == 302
    assert "系统建议" not in shown(he.get(form)).text, "nobody is left to ask"


def test_a_case_is_opened_beside_the_page_of_the_list_where_it_stood(
    staff: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "PAGE", 2)
    lin, now = accounts.actor_of(account("lin.wuzhou")), timezone.now()
    for at in range(5):
        body = {
            "subject": {"identifier_kind": "passport", "identifier": f"E1234567{at}", "country": "CHN"}
            | {"name": "杜月华"},
            "scope": "all",
        }
        opening = cases.Opening(item="rights_record", owner="440600", body=body)
        cases.open_case(opening=opening, actor=lin, now=now)
    he = sign_in("zhou.wuzhou")
    first = shown(he.get("/desk/?list=wait"))
    assert "回到最前" not in first.text
    second = shown(he.get(next(link for link in links(first) if "after=" in link and "/case/" not in link)))
    opened = [link for link in links(second) if "/desk/case/" in link]
    assert len(opened) == 2
    for link in opened:
        beside = shown(he.get(link))
        assert {each for each in links(beside) if "/desk/case/" in each and "after=" in each} == set(opened)
        number = link.split("/")[3]
        assert [each["href"] for each in beside.all("a") if "aria-current" in each and number in each["href"]]
    back = next(each["href"] for each in second.all("a") if each["href"] == "/desk/?list=wait")
    assert "回到最前" in second.text and links(first) == links(shown(he.get(back)))
    alerts = shown(he.get("/desk/alerts/?list=wait"))
    assert "/desk/?list=wait" in {link.partition("&after")[0] for link in links(alerts) if "after=" in link}


def draft_of(page: Page) -> str:
    return next(form["data-draft"] for form in page.all("form") if form.get("id") == "act")


def chosen(page: Page) -> list[str]:
    return [each["value"] for each in page.all("option") if "selected" in each and each["value"].isdigit()]
