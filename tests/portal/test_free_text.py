"""A number typed where nobody asks for one is shown masked on every page; the signed document keeps it."""

from __future__ import annotations

import pytest

from portal.test_desk import DU as CLAIM
from portal.test_desk import sign_in
from portal.test_uploads import FORM, number_in, sent
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from support.accounts import Who
from support.desk import links, shown
from support.insured import DU, account, signed_in

MASKED = "4504**********1826"


@pytest.mark.row("N4", "numbers are shown masked, those in free text too")
def test_no_page_shows_a_number_that_was_typed_into_free_text(who: Who) -> None:
    lin = sign_in("lin.wuzhou")
    hers = CLAIM | {"identifier": DU, "file-identity": sent(name=f"{DU}.jpg")}
    number = number_in(lin.post(FORM, hers)["Location"])
    case = f"/desk/case/{number}/"
    lin.post(f"{case}say/", {"text": f"请核对{DU[:6]} {DU[6:]}"})
    lin.post(f"{case}number/", {"purpose": f"核对{DU}"})
    ended = lin.post(f"{case}do/case.withdraw/", {"reason": f"{DU}不办了", "key": "w-1"})
    assert ended.status_code == 302, ended.content.decode()[:2000]
    page = shown(lin.get(case))
    papers = [link for link in links(page) if "/paper/450400-" in link]
    written = [shown(lin.get(paper)) for paper in papers]
    reads = shown(sign_in("zhou.wuzhou").get("/desk/reads/"))
    account()
    du = signed_in("du.shili")
    log = shown(du.post("/mine/log/", {"identifier": DU}))
    for each in (page, *written, reads, log, shown(du.get(f"/mine/case/{number}/"))):
        assert DU not in each.text.replace(" ", "")
    for each in (page, reads, log):
        assert f"核对{MASKED}" in each.text, "said, and not left out"
    assert f"{MASKED}不办了" in "".join(each.text for each in written)
    signed = cases.read(number=number, actor=accounts.actor_of(who("lin.wuzhou"))).copy.latest("withdraw")
    assert signed is not None and signed.body == {"reason": f"{DU}不办了"} and cases.is_intact(signed)
