"""Who sees a row: the program for the agency it acts for, an agency's own role, and nobody else."""

import re

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from shebaotong.store.api import (
    AppendOnly,
    OwnedTable,
    Server,
    StoreError,
    agency_context,
    as_owner,
    authenticating,
)

from .sample_table import FOSHAN, TABLE, WUZHOU, add, apply, notes


def as_agency(server: Server, agency: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements with the database role of an agency; the rows of the last one."""
    with psycopg.connect(server.conninfo(role="admin")) as session:
        session.execute(f'GRANT "agency_{agency}" TO CURRENT_USER')
        session.execute(f'SET ROLE "agency_{agency}"')
        for statement in statements:
            result = session.execute(statement)
        return result.fetchall()


def test_without_a_context_nothing_is_visible(sample: Server) -> None:
    assert notes() == []


def test_a_context_shows_the_rows_of_its_agency_only(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        assert notes() == [f"of {FOSHAN}"]


def test_the_outer_agency_is_back_after_an_inner_context(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        with agency_context(agency=WUZHOU):
            assert notes() == [f"of {WUZHOU}"]
        assert notes() == [f"of {FOSHAN}"]


def test_the_outer_agency_is_back_after_an_inner_context_failed(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        with pytest.raises(ValueError, match="inside"), agency_context(agency=WUZHOU):
            add(WUZHOU, "taken back")
            raise ValueError("inside")
        assert notes() == [f"of {FOSHAN}"]
    with agency_context(agency=WUZHOU):
        assert notes() == [f"of {WUZHOU}"]


def test_a_plain_transaction_around_a_context_sees_nothing_afterwards(sample: Server) -> None:
    with transaction.atomic():
        with agency_context(agency=FOSHAN):
            assert notes()
        assert notes() == []


def test_the_program_cannot_write_for_another_agency(sample: Server) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), agency_context(agency=FOSHAN):
        add(WUZHOU, "smuggled")


def test_the_program_cannot_give_a_row_away(sample: Server) -> None:
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        agency_context(agency=FOSHAN),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE sample SET agency = %s", [WUZHOU])


def test_an_agency_role_sees_its_own_rows(sample: Server) -> None:
    assert as_agency(sample, FOSHAN, "SELECT note FROM sample") == [(f"of {FOSHAN}",)]


def test_an_agency_role_cannot_become_another_by_a_setting(sample: Server) -> None:
    spoofed = as_agency(
        sample,
        FOSHAN,
        f"SELECT set_config('shebaotong.agency', '{WUZHOU}', false)",
        "SELECT set_config('shebaotong.authenticating', 'on', false)",
        "SELECT note FROM sample",
    )
    assert spoofed == [(f"of {FOSHAN}",)]


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO sample (agency, note) VALUES ('{FOSHAN}', 'x') RETURNING id",
        "UPDATE sample SET note = 'x' RETURNING id",
        "DELETE FROM sample RETURNING id",
    ],
)
def test_an_agency_role_only_reads(sample: Server, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_agency(sample, FOSHAN, statement)


def test_a_role_that_merely_has_such_a_name_sees_nothing(sample: Server) -> None:
    with psycopg.connect(sample.conninfo(role="admin")) as session:
        session.execute(f"CREATE ROLE agency_x{FOSHAN}")
        session.execute(f"GRANT SELECT ON sample TO agency_x{FOSHAN}")
        session.execute(f"GRANT agency_x{FOSHAN} TO CURRENT_USER")
        session.execute(f"SET ROLE agency_x{FOSHAN}")
        assert session.execute("SELECT shebaotong_agency()").fetchall() == [(None,)]
        assert session.execute("SELECT note FROM sample").fetchall() == []
        session.rollback()


def test_the_owner_of_the_tables_sees_no_row(sample: Server) -> None:
    with psycopg.connect(sample.conninfo(role="owner")) as session:
        session.execute("SELECT set_config('shebaotong.agency', %s, false)", [FOSHAN])
        assert session.execute("SELECT note FROM sample").fetchall() == []


def test_neither_role_of_the_program_is_powerful(sample: Server) -> None:
    with psycopg.connect(sample.conninfo(role="admin")) as session:
        rows = session.execute(
            "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) "
            "AND rolname IN ('shebaotong_app', 'shebaotong_owner', 'shebaotong_agency')"
        ).fetchall()
        owned = session.execute(
            "SELECT 1 FROM pg_class WHERE relowner = 'shebaotong_app'::regrole"
        ).fetchall()
        member = session.execute(
            "SELECT pg_has_role('shebaotong_app', 'shebaotong_owner', 'member')"
        ).fetchone()
    assert (rows, owned, member) == ([], [], (False,))


def test_the_program_cannot_switch_the_policies_off(sample: Server) -> None:
    for statement in (
        "ALTER TABLE sample DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_read ON sample",
        "SET ROLE shebaotong_owner",
        "TRUNCATE sample",
    ):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.slow
def test_a_query_under_the_policy_uses_the_index(sample: Server) -> None:
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sample (agency, note) SELECT %s, i::text FROM generate_series(1, 20000) i", [FOSHAN]
        )
    with psycopg.connect(sample.conninfo(role="owner"), autocommit=True) as session:
        session.execute("ANALYZE sample")
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM sample WHERE note = '777'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # PostgreSQL 15 writes $0, 18 writes (InitPlan 1).col1.
    condition = (
        r"Index Cond: \(\(\(agency\)::text = (\$0|\(InitPlan 1\)\.col1)\) AND \(note = '777'::text\)\)"
    )
    assert re.search(rf"using sample_note on sample.*\n\s*{condition}", plan), plan


def test_a_table_that_all_may_read_is_written_by_the_owner_of_the_row_only(room: Server) -> None:
    with as_owner(server=room):
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        apply(OwnedTable("sample", read="all"))
    with agency_context(agency=FOSHAN):
        add(FOSHAN, "public")
    with agency_context(agency=WUZHOU):
        assert notes() == ["public"]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sample SET note = 'changed'")
            assert cursor.rowcount == 0


def test_authenticating_opens_only_the_tables_that_name_it(room: Server) -> None:
    with as_owner(server=room):
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
            cursor.execute("CREATE TABLE account (agency text NOT NULL, name text NOT NULL)")
        apply(
            OwnedTable("sample"), OwnedTable("account", extra_read_sql="(SELECT shebaotong_authenticating())")
        )
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("INSERT INTO account VALUES (%s, 'he')", [FOSHAN])
        add(FOSHAN, "hidden")
    with authenticating(), connection.cursor() as cursor:
        assert notes() == []
        cursor.execute("SELECT name FROM account")
        assert cursor.fetchall() == [("he",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM account")
        assert cursor.fetchall() == []


def test_an_append_only_table_only_grows_for_the_owner_too(sample: Server) -> None:
    with as_owner(server=sample):
        apply(AppendOnly("sample"))
    for statement in ("UPDATE sample SET note = 'x'", "DELETE FROM sample"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            agency_context(agency=FOSHAN),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with (
        pytest.raises(psycopg.errors.RestrictViolation, match="only grows"),
        psycopg.connect(sample.conninfo(role="owner")) as session,
    ):
        session.execute("TRUNCATE sample")


def test_named_columns_of_an_append_only_table_may_change(sample: Server) -> None:
    with as_owner(server=sample):
        apply(AppendOnly("sample", allow_update_columns=["note"]))
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("UPDATE sample SET note = 'erased'")
    with (
        pytest.raises(DatabaseError, match="only grows"),
        agency_context(agency=FOSHAN),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE sample SET note = 'x', agency = agency || ''")
        cursor.execute("UPDATE sample SET id = DEFAULT")


def test_the_operations_can_be_reversed(sample: Server) -> None:
    operations = (OwnedTable("sample"), AppendOnly("sample"))
    with as_owner(server=sample):
        apply(operations[1])
        apply(*reversed(operations), backwards=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sample")
            assert cursor.fetchone() == (2,)
            cursor.execute("DELETE FROM sample")
            assert cursor.rowcount == 2


@pytest.mark.parametrize("code", ["", "44 06", "x'; DROP", "A", "_a", "a" * 49])
def test_a_code_that_cannot_name_a_role_is_refused(code: str) -> None:
    with pytest.raises(StoreError, match="cannot be the code"), agency_context(agency=code):
        pass
