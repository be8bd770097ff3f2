"""Whose accounts are seen by whom: each table, by the program and by an agency's own database role."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

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
    set_password,
)
from shebaotong.accounts.models import ApiToken, Mandate, ResetCode
from shebaotong.store.api import agency_context, authenticating
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
