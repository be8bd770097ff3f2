"""A moment for the tests of this folder."""

from datetime import datetime

import pytest

from shebaotong.kernel.api import SHANGHAI


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
