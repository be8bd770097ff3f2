"""The pages of findings for tests: somebody signed in, and a page that holds what every page must."""

from __future__ import annotations

from django.test import Client

from support.accounts import PASSWORD
from support.doubts import KEY
from support.pages import Page, faults

BATCH = f"/desk/findings/{KEY}/"


def signed_in(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def page(client: Client, address: str, **headers: str) -> Page:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content.decode()[:400]
    made = Page(answer.content.decode())
    assert not faults(made)
    return made
