"""File names as people give them, and the headers under which a file leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.files.api import download_headers
from shebaotong.files.names import LONGEST, clean


@pytest.mark.parametrize(
    "given_name, kept",
    [
        ("身份证.jpg", "身份证.jpg"),
        ("C:\\Users\\me\\card.pdf", "card.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("card\u202efdp.exe", "cardfdp.exe"),
        ("...", "file"),
        ("", "file"),
        ("𠮷·" + "长" * 200 + ".pdf", "𠮷·" + "长" * (LONGEST - 6) + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert clean(given_name) == kept


@given(st.text())
def test_any_name_becomes_a_safe_one_and_stays_it(name: str) -> None:
    kept = clean(name)
    assert 0 < len(kept) <= LONGEST
    assert not set('/\\"\r\n\0') & set(kept)
    assert clean(kept) == kept


def test_a_file_is_saved_and_never_shown() -> None:
    headers = download_headers(name="身份证 正面.jpg", media_type="image/jpeg", size=7)
    assert headers["Content-Disposition"] == (
        'attachment; filename="______.jpg"; '
        "filename*=UTF-8''%E8%BA%AB%E4%BB%BD%E8%AF%81%20%E6%AD%A3%E9%9D%A2.jpg"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
