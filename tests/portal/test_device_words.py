"""A person reads what is signed in for him in words he knows."""

from __future__ import annotations

import pytest

from shebaotong.portal.device_words import device_words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13; K) Chrome/112.0",
            "安卓手机或平板，Chrome浏览器",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0", "苹果手机，微信浏览器"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120.0 Edg/120",
            "Windows电脑，Edge浏览器",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605", "苹果电脑，Safari浏览器"),
        ("Firefox", "Firefox"),
        ("curl/8.0", "认不出是什么设备"),
        ("", "认不出是什么设备"),
    ],
)
def test_a_browser_is_named_as_people_name_it(told: str, words: str) -> None:
    assert device_words(told) == words
