"""Ms Du retires in Foshan, and Wuzhou is asked whether it pays her a pension already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support import window
from support.stage import Stage

FOSHAN, WUZHOU, YULIN = "440600", "450400", "450900"
CLAIM = {
    "category": "female50",
    "wanted_from": "2026-12",
    "material-identity": "seen",
    "material-bank_account": "seen",
}


def claims(stage: Stage, key: str, places: list[str], **changes: str) -> str:
    """At Foshan's window: the claim with all that Foshan needs; its number."""
    he = stage.staff("he.foshan")
    window.open_form(stage, he, word="退休", item="职工退休待遇申领")
    window.identify(he, key, owner=FOSHAN)
    window.answer(he, {**CLAIM, **changes, "earlier_places": places})
    return window.accept(he)


def asks(stage: Stage, number: str, *, city: str) -> None:
    """He sends the inquiry that the engine proposes, and sees that the case waits for that city."""
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    window.write(he, "发出协查")
    expect(he.locator(".tag", has_text="等协查回复")).to_be_visible()
    expect(he.locator(".deadline-left")).to_have_text("已停表")


def reviews(stage: Stage, number: str) -> None:
    chen = stage.staff("chen.foshan")
    window.open_case(stage, chen, number)
    stage.shows(chen, "1-du-review")
    window.write(
        chen,
        "复核通过，送核定",
        {"opinion": "agree", "monthly_amount_fen": "3123.45", "note": "条件符合"},
    )


def step(page: Page) -> str:
    return page.locator(".route [aria-current=step]").inner_text()


@pytest.mark.row("Y2", "in a browser: asked, answered the same day, goes on by itself, granted and told")
def test_asked_answered_and_granted(stage: Stage) -> None:
    number = claims(stage, "du", [WUZHOU])
    he, lin = stage.staff("he.foshan"), stage.staff("lin.wuzhou")
    window.open_case(stage, he, number)
    stage.shows(he, "1-du-accepted")
    asks(stage, number, city="梧州")
    stage.shows(he, "1-du-waits")

    anybody = stage.passer_by()
    window.follow(stage, anybody, number, key="du")
    stage.shows(anybody, "1-du-tracking-waits")
    expect(anybody.locator(".now-card")).to_contain_text("梧州正在帮您核对记录")
    expect(anybody.locator(".todo-card")).to_contain_text("您现在不用做什么")

    window.from_inbox(stage, lin, who="杜月华")
    stage.shows(lin, "1-du-asked")
    lin.get_by_role("link", name="填表并回传").click()
    stage.shows(lin, "1-du-answer-form")
    lin.go_back()
    window.write(lin, "填表并回传")
    window.open_case(stage, he, number)
    assert "复核" in step(he)
    reviews(stage, number)

    huang = stage.staff("huang.foshan")
    window.open_case(stage, huang, number)
    huang.get_by_role("link", name="核定并办结").click()
    stage.shows(huang, "1-du-grant-form")
    huang.go_back()
    window.write(huang, "核定并办结")
    stage.shows(huang, "1-du-granted")
    huang.get_by_role("link", name="养老待遇核定表").click()
    stage.shows(huang, "1-du-document")
    window.follow(stage, anybody, number, key="du")
    stage.shows(anybody, "1-du-tracking-granted")
    du = stage.citizen("du")
    du.goto(stage.site + "/mine/messages/")
    stage.shows(du, "1-du-messages")
    stage.let_jobs_run()
    anybody.goto(stage.site + "/demo/sms/")
    stage.shows(anybody, "1-du-sms")
