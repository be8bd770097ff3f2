"""Demonstration accounts and requests of theirs, for tests."""

from collections.abc import Callable

from django.http import HttpRequest
from django.test import RequestFactory

from shebaotong.accounts.api import DEMO_PASSWORD, User
from shebaotong.accounts.sessions import SessionStore
from shebaotong.store.api import authenticating

PASSWORD = DEMO_PASSWORD
# The slow hash of real use has a test of its own.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Who = Callable[[str], User]


def account(username: str) -> User:
    """An account by its username."""
    with authenticating():
        return User.objects.get(username=username)


def a_request(address: str = "192.0.2.1", session: str | None = None) -> HttpRequest:
    """A request from an address, of a session that was saved before or a new one."""
    made = RequestFactory().post(
        "/login/", REMOTE_ADDR=address, headers={"User-Agent": "Firefox on the counter's computer"}
    )
    made.session = SessionStore(session)
    return made
