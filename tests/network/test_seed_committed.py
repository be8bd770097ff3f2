"""Agencies and regions name one another: the seed holds at the end of its transaction."""

from datetime import datetime

import pytest

from shebaotong.network.api import all_agencies, load_seed
from shebaotong.store.api import Server


@pytest.mark.slow
def test_the_seed_can_be_committed(live_database: Server, now: datetime) -> None:
    load_seed(now=now)
    assert len(all_agencies()) == 22
