"""A member of staff at the desk, for tests of its pages."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import HttpResponse
from django.test import Client

from support.accounts import PASSWORD
from support.pages import Page, faults


def sign_in(username: str, password: str = PASSWORD) -> Client:
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/login/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def shown(answer: HttpResponse, status: int = 200) -> Page:
    """The page, well-formed and without inline code."""
    assert answer.status_code == status, answer.content.decode()[:2000]
    page = Page(answer.content.decode())
    assert faults(page) == []
    return page


def asks(client: Client, address: str, **typed: str) -> HttpResponse:
    """What a search of the desk answers; what was typed is in no address on the way."""
    led = client.post(address, typed)
    assert led.status_code == 302, led.content.decode()[:2000]
    target = unquote(led["Location"])
    assert not [text for text in typed.values() if text and text in target], target
    return client.get(led["Location"])


def links(page: Page) -> set[str]:
    return {link.get("href", "") for link in page.all("a")}


def values(page: Page) -> dict[str, str]:
    """What the inputs of a page hold, by name."""
    return {field.get("name", ""): field.get("value", "") for field in page.all("input")}
