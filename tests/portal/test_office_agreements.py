"""The page of agreements: who serves whom for what, and whether the signatures hold."""

from __future__ import annotations

import pytest

from shebaotong.network import api as network
from shebaotong.portal.views.desk.office import agreements
from shebaotong.store.api import agency_context
from support.accounts import Who
from support.desk import links, shown, sign_in

CODE, ZHONGSHAN = "one-network-2024", "442000"


@pytest.mark.row("N1", "every clerk reads which cities serve each other's people, and for what")
def test_a_clerk_reads_whom_his_city_serves(who: Who) -> None:
    page = shown(sign_in("lin.wuzhou").get("/desk/agreements/"))
    assert "梧州能替谁办" in page.text and "/desk/directory/442000/" in links(page)
    assert "16个成员" in page.text and "9个成员" in page.text
    assert page.text.count("签名有效") == 25 and page.text.count("演示") >= 10
    assert "跨省办理：当地办完" in page.text and "跨省受理：责任地决定" in page.text
    assert "其余十个成员、条款和办理范围为演示" in page.text
    both = page.text[page.text.index("中山") :][:200]
    assert "一张网" in both and "粤桂社保通" in both, "one city, two agreements, one row"


@pytest.mark.slow
def test_a_city_without_an_agreement_is_told_so(who: Who) -> None:
    page = shown(sign_in("yang.liupanshui").get("/desk/agreements/"))
    assert "本市没有参加任何协议" in page.text


@pytest.mark.slow
def test_changed_terms_show_that_the_members_signed_others(who: Who) -> None:
    with agency_context(agency=ZHONGSHAN):
        network.Agreement.objects.filter(code=CODE).update(high_risk="handled")
    page = shown(sign_in("lin.wuzhou").get("/desk/agreements/"))
    assert page.text.count("与现行条款对不上") == 16 and page.text.count("签名有效") == 9


@pytest.mark.parametrize("code", ["window", "online", "bank", "village", "self_service", "phone", "api"])
def test_every_channel_has_words(code: str) -> None:
    assert agreements._channel(code) != code
