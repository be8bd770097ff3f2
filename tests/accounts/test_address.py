"""By which address failed attempts are counted."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from shebaotong.accounts.api import address_of


@pytest.mark.parametrize(
    ("proxy", "forwarded", "address"),
    [
        (False, None, "192.0.2.1"),
        (False, "198.51.100.9", "192.0.2.1"),
        (True, None, "192.0.2.1"),
        (True, "198.51.100.9", "198.51.100.9"),
        (True, "made up, 198.51.100.9", "198.51.100.9"),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (True, "::ffff:198.51.100.9", "198.51.100.9"),
        (True, "unknown", "unknown"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_saw(
    settings: Settings, proxy: bool, forwarded: str | None, address: str
) -> None:
    settings.BEHIND_PROXY = proxy
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert address_of(request) == address
