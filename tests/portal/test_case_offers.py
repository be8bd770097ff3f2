"""A case's page offers what this person may do, by post and by whose case it is; nothing that is refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from files import samples
from portal.test_overtaken import number as number
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Role
from support.accounts import PASSWORD, Who
from support.desk import links, shown, sign_in
from support.insured import DU
from support.pages import Page

FOSHAN = "440600"


@pytest.fixture
def herself(number: str, who: Who) -> Client:
    """Ms Du, whose claim it is, works in the agency herself, as clerk and reviewer; a scan is on the case."""
    sent = SimpleUploadedFile("身份证.jpg", samples.jpeg(scan=bytes(range(255)) * 40))
    he = sign_in("he.foshan")
    done = he.post(f"/desk/case/{number}/do/case.attachment/", {"key": "k", "file-other": sent})
    assert done.status_code == 302, done.content.decode()[:2000]
    made = accounts.create_staff(
        by=who("zhou.foshan"),
        username="du.foshan",
        display_name="杜月华",
        number=DU,
        roles=[Role.CLERK, Role.REVIEWER],
    )
    accounts.set_password(made, PASSWORD, now=timezone.now())
    return sign_in("du.foshan")


def ends(page: Page, ending: str) -> list[str]:
    return [link for link in links(page) if link.endswith(ending)]


@pytest.mark.parametrize("username", ["zhou.foshan", "wu.foshan"])
def test_who_handles_no_case_is_offered_neither_the_number_nor_to_take_it(number: str, username: str) -> None:
    client = sign_in(username)
    page = shown(client.get(f"/desk/case/{number}/"))
    assert not ends(page, "/number/") and "我来办" not in page.text
    for refused in (
        client.get(f"/desk/case/{number}/number/"),
        client.post(f"/desk/case/{number}/take/", {"take": "1"}),
    ):
        text = shown(refused, 403).text
        assert "这一页由别的岗位用" in text and "别的机构或者别的人" not in text
    assert cases.claimed_by(agency=FOSHAN, numbers=[number]) == {}
    whose = shown(sign_in("he.foshan").get(f"/desk/case/{number}/"))
    assert ends(whose, "/number/") and "我来办" in whose.text


def test_in_ones_own_case_nothing_is_offered(number: str, herself: Client) -> None:
    address = f"/desk/case/{number}/"
    page = shown(herself.get(address))
    assert "身份证.jpg" in page.text and "这是您本人的事" in page.text
    assert not ends(page, "/number/") and not [link for link in links(page) if "/file/" in link]
    assert "我来办" not in page.text and f"{address}say/" not in [f.get("action") for f in page.all("form")]
    refused = shown(herself.post(f"{address}take/", {"take": "1"}, follow=True))
    assert "这是您本人的事，不能由您办理" in refused.text
    assert cases.claimed_by(agency=FOSHAN, numbers=[number]) == {}
    said = shown(herself.post(f"{address}say/", {"text": "请快一点"}), 422)
    assert "请快一点" in said.text and "这句话没有发出" in said.text
    colleague = shown(sign_in("he.foshan").get(address))
    assert [link for link in links(colleague) if "/file/" in link]
    assert f"{address}say/" in [form.get("action") for form in colleague.all("form")]


def test_the_list_says_who_holds_a_case(number: str) -> None:
    chen = sign_in("chen.foshan")
    assert "在办" not in shown(chen.get("/desk/")).text
    chen.post(f"/desk/case/{number}/take/", {"take": "1"})
    assert "陈示例在办" in shown(sign_in("zhou.foshan").get("/desk/")).text
