"""A statement that goes without a cursor means what it meant with one."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import OperationalError, ProgrammingError

from shebaotong.store.api import Server, agency_context, ask, send_with_next

from .sample_table import FOSHAN, WUZHOU, notes

HOSTILE = (
    "it's",
    "''",
    "\\",
    "\\'",
    "'; DROP TABLE sample; --",
    "%s",
    "%",
    "$1 $$ E'\\n'",
    "㐂·𠮷\n\t\u200b",
    "",
)


def by_cursor(statement: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


@contextmanager
def conforming_strings(setting: str) -> Iterator[None]:
    with transaction.atomic():
        ask(f"SET LOCAL standard_conforming_strings = {setting}", [])
        yield


@pytest.mark.parametrize("setting", ["on", "off"])
def test_hostile_text_comes_back_as_it_went(sample: Server, setting: str) -> None:
    with conforming_strings(setting):
        assert ask(f"SELECT {', '.join(['%s'] * len(HOSTILE))}", HOSTILE) == [HOSTILE]


def test_values_of_every_kind_are_written_and_read_as_by_a_cursor(sample: Server) -> None:
    given = [
        -1, 2**62, True, False, None, "text", ["a", 'b"c', "d\\e", None], [1, 2], [],
        datetime(2026, 2, 3, 4, 5, 6, 7, UTC), date(1960, 2, 29), b"\x00'\\", 1.5,
    ]  # fmt: skip
    casts = "int, bigint, bool, bool, text, text, text[], int[], text[], timestamptz, date, bytea, float8"
    statement = "SELECT " + ", ".join(f"1 -%s::{kind}" if kind == "int" else f"%s::{kind}"
                                      for kind in casts.split(", "))  # fmt: skip
    (row,) = ask(statement, given)
    assert [row] == by_cursor(statement, given)
    assert [2, *given[1:]] == list(row)
    assert row[9].tzinfo is not None


def test_rows_are_those_of_the_last_statement_and_none_where_it_gives_none(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        assert ask("INSERT INTO sample (agency, note) VALUES (%s, %s)", [FOSHAN, "new"]) == []
        assert ask("SELECT note FROM sample ORDER BY note", []) == [("new",), (f"of {FOSHAN}",)]
        with agency_context(agency=WUZHOU):
            assert ask("SELECT note FROM sample", []) == [(f"of {WUZHOU}",)]


@pytest.mark.parametrize("bad", ["a\0b", "\ud800", object()])
def test_what_cannot_be_written_leaves_the_transaction_as_it_was(sample: Server, bad: object) -> None:
    with agency_context(agency=FOSHAN):
        for say in (ask, send_with_next):
            with pytest.raises((DataError, ProgrammingError, UnicodeEncodeError)):
                say("SELECT %s", [bad])
        assert notes() == [f"of {FOSHAN}"], "it has begun, and for this agency"


def test_parameters_and_places_must_be_as_many(sample: Server) -> None:
    with pytest.raises(ValueError, match="1 parameters for 2 places"):
        ask("SELECT %s, %s", [1])


def test_an_error_is_the_databases_own_and_is_taken_back_by_its_savepoint(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        with pytest.raises(DatabaseError) as raised, agency_context(agency=FOSHAN):
            ask("INSERT INTO sample (agency, note) VALUES (%s, %s)", [FOSHAN, "goes"])
            ask("SELECT 1 / %s", [0])
        assert getattr(raised.value.__cause__, "sqlstate", None) == "22012"
        with pytest.raises(IntegrityError), agency_context(agency=FOSHAN):
            ask("INSERT INTO sample (agency, note) VALUES (%s, NULL)", [FOSHAN])
        assert notes() == [f"of {FOSHAN}"]


def test_after_an_error_nothing_is_asked_before_the_rollback(sample: Server) -> None:
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(savepoint=False):
            ask("SELECT 1 / 0", [])
        with pytest.raises(TransactionManagementError):
            ask("SELECT 1", [])
        transaction.set_rollback(True)


def test_a_connection_that_was_cut_is_told_and_made_anew(sample: Server) -> None:
    with pytest.raises(DatabaseError):
        ask("SELECT pg_terminate_backend(pg_backend_pid())", [])
    with pytest.raises(DatabaseError):
        ask("SELECT 1", [])
    connection.close()
    assert ask("SELECT 1", []) == [(1,)]


def test_a_server_that_went_away_without_a_word_is_told_as_one(sample: Server) -> None:
    """Killed, it says nothing, not even an SQLSTATE; what is tried again goes by this class of error."""
    ask("SELECT 1", [])
    wire = connection.connection.pgconn.socket
    with socket.socket(fileno=os.dup(wire)) as line:
        line.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError):
        ask("SELECT 1", [])


@pytest.mark.slow
def test_who_listens_to_statements_hears_it(sample: Server) -> None:
    heard = []

    def listen(execute: Any, statement: str, *rest: Any) -> Any:
        heard.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(listen):
        assert ask("SELECT %s", ["x"]) == [("x",)]
        assert ask("SET LOCAL work_mem = '5MB'", []) == []
    assert heard == ["SELECT %s", "SET LOCAL work_mem = '5MB'"]
