"""A signed-in person's face follows the account; the machine keeps its own for the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shebaotong.accounts.api import begin_session, session_ends
from support.accounts import Who, a_request
from support.pages import Page


@pytest.fixture
def clerk(who: Who) -> Client:
    """A browser in which clerk He is signed in."""
    request = a_request()
    begin_session(request, who("he.foshan"), now=timezone.now())
    request.session.save()
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = str(request.session.session_key)
    return client


def html(client: Client) -> dict[str, str]:
    return Page(client.get("/").content.decode()).all("html")[0]


def test_what_is_chosen_is_kept_with_the_account(clerk: Client, who: Who) -> None:
    clerk.post("/face/", {"do": "elder"})
    clerk.post("/face/", {"do": "contrast"})
    clerk.post("/face/", {"language": "zh-hant"})
    user = who("he.foshan")
    assert (user.elder_mode, user.text_size, user.high_contrast, user.language) == (
        True,
        138,
        True,
        "zh-hant",
    )
    shown = html(clerk)
    assert (shown["data-mode"], shown["data-contrast"], shown["lang"]) == ("elder", "high", "zh-Hant")


def test_the_machine_is_left_as_it_was(clerk: Client) -> None:
    clerk.post("/face/", {"do": "elder"})
    clerk.post("/face/", {"do": "shortcuts"})
    del clerk.cookies["sessionid"]
    assert html(clerk)["data-mode"] == "normal"
    assert Page(clerk.get("/").content.decode()).all("body")[0]["data-shortcuts"] == "on"


def test_an_account_goes_before_the_machine(clerk: Client) -> None:
    clerk.post("/face/", {"do": "normal"})
    clerk.cookies["face"] = "elder.188.high.nokeys"
    clerk.cookies["django_language"] = "en"
    shown = html(clerk)
    assert (shown["data-mode"], shown["lang"]) == ("normal", "zh-Hans")


def test_who_has_chosen_nothing_keeps_what_he_saw_before_signing_in(clerk: Client, who: Who) -> None:
    clerk.cookies["face"] = "elder.165.plain.nokeys"
    clerk.cookies["django_language"] = "zh-hant"
    shown = html(clerk)
    assert (shown["data-mode"], shown["lang"]) == ("elder", "zh-Hant")
    clerk.post("/face/", {"do": "larger"})
    user = who("he.foshan")
    assert (user.elder_mode, user.text_size, user.language) == (True, 188, "zh-hant"), (
        "the choice begins there"
    )


def test_a_signed_in_page_warns_before_its_session_ends_and_owns_its_drafts(clerk: Client) -> None:
    page = Page(clerk.get("/").content.decode())
    [dialog] = [given for given in page.all("dialog") if given["id"] == "session"]
    assert 29 * 60 < int(dialog["data-seconds"]) <= 30 * 60
    assert len(page.all("body")[0]["data-owner"]) == 16
    stranger = Page(Client(SERVER_NAME="localhost").get("/").content.decode())
    assert stranger.all("dialog") == []
    assert stranger.all("body")[0]["data-owner"] == ""


def test_one_press_keeps_a_session_alive_only_while_there_is_one(clerk: Client) -> None:
    assert clerk.post("/session/").status_code == 204
    assert Client(SERVER_NAME="localhost").post("/session/").status_code == 401
    assert clerk.get("/session/").status_code == 405


def test_a_session_never_outlives_the_working_day(who: Who) -> None:
    request, began = a_request(), timezone.now() - timedelta(hours=9, minutes=50)
    begin_session(request, who("he.foshan"), now=began)
    request.session.save()
    again = a_request(session=request.session.session_key)
    again.session.load()
    ends = session_ends(again.session, now=timezone.now())
    assert ends == began + timedelta(hours=10)
    assert session_ends(a_request().session, now=timezone.now()) is None
