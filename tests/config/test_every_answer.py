"""What holds for every address: policy headers, the CSRF token, and no personal data in the health page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from support.accounts import PASSWORD, Who

TEMPLATES = Path(__file__).resolve().parents[2] / "src/shebaotong/portal/templates"
POLICY = ("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
# A value for each kind of parameter in an address; what it names need not exist.
SAMPLES = {"int": "2026", "slug": "rights_record", "str": "440600"}
# Answered by a bearer token alone, never by a cookie: nothing to forge.
BY_TOKEN = ("/api/",)


def addresses(found: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the site, with sample values."""
    for entry in (found or get_resolver()).url_patterns:
        route = before + re.sub(
            r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1] or "str", "440600"), str(entry.pattern)
        )
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from addresses(entry, route)


@pytest.mark.parametrize("username", ["", pytest.param("zhou.foshan", marks=pytest.mark.slow)])
def test_every_answer_carries_the_strict_policy(who: Who, username: str) -> None:
    client = Client(raise_request_exception=False)
    if username:
        client.post("/login/", {"username": username, "password": PASSWORD})
    for address in [*addresses(), "/no-such-page/", "/static/no-such-file.css", "/healthz"]:
        answer = client.get(address)
        policy = answer.headers.get("Content-Security-Policy", "")
        assert all(part in policy for part in POLICY), f"{address} ({answer.status_code}): {policy!r}"
        assert "unsafe" not in policy, address
        assert answer.status_code < 500, address


@pytest.mark.slow
def test_no_page_takes_a_form_without_its_token(who: Who) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    typed = {"username": "zhou.foshan", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert client.post("/login/", typed).status_code == 302
    taken = []
    for address in addresses():
        if address.startswith(BY_TOKEN):
            continue
        answer = client.post(address, {"x": "1"})
        # 405: the page takes no form at all.
        if answer.status_code not in (403, 405):
            taken.append(f"{address}: {answer.status_code}")
    assert taken == []


def test_every_form_that_posts_carries_the_token() -> None:
    without = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', file.read_text("utf-8"), re.DOTALL):
            if "csrf_token" not in form:
                without.append(f"{file.relative_to(TEMPLATES)}: {form[:80]}")
    assert without == []


def test_it_sees_a_form_without_one() -> None:
    assert re.search(r'<form[^>]*method="post".*?</form>', '<form class="x" method="post"></form>')


def test_the_health_page_says_nothing_of_people(who: Who) -> None:
    answer = Client().get("/healthz")
    assert set(answer.json()) == {"status", "worker"} and "Set-Cookie" not in answer.headers
