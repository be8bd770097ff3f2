"""Whose accounts are seen by whom: each table, by the program and by an agency's own database role."""

from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from shebaotong.accounts.api import (
    READ,
    Act,
    AdminAct,
    Person,
    User,
    create_channel,
    create_citizen,
    give_mandate,
    issue_api_token,
    issue_reset_code,
    load_demo_staff,
    set_password,
)
from shebaotong.accounts.models import ApiToken, Mandate, ResetCode
from shebaotong.network.api import load_seed
from shebaotong.store.api import Server, agency_context, authenticating, provision_agencies
from support.accounts import PASSWORD, Who, account

FOSHAN, STRANGER = "440600", "520200"
OWNED = (User, ResetCode, ApiToken, Mandate)
# Written in the agency's own context and never changed.
OWN_ALONE = (AdminAct,)


def fill(now: datetime) -> None:
    """One row in each table of Foshan's."""
    supervisor = account("zhou.foshan")
    kiosk = create_channel(by=supervisor, username="kiosk.foshan", display_name="终端示例")
    issue_api_token(
        by=supervisor,
        user=kiosk,
        name="hall",
        purpose="大厅终端",
        scopes=[READ],
        expires_at=now + timedelta(days=1),
        now=now,
    )
    issue_reset_code(by=supervisor, user=account("he.foshan"), now=now)
    give_mandate(
        taken_by=account("he.foshan"),
        person=Person("p", "甲示例"),
        proxy=Person("q", "乙示例"),
        acts=[Act.TRACK],
        valid_until=now.date() + timedelta(days=9),
        now=now,
    )


@pytest.mark.parametrize("model", OWNED + OWN_ALONE)
def test_an_agency_sees_its_own_rows_only(who: Who, now: datetime, model: type[User]) -> None:
    fill(now)
    with agency_context(agency=FOSHAN):
        assert set(model.objects.values_list("agency_id", flat=True)) == {FOSHAN}
    with agency_context(agency=STRANGER):
        assert not model.objects.filter(agency=FOSHAN).exists()
    assert not model.objects.exists()


@pytest.mark.parametrize("model", OWNED)
def test_who_signs_in_is_found_but_not_changed(who: Who, now: datetime, model: type[User]) -> None:
    fill(now)
    with authenticating():
        assert model.objects.filter(agency=FOSHAN).exists()
        assert model.objects.filter(agency=FOSHAN).delete()[0] == 0 if model is not User else True
        assert model.objects.filter(agency=FOSHAN).update(agency=FOSHAN) == 0


def test_a_citizen_is_seen_by_no_agency(who: Who, now: datetime) -> None:
    du = create_citizen(username="du.demo", display_name="杜示例", number="45040019650101001X")
    set_password(du, PASSWORD, now=now)
    with agency_context(agency=FOSHAN):
        assert not User.objects.filter(kind=User.Kind.CITIZEN).exists()
        assert User.objects.filter(pk=du.pk).update(display_name="x") == 0
    with authenticating():
        assert User.objects.filter(pk=du.pk).exists()


def test_signing_in_makes_no_staff(who: Who) -> None:
    forged = who("he.foshan")
    forged.pk, forged.username = None, "forged.foshan"
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        authenticating(),
    ):
        forged.save(force_insert=True)


@pytest.fixture
def committed(live_database: Server, now: datetime) -> Server:
    load_seed(now=now)
    load_demo_staff()
    fill(now)
    provision_agencies(server=live_database, agencies=[FOSHAN, STRANGER])
    return live_database


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


@pytest.mark.parametrize("table", ["accounts_session", "accounts_throttle"])
def test_sessions_and_failures_are_the_programs_alone(committed: Server, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_agency(committed, FOSHAN, f"SELECT 1 FROM {table}")


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
    with psycopg.connect(committed.conninfo(role="admin")) as session:
        session.execute(
            "INSERT INTO accounts_user (username, agency, kind, roles, display_name, hand, person_token,"
            " phone, is_active, language, elder_mode, text_size, high_contrast,"
            " password)"
            " SELECT 'u' || g, %s, 'staff', '{clerk}', 'x', 'h' || g, 'p' || g, '', true, 'en', false,"
            " 100, false, '' FROM generate_series(1, 20000) g",
            [FOSHAN],
        )
        session.execute(
            "INSERT INTO accounts_apitoken"
            " (digest, agency, user_id, name, purpose, scopes, issued_by, issued_at, expires_at)"
            " SELECT md5(g::text), %s, (SELECT min(id) FROM accounts_user), 'n', 'p', '{x}', 'x', now(),"
            " now()"
            " FROM generate_series(1, 20000) g",
            [FOSHAN],
        )
        session.execute("ANALYZE accounts_user, accounts_apitoken")
    with authenticating(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}", [parameter])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index" in plan and "Seq Scan" not in plan, plan
