"""Ms Du retires in Foshan, and Wuzhou is asked whether it pays her a pension already."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from support import window
from support.stage import Stage

FOSHAN, WUZHOU = "440600", "450400"


def claims(stage: Stage, key: str, places: list[str]) -> str:
    """At Foshan's window: the claim with all that Foshan needs; its number."""
    he = stage.staff("he.foshan")
    window.open_form(stage, he, word="退休", item="职工退休待遇申领")
    window.identify(he, key, owner=FOSHAN)
    window.answer(
        he,
        {
            "category": "female50",
            "wanted_from": "2026-12",
            "earlier_places": places,
            "material-identity": "seen",
            "material-bank_account": "seen",
        },
    )
    return window.accept(he)


def asks(stage: Stage, number: str) -> None:
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    window.write(he, "发出协查")


@pytest.mark.row("Y2", "in a browser: asked, answered the same day, goes on by itself, granted and told")
def test_asked_answered_and_granted(stage: Stage) -> None:
    number = claims(stage, "du", [WUZHOU])
    asks(stage, number)
    he = stage.staff("he.foshan")
    window.open_case(stage, he, number)
    stage.shows(he, "1-du-waiting-case")
    lin = stage.staff("lin.wuzhou")
    stage.shows(lin, "1-du-inbox")
    window.from_inbox(stage, lin, who="杜月华")
    stage.shows(lin, "1-du-asked-case")
    window.write(lin, "填表并回传", {"status": "none"})
    window.open_case(stage, he, number)
    expect(he.locator(".route [aria-current=step]")).to_contain_text("复核")
    stage.shows(he, "1-du-answered-case")
