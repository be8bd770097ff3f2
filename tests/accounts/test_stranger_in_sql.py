"""Whose accounts an agency's own database role sees, and that the policies do not cost the index."""

from datetime import datetime

import psycopg
import pytest
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from accounts.test_stranger import FOSHAN, OWN_ALONE, OWNED, STRANGER, fill
from shebaotong.accounts.api import load_demo_staff
from shebaotong.kernel.api import SHANGHAI
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server, authenticating, provision_agencies
from support.accounts import QUICK_HASHERS

MANY = 20_000
pytestmark = [pytest.mark.db, pytest.mark.slow]


@pytest.fixture(scope="module")
def committed(shared_database: Server, django_db_blocker: DjangoDbBlocker) -> Server:
    """The demonstration's staff, a row in each table of Foshan's, and among many others."""
    now = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        load_seed(now=now)
        load_demo_staff()
        fill(now)
        provision_agencies(server=shared_database, agencies=[FOSHAN, STRANGER])
    with psycopg.connect(shared_database.conninfo(role="admin")) as session:
        session.execute(
            "INSERT INTO accounts_user (username, agency, kind, roles, display_name, hand, person_token,"
            " phone, is_active, language, elder_mode, text_size, high_contrast,"
            " password)"
            " SELECT 'u' || g, %s, 'staff', '{clerk}', 'x', 'h' || g, 'p' || g, '', true, 'en', false,"
            " 100, false, '' FROM generate_series(1, %s) g",
            [FOSHAN, MANY],
        )
        session.execute(
            "INSERT INTO accounts_apitoken"
            " (digest, agency, user_id, name, purpose, scopes, issued_by, issued_at, expires_at)"
            " SELECT md5(g::text), %s, (SELECT min(id) FROM accounts_user), 'n', 'p', '{x}', 'x', now(),"
            " now()"
            " FROM generate_series(1, %s) g",
            [FOSHAN, MANY],
        )
        session.execute("ANALYZE accounts_user, accounts_apitoken")
    return shared_database


def as_agency(server: Server, agency: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.conninfo(role="admin")) as session:
        session.execute(f'SET ROLE "agency_{agency}"'.encode())
        session.execute("SELECT set_config('shebaotong.authenticating', 'on', false)")
        session.execute(f"SELECT set_config('shebaotong.agency', '{FOSHAN}', false)".encode())
        return session.execute(statement.encode()).fetchall()


def test_an_agencys_database_role_sees_its_own_accounts_only(committed: Server) -> None:
    for model in OWNED + OWN_ALONE:
        table = model._meta.db_table
        assert as_agency(committed, FOSHAN, f"SELECT 1 FROM {table}")
        assert not as_agency(
            committed, STRANGER, f"SELECT 1 FROM {table} WHERE agency IS DISTINCT FROM '{STRANGER}'"
        )


@pytest.mark.parametrize("table", ["accounts_session", "accounts_throttle", "accounts_codewanted"])
def test_sessions_and_failures_are_the_programs_alone(committed: Server, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_agency(committed, FOSHAN, f"SELECT 1 FROM {table}")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("accounts_user", "password"),
        ("accounts_apitoken", "digest"),
        ("accounts_resetcode", "digest"),
        ("network_signingkey", "sealed"),
        ("notices_sms", "text"),
    ],
)
def test_secrets_are_the_programs_alone(committed: Server, table: str, column: str) -> None:
    """An agency's own tools read its rows, and nothing with which one could guess a password or a code."""
    as_agency(committed, FOSHAN, f"SELECT agency FROM {table}")
    for wanted in (column, "*"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            as_agency(committed, FOSHAN, f"SELECT {wanted} FROM {table}")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("SELECT 1 FROM accounts_user WHERE username = %s", "he.foshan"),
        ("SELECT 1 FROM accounts_apitoken WHERE digest = %s", "0" * 64),
    ],
)
def test_finding_out_who_asks_uses_an_index_under_the_policy(
    committed: Server, query: str, parameter: str
) -> None:
    with authenticating(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}", [parameter])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index" in plan and "Seq Scan" not in plan, plan
