"""A query whose rows are computed ahead by another thread: in order, and with its own errors."""

from __future__ import annotations

import threading

import duckdb
import pytest

from shebaotong.comparison.ahead import ahead

_MANY = 100_000


def test_all_rows_come_in_order() -> None:
    with (
        duckdb.connect() as connection,
        connection.cursor() as beside,
        ahead(beside, f"select range as i from range({_MANY}) order by -range") as rows,
    ):
        connection.register("rows", rows)
        read = connection.execute("select i from rows").fetchall()
    assert [i for (i,) in read] == list(range(_MANY - 1, -1, -1))


def test_what_goes_wrong_in_the_query_is_told() -> None:
    wrong = (
        f"select case when range = {_MANY - 1} then error('broken off') else range end from range({_MANY})"
    )
    with (
        duckdb.connect() as connection,
        connection.cursor() as beside,
        pytest.raises(OSError, match="broken off"),
        ahead(beside, wrong) as rows,
    ):
        connection.register("rows", rows)
        connection.execute("select * from rows").fetchall()


def test_too_little_memory_in_the_query_is_what_it_is_elsewhere() -> None:
    large = f"select string_agg(md5(range::varchar), '') from range({100 * _MANY})"
    with (
        duckdb.connect(config={"memory_limit": "20MB"}) as connection,
        connection.cursor() as beside,
        pytest.raises(duckdb.OutOfMemoryException),
        ahead(beside, large) as rows,
    ):
        connection.register("rows", rows)
        connection.execute("select * from rows").fetchall()


def test_nothing_stays_behind_when_the_reader_gives_up() -> None:
    before = threading.active_count()
    with (
        duckdb.connect() as connection,
        pytest.raises(RuntimeError, match="no more"),
        ahead(connection, f"from range({_MANY})") as rows,
    ):
        rows.read_next_batch()
        raise RuntimeError("no more")
    assert threading.active_count() == before
