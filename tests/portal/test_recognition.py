"""What another city has checked (互认): the window says which, and the case names that one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from support.accounts import Who, account
from support.desk import shown, sign_in
from support.insured import recorded

WUZHOU, FOSHAN, ZHONGSHAN = "450400", "440600", "442000"
FORM = "/desk/intake/lump_sum/"
CLAIM = {
    "identifier_kind": "resident",
    "identifier": "11010519491231002X",
    "name": "杜月华",
    "owner": ZHONGSHAN,
    "category": "female50",
    "choices": "told",
    "by_proxy": "no",
    "material-identity": "recognition",
    "material-written_request": "seen",
    "material-bank_account": "seen",
    "key": "recognition-1",
}


@pytest.fixture
def staff(who: Who) -> None:
    recorded(ZHONGSHAN)


def on_its_page(username: str, number: str) -> str:
    now = timezone.now()
    cases.pump(agencies=(WUZHOU, ZHONGSHAN), transport=LocalTransport(), now=now)
    return shown(sign_in(username).get(f"/desk/case/{number}/")).text


def test_the_city_that_checked_is_asked_for_and_named(staff: None) -> None:
    lin = sign_in("lin.wuzhou")
    untold = shown(lin.post(FORM, CLAIM), 422)
    assert "请选择是哪个城市核验的" in untold.text
    own = shown(lin.post(FORM, CLAIM | {"source-identity": WUZHOU}), 422)
    assert "请选择是哪个城市核验的" in own.text, "what this window has checked is no recognition"
    done = lin.post(FORM, CLAIM | {"source-identity": FOSHAN, "source-bank_account": "440100"})
    assert done.status_code == 302, done.content.decode()[:3000]
    number = done["Location"].rstrip("/").split("/")[-1]
    page = on_its_page("chen.zhongshan", number)
    assert "“本人身份证件”已由佛山市核验" in page and "“社会保障卡或本人银行卡”已由梧州市核验" in page
    assert "广州" not in page, "a city beside another choice is none"
    noted = cases.read(number=number, actor=accounts.actor_of(account("lin.wuzhou"))).copy.documents[0]
    assert {"code": "identity", "status": "recognition", "source": FOSHAN} in (noted.body or {})["materials"]


def test_where_no_document_says_which_city_none_is_named(staff: None) -> None:
    body = {
        "subject": {"identifier_kind": "resident", "identifier": CLAIM["identifier"], "name": "杜月华"},
        "category": "female50",
        "choices": "told",
        "by_proxy": False,
        "materials": [
            {"code": "identity", "status": "recognition"},
            {"code": "written_request", "status": "seen"},
            {"code": "bank_account", "status": "seen"},
        ],
    }
    lin = accounts.actor_of(account("lin.wuzhou"))
    opening = cases.Opening(item="lump_sum", owner=ZHONGSHAN, body=body)
    number = cases.open_case(opening=opening, actor=lin, now=timezone.now()).case_number
    page = on_its_page("chen.zhongshan", number)
    assert "“本人身份证件”已由梧州市核验" not in page and "“本人身份证件”已由其他城市核验" in page
    assert page.count("来源未注明") == 2, "in the list of materials and in the hint"
