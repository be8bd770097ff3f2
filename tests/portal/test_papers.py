"""A rights record from window to paper, and the page where anybody verifies it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role
from shebaotong.portal.paper.printing import to_pdf
from support.accounts import Who

PERSON = {
    "identifier_kind": "resident",
    "identifier": "11010519491231002X",
    "name": "杜月华",
    "scope": "all",
    "key": "k",
}


@pytest.fixture
def shenzhen(who: Who) -> Client:
    client = Client()
    name = next(s.username for s in accounts.load_demo_staff() if s.agency == "440300" and "clerk" in s.roles)
    client.post("/login/", {"username": name, "password": accounts.DEMO_PASSWORD})
    return client


@pytest.mark.row("Y7", "where nobody may accept it: the reason and the nearest member window")
def test_no_agreement_is_said_with_where_to_go(shenzhen: Client) -> None:
    page = shenzhen.post("/desk/intake/rights_record/", {**PERSON, "owner": "520300"})
    text = page.content.decode()
    assert page.status_code == 422 and "这里不能受理" in text and "最近的可以办理的窗口" in text
    assert "在网上直接向遵义申请" in text
    back = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    form = shenzhen.post("/desk/intake/rights_record/", back).content.decode()
    assert f'value="{PERSON["identifier"]}"' in form and 'value="520300" selected' in form, "nothing is lost"


def test_nobody_there_is_answered_at_once_and_printed(shenzhen: Client) -> None:
    done = shenzhen.post("/desk/intake/rights_record/", {**PERSON, "owner": "450400"})
    assert done.status_code == 302, done.content.decode()[:2000]
    number = done["Location"].rstrip("/").split("/")[-1]
    page = shenzhen.get(f"/desk/case/{number}/").content.decode()
    assert "未查到记录告知书" in page
    key = re.search(r"/paper/(450400-\d+)/", page)
    assert key
    assert f"/desk/case/{number}/pdf/{key[1]}/" in page
    assert "打印未查到记录告知书" in page, "one press to paper"
    assert "添加附件" not in page, "it has ended"
    pdf = shenzhen.get(f"/desk/case/{number}/pdf/{key[1]}/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]


def test_what_was_declared_void_is_printed_no_more(shenzhen: Client) -> None:
    done = shenzhen.post("/desk/intake/rights_record/", {**PERSON, "owner": "440300"})
    number = done["Location"].rstrip("/").split("/")[-1]
    page, paper = f"/desk/case/{number}/paper/440300-2/", f"/desk/case/{number}/pdf/440300-2/"
    assert paper in shenzhen.get(page).content.decode() and shenzhen.get(paper).status_code == 200
    approver = Actor("440300", "审批", frozenset({Role.APPROVER}), "审批")
    body = {"agency": "440300", "number": 2, "reason": "出错了"}
    seen = cases.read(number=number, actor=approver).copy.revision
    writing = cases.Writing(case_number=number, type="case.invalidate", body=body, revision=seen)
    cases.write(writing=writing, actor=approver, now=timezone.now())
    assert paper not in shenzhen.get(page).content.decode() and shenzhen.get(paper).status_code == 404
    typed = {"number": number, "last_four": "００２ｘ"}
    followed = Client().post("/track/", typed).content.decode()
    assert "未查到记录告知书" not in followed and "个人权益记录" in followed


def test_a_wrong_code_is_no_document(network: None) -> None:
    for code in ("440300-4403000000000000-450400-1", "x", "1-2-3-4"):
        answer = Client().get(f"/v/{code}/?s=AAAA")
        assert answer.status_code == 404 and "没有这份文书" in answer.content.decode()


def test_chinese_stands_on_the_paper() -> None:
    made = to_pdf(
        {
            "title": "个人权益记录单",
            "subtitle": "试验",
            "lang": "zh",
            "footer": "社保通",
            "issuer": "梧州",
            "issued": str(date(2026, 11, 20)),
            "verify_hint": "扫码核验",
            "verify_url": "https://example.invalid/v/1",
            "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1h-1z"/></svg>',
            "sections": [{"title": "本人", "rows": [{"key": "姓名", "value": "杜月华"}]}],
        }
    )
    assert made.startswith(b"%PDF") and len(made) > 5000
