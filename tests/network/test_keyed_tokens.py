"""Tokens of numbers stay what they are for ever: rows of all cities hold them."""

from __future__ import annotations

from pytest_django import Settings

from shebaotong.network.api import keyed_token


def test_a_token_is_the_hmac_of_purpose_and_text(settings: Settings) -> None:
    settings.NETWORK_SECRET = "a secret of the network"
    made = keyed_token("45040319700505024X", purpose="person")
    assert made == "--A47P3HeSXj_PK2ydBATOY_cYQ7n8O5svPJpFvvYlM"
    assert keyed_token("45040319700505024X", purpose="hand") != made
