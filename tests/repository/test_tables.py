"""Every table has an owner for each row, or a reason why not; and the migrations say all of it."""

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.db

# Tables without rows of an agency, and why.
SHARED = {
    "django_migrations": "which migrations ran",
    "django_content_type": "names of models",
    "accounts_session": "read before anybody knows who asks; opened by a random key only",
    "accounts_throttle": "failed attempts under keyed hashes, counted before anybody has signed in",
    "accounts_codewanted": "for seconds, who wants a code, before anybody knows who it is",
    "procrastinate_jobs": "the queue: names of tasks and keys of rows, no data of people",
    "procrastinate_events": "the queue",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
    "store_agencyrole": "codes of agencies",
    "network_revision": "one number, of the last change of public facts",
}


def query(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def unowned() -> list[str]:
    """Tables on which row-level security is not both on and forced. With no policy at all, as a partition
    has none of its own, it shows nothing."""
    rows = query(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace "
        "AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1"
    )
    return [row[0] for row in rows]


def test_every_table_is_owned_or_has_a_reason() -> None:
    assert [table for table in unowned() if table not in SHARED] == []


def test_no_reason_outlives_its_table() -> None:
    assert sorted(set(SHARED) - set(unowned())) == []


def test_the_agencies_own_roles_read_owned_tables_only_and_write_nothing() -> None:
    rows = query(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'shebaotong_agency'"
    )
    assert {privilege for _, privilege in rows} <= {"SELECT"}
    assert {table for table, _ in rows} & set(unowned()) == set()


def test_it_sees_a_table_that_nobody_owns(live_database: object) -> None:
    from shebaotong.store.api import Server, as_owner

    assert isinstance(live_database, Server)
    with as_owner(server=live_database), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (id int)")
        cursor.execute("CREATE TABLE half_done (id int)")
        cursor.execute("ALTER TABLE half_done ENABLE ROW LEVEL SECURITY")
    assert {"forgotten", "half_done"} <= set(unowned())


def test_no_model_has_changes_without_a_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
