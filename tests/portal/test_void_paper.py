"""Declaring a document void at the desk: who may, the second look, and what stands there afterwards."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.kernel.api import Role
from support.accounts import Who, account
from support.desk import links, shown, sign_in, values
from support.insured import DU, recorded

ZHONGSHAN = "442000"
CLERK, REVIEWER, APPROVER = "lin.wuzhou", "chen.zhongshan", "huang.zhongshan"


@pytest.fixture
def granted(who: Who) -> str:
    """A lump sum that Zhongshan has granted; the address of its case."""
    recorded(ZHONGSHAN)
    now: datetime = timezone.now()
    body = {
        "subject": {"identifier_kind": "resident", "identifier": DU, "name": "杜月华"},
        "category": "female50",
        "choices": "told",
        "by_proxy": False,
        "materials": [{"code": c, "status": "seen"} for c in ("identity", "written_request", "bank_account")],
    }
    opening = cases.Opening(item="lump_sum", owner=ZHONGSHAN, body=body)
    lin, chen, huang = (accounts.actor_of(account(name)) for name in (CLERK, REVIEWER, APPROVER))
    number = cases.open_case(opening=opening, actor=lin, now=now).case_number
    carried(now)
    review = {"opinion": "agree", "amount_fen": 123_400, "amount_reason": "见核定单", "note": "核对"}
    grant = {"amount_fen": 123_400, "payable_from": "2026-12-01"}
    for actor, kind, written in ((chen, "lump_sum.review", review), (huang, "lump_sum.grant", grant)):
        cases.write(writing=cases.Writing(case_number=number, type=kind, body=written), actor=actor, now=now)
    carried(now)
    return number


def carried(now: datetime) -> None:
    cases.pump(agencies=("450400", ZHONGSHAN), transport=LocalTransport(), now=now)


def void_links(username: str, number: str) -> set[str]:
    """Where the pages of a case and of its documents offer to declare something void."""
    client = sign_in(username)
    pages = [shown(client.get(f"/desk/case/{number}/"))]
    papers = {link for link in links(pages[0]) if f"/{number}/paper/" in link and "/void/" not in link}
    pages += [shown(client.get(paper)) for paper in papers]
    return {link for page in pages for link in links(page) if link.endswith("/void/")}


@pytest.mark.slow
def test_only_who_approves_may_and_never_the_application(granted: str) -> None:
    paper = f"/desk/case/{granted}/paper/{ZHONGSHAN}"
    assert void_links(APPROVER, granted) == {f"{paper}-1/void/", f"{paper}-2/void/"}
    assert void_links(REVIEWER, granted) == set() == void_links(CLERK, granted)
    for username in (REVIEWER, CLERK):
        assert sign_in(username).get(f"{paper}-2/void/").status_code == 404
    huang = sign_in(APPROVER)
    for key in ("450400-1", f"{ZHONGSHAN}-i1", f"{ZHONGSHAN}-9"):
        assert huang.get(f"/desk/case/{granted}/paper/{key}/void/").status_code == 404


def test_reason_second_look_then_it_is_done(granted: str) -> None:
    huang = sign_in(APPROVER)
    address = f"/desk/case/{granted}/paper/{ZHONGSHAN}-2/void/"
    first = shown(huang.get(address))
    assert "这是现在生效的决定" in first.text and "待追回" in first.text and "梧州和本人会看到" in first.text
    given = {name: values(first)[name] for name in ("revision", "key")}
    empty = shown(huang.post(address, given), status=422)
    assert "有几处要改" in empty.text
    look = shown(huang.post(address, {**given, "reason": "金额算错"}))
    assert "再看一眼" in look.text and "金额算错" in look.text and values(look)["reason"] == "金额算错"
    assert standing(granted) == "ended"
    back = shown(huang.post(address, {**given, "reason": "金额算错", "change": "1"}))
    assert "金额算错" in back.text and "再看一眼：" not in back.text
    done = huang.post(address, {**given, "reason": "金额算错", "sure": "1"}, follow=True)
    page = shown(done)
    assert standing(granted) == "open"
    assert "已撤销" in page.text and "核定已作废" in page.text
    assert "一次性待遇核定表（已作废）" in page.text
    paper = shown(huang.get(f"/desk/case/{granted}/paper/{ZHONGSHAN}-2/"))
    assert "这份文书已作废" in paper.text and "金额算错" in paper.text
    assert "/void/" not in "".join(links(paper))
    assert huang.get(address).status_code == 404, "once"


def test_who_is_second_to_declare_it_void_keeps_his_reason(granted: str, who: Who) -> None:
    accounts.change_roles(by=who("zhou.zhongshan"), user=who("li.zhongshan"), roles=[Role.APPROVER])
    huang, li = sign_in(APPROVER), sign_in("li.zhongshan")
    address = f"/desk/case/{granted}/paper/{ZHONGSHAN}-2/void/"
    given = {name: values(shown(huang.get(address)))[name] for name in ("revision", "key")}
    theirs = {name: values(shown(li.get(address)))[name] for name in ("revision", "key")}
    assert huang.post(address, {**given, "reason": "金额算错", "sure": "1"}).status_code == 302
    late = shown(li.post(address, {**theirs, "reason": "漏了两个月", "sure": "1"}), 422)
    assert "漏了两个月" in late.text and "已经由同事作废" in late.text
    assert "下一步：再看一眼" not in late.text and "确认作废" not in late.text
    assert li.get(address).status_code == 404
    assert sign_in(REVIEWER).post(address, {"reason": "也想作废"}).status_code == 404


def standing(number: str) -> str:
    actor = accounts.actor_of(account(APPROVER))
    return cases.read(number=number, actor=actor).copy.state.status.value
