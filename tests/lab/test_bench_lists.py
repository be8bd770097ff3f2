"""The benchmark of the lists: its report, and databases that are gone when it ends."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from lab.test_bench_rules import FIELDS, silent
from shebaotong.lab.bench import lists
from shebaotong.store.api import Server, copy_database

pytestmark = [pytest.mark.slow]


def bench_databases(server: Server) -> list[str]:
    with psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session:
        rows = session.execute("SELECT datname FROM pg_database WHERE datname LIKE 'shebaotong_bench_%'")
        return [name for (name,) in rows]


def test_every_kind_is_measured_in_both_tables_and_nothing_is_left(
    live_database: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, few in (("SMALL", 2_500), ("_PAGE", 5), ("_WHOLE", 300)):
        monkeypatch.setattr(lists, name, few)

    def prepare(own: Server) -> None:
        copy_database(server=own, source=live_database.database)

    connection.close()
    before = bench_databases(live_database)
    found = lists.run(
        cases_count=lists.SMALL, server=live_database, prepare=prepare, progress=silent, rounds=1
    )
    assert list(found) == FIELDS
    assert set(found["extra"]["flat"]) == {
        f"{kind}/{name}" for kind in ("inbox", "search", "case_page") for name in lists.AGENCIES
    }
    assert found["ratios"]["flat"] == round(min(found["extra"]["flat"].values()), 2)
    assert all(times["small"] > 0 < times["large"] for times in found["extra"]["milliseconds"].values())
    assert bench_databases(live_database) == before


def test_a_table_too_small_to_fill_the_pages_is_refused(server: Server) -> None:
    with pytest.raises(ValueError, match="at least 10,000 cases"):
        lists.run(cases_count=9_999, server=server, prepare=lambda own: None, progress=silent)
