"""Statements that are held back and sent with the next one do what they would have done by themselves."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.pq import Trace

from shebaotong.store.api import Server, agency_context, send_after_commit, send_with_next

from .sample_table import FOSHAN, WUZHOU, notes


def say(statement: str, parameters: list[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def add(note: str, agency: str = FOSHAN) -> None:
    say("INSERT INTO sample (agency, note) VALUES (%s, %s)", [agency, note])


def sent(act: Callable[[], None]) -> list[str]:
    """The messages that go to the server, each by the beginning of its words."""
    connection.ensure_connection()
    wire = connection.connection.pgconn
    with tempfile.TemporaryFile() as file:
        wire.trace(file.fileno())
        wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        act()
        wire.untrace()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        lines = file.read().decode().splitlines()
    return [line.split('"', 1)[1] for line in lines if line.startswith("F\t") and "Query" in line]


@pytest.mark.slow
def test_a_transaction_of_two_statements_is_three_messages(sample: Server) -> None:
    def act() -> None:
        with agency_context(agency=FOSHAN):
            with transaction.atomic():
                add("a")
            with agency_context(agency=FOSHAN):
                add("b")
            send_after_commit("SELECT %s", ["woken"])
            send_after_commit("SELECT %s", ["woken"])

    first, second, third = sent(act)
    assert first.startswith("BEGIN; SET LOCAL") and "; SAVEPOINT " in first and "INSERT" in first
    assert second.startswith("RELEASE SAVEPOINT ") and "INSERT" in second
    assert third.startswith("RELEASE SAVEPOINT ") and third.endswith("""; COMMIT; SELECT 'woken'\"""")
    with agency_context(agency=FOSHAN):
        assert notes() == ["a", "b", f"of {FOSHAN}"]


def test_a_transaction_that_says_nothing_sends_nothing(sample: Server) -> None:
    def act() -> None:
        with agency_context(agency=FOSHAN), agency_context(agency=WUZHOU), transaction.atomic():
            pass

    assert sent(act) == []
    assert not connection.in_atomic_block


def test_what_waits_for_the_next_statement_is_said_though_none_follows(sample: Server) -> None:
    def act() -> None:
        with agency_context(agency=FOSHAN), transaction.atomic():
            send_with_next("INSERT INTO sample (agency, note) VALUES (%s, %s)", [FOSHAN, "alone"])

    (only,) = sent(act)
    assert only.startswith("BEGIN; SET LOCAL") and "'alone'" in only and only.endswith('COMMIT"')
    with agency_context(agency=FOSHAN):
        assert notes() == ["alone", f"of {FOSHAN}"]


def test_the_outer_agency_is_back_whether_or_not_the_inner_one_said_anything(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        with agency_context(agency=WUZHOU):
            pass
        assert notes() == [f"of {FOSHAN}"]
        with agency_context(agency=WUZHOU):
            assert notes() == [f"of {WUZHOU}"]
        assert notes() == [f"of {FOSHAN}"]


def test_an_inner_failure_takes_back_its_own_alone(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        add("stays")
        with pytest.raises(DatabaseError), agency_context(agency=WUZHOU):
            add("goes", WUZHOU)
            say("SELECT 1 / 0")
        with pytest.raises(ValueError), agency_context(agency=WUZHOU):
            raise ValueError("before anything was said")
        with pytest.raises(DatabaseError), transaction.atomic():
            say("SELECT 1 / 0")
        assert notes() == [f"of {FOSHAN}", "stays"]
    with agency_context(agency=WUZHOU):
        assert notes() == [f"of {WUZHOU}"]


def test_parameters_that_cannot_be_written_leave_the_transaction_as_it_was(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        with pytest.raises(DatabaseError):
            say("SELECT %s", [object()])
        assert notes() == [f"of {FOSHAN}"], "it has begun, and for this agency"


def test_what_is_rolled_back_whole_is_not_told(sample: Server) -> None:
    def act() -> None:
        with pytest.raises(ValueError), agency_context(agency=FOSHAN):
            add("goes")
            send_after_commit("SELECT %s", ["woken"])
            raise ValueError("no")

    assert not any("woken" in message for message in sent(act))
    with agency_context(agency=FOSHAN):
        assert notes() == [f"of {FOSHAN}"]


@pytest.mark.slow
def test_a_rows_count_and_its_columns_are_those_of_the_statement_itself(sample: Server) -> None:
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("UPDATE sample SET note = note")
        assert cursor.rowcount == 1
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("SELECT agency AS whose FROM sample")
        assert [column.name for column in cursor.description] == ["whose"]
        assert cursor.fetchall() == [(FOSHAN,)]
