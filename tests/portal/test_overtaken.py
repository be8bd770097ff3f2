"""What was typed while a colleague or the applicant was faster is shown again, with why it was not done."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from files import samples
from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Role
from support.accounts import Who
from support.desk import shown, sign_in, values
from support.insured import retirement_claimed

FOSHAN = "440600"
REASON = "与前一件重复，已电话告知本人"
SCAN = samples.jpeg(scan=bytes(range(255)) * 40)


@pytest.fixture
def number(who: Who) -> str:
    """A claim that waits for a reviewer in Foshan."""
    return retirement_claimed(accounts.actor_of(who("he.foshan")), owner=FOSHAN)


def a_second(username: str, who: Who, role: Role) -> Client:
    """A colleague who gets the same post."""
    supervisor = who(f"zhou.{username.partition('.')[2]}")
    accounts.change_roles(by=supervisor, user=who(username), roles=[role])
    return sign_in(username)


def can_be_sent(answer: HttpResponse) -> bool:
    """Whether a button stands at the foot of the form."""
    foot = answer.content.decode().partition('class="sheet-foot"')[2].partition("</form>")[0]
    assert "返回，不办" in foot
    return "<button" in foot


def test_who_comes_second_reads_why_and_keeps_what_he_wrote(number: str, who: Who) -> None:
    chen, li = sign_in("chen.foshan"), a_second("li.foshan", who, Role.REVIEWER)
    address = f"/desk/case/{number}/do/case.close/"
    given = {name: values(shown(li.get(address)))[name] for name in ("revision", "key")}
    assert chen.post(address, {"reason": "重复"}).status_code == 302
    late = li.post(address, given | {"reason": REASON})
    text = shown(late, 422).text
    assert REASON in text and "现在不在这一步" in text and "没有写进办件" in text
    assert not can_be_sent(late)
    again = li.get(address, follow=True)
    assert "现在不在这一步" in shown(again).text, "who has typed nothing is led back to the case"


def test_files_that_came_too_late_are_named(number: str, who: Who) -> None:
    he = sign_in("he.foshan")
    address = f"/desk/case/{number}/do/case.attachment/"
    assert can_be_sent(he.get(address))
    sign_in("chen.foshan").post(f"/desk/case/{number}/do/case.close/", {"reason": "重复"})
    sent = SimpleUploadedFile("身份证.jpg", SCAN, content_type="image/jpeg")
    late = he.post(address, {"key": "k", "file-other": sent})
    assert "身份证.jpg" in shown(late, 422).text and not can_be_sent(late)


def test_a_message_that_is_refused_is_shown_again(
    number: str, who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    he = sign_in("he.foshan")

    def overtaken(**_given: object) -> None:
        raise cases.StaleEdit

    with monkeypatch.context() as patched:
        patched.setattr(cases, "write", overtaken)
        page = shown(he.post(f"/desk/case/{number}/say/", {"text": "请尽快核对"}), 422)
    assert "这句话没有发出" in page.text and "请再发一次" in page.text
    assert values(page)["text"] == "请尽快核对" and values(page)["next"] == f"/desk/case/{number}/"
    sent = he.post(f"/desk/case/{number}/say/", {"text": "请尽快核对"}, follow=True)
    assert "没有发出" not in shown(sent).text and values(shown(sent))["text"] == ""
