"""Tests of the pages without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.pages import pages_ready


@pytest.fixture(scope="session", autouse=True)
def _pages() -> Iterator[None]:
    with pages_ready():
        yield
