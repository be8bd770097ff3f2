"""What the database itself promises about the registry's tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection
from django.db.models import Model

from shebaotong.kernel.api import Month, Period
from shebaotong.registry import models
from shebaotong.registry.codes import Benefit, Scheme, title_of
from shebaotong.store.api import Server, agency_context, provision_agencies

from .support import FOSHAN, WUZHOU, add_document, add_employer, add_enrolment, add_person

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TABLES = [
    model for label in ("registry", "files", "notices") for model in apps.get_app_config(label).get_models()
]
APPEND_ONLY = [
    models.FormerName,
    models.AccountEntry,
    models.EntitlementVersion,
    models.Payment,
    models.Certification,
    models.ReadEntry,
    models.AppliedEffect,
    models.PaymentReversal,
    models.SettledSpell,
]


@pytest.fixture
def wuzhou() -> Iterator[None]:
    with agency_context(agency=WUZHOU):
        yield


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_every_table_forces_row_level_security_for_reading_and_writing(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, array_agg(polname::text ORDER BY polname) "
            "FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid WHERE relname = %s GROUP BY 1, 2",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True, ["own_delete", "own_insert", "own_read", "own_update"])


def test_a_person_of_another_agency_is_invisible(wuzhou: None) -> None:
    add_document(add_person())
    with agency_context(agency=FOSHAN):
        assert not models.Person.objects.exists()
        assert not models.IdentityDocument.objects.exists()


def test_a_row_cannot_point_at_another_agencys_person(wuzhou: None) -> None:
    person = add_person()
    with (
        pytest.raises(IntegrityError, match="identitydocument_person_id_owner"),
        agency_context(agency=FOSHAN),
    ):
        models.IdentityDocument.objects.create(
            agency=FOSHAN, person=person, kind="resident", number="1", key="1", raw="1", last_four="1"
        )


def test_a_number_belongs_to_one_person_of_an_agency(wuzhou: None) -> None:
    add_document(add_person())
    with pytest.raises(IntegrityError, match="identity_one_person"), agency_context(agency=WUZHOU):
        add_document(add_person())
    with agency_context(agency=FOSHAN):
        add_document(add_person(FOSHAN))


def test_spells_with_one_employer_do_not_overlap(wuzhou: None) -> None:
    person, employer = add_person(), add_employer()
    add_enrolment(person, "1998-03", "2006-11", employer=employer)
    with pytest.raises(IntegrityError, match="enrolment_no_overlap"), agency_context(agency=WUZHOU):
        add_enrolment(person, "2006-11", None, employer=employer)
    add_enrolment(person, "2006-12", None, employer=employer)


def test_spells_without_an_employer_do_not_overlap_either(wuzhou: None) -> None:
    person = add_person()
    add_enrolment(person, "2010-01", None)
    with pytest.raises(IntegrityError, match="enrolment_no_overlap"), agency_context(agency=WUZHOU):
        add_enrolment(person, "2026-01", "2026-02")


def test_other_employers_schemes_and_persons_may_overlap(wuzhou: None) -> None:
    person = add_person()
    add_enrolment(person, "2010-01", "2010-12")
    add_enrolment(person, "2010-01", "2010-12", employer=add_employer())
    add_enrolment(person, "2010-01", "2010-12", kind="unemployment")
    add_enrolment(add_person(), "2010-01", "2010-12")
    assert models.Enrolment.objects.count() == 4


@pytest.mark.parametrize(
    "field, value",
    [("kind", "medical"), ("status", "gone"), ("account_kind", "secret")],
)
def test_an_unknown_code_is_refused(wuzhou: None, field: str, value: str) -> None:
    person = add_person()
    with pytest.raises(IntegrityError), agency_context(agency=WUZHOU):
        add_enrolment(person, "2010-01", None, **{field: value})


def test_every_code_has_a_name_in_both_languages() -> None:
    from shebaotong.registry import codes

    enums = [
        value
        for value in vars(codes).values()
        if isinstance(value, type) and (value.__module__ == codes.__name__ or value is codes.Sex)
    ]
    titles = [title_of(member) for enum in enums for member in enum]
    assert all(text.zh and text.en for text in titles)


def test_an_insurance_is_not_called_like_the_benefit_that_is_spelt_alike() -> None:
    assert title_of(Scheme.EMPLOYEE_PENSION).zh == "职工基本养老保险"
    assert title_of(Benefit.EMPLOYEE_PENSION).zh == "职工基本养老金"


def test_periods_and_months_come_back_as_kernel_values(wuzhou: None) -> None:
    spell = add_enrolment(add_person(), "1998-03", "2006-11")
    spell.refresh_from_db()
    assert spell.period == Period(Month(1998, 3), Month(2006, 11))
    running = add_enrolment(add_person(), "2010-11", None)
    running.refresh_from_db()
    assert running.period == Period(Month(2010, 11))


@pytest.mark.parametrize("year", [1992, 1996, 2026, 2040, 2055])
def test_contributions_of_any_year_find_their_partition(wuzhou: None, year: int) -> None:
    bases = [None, *[300_000] * 11]
    person = add_person()
    models.Contribution.objects.create(
        agency=WUZHOU, person=person, kind="employee_pension", year=year, bases=bases, paid=0b111111111110
    )
    found = models.Contribution.objects.get(person=person, year=year)
    assert found.bases == bases


def test_a_partition_asked_directly_gives_nothing(wuzhou: None) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        agency_context(agency=WUZHOU),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM registry_contribution_2026")


def test_a_year_has_twelve_bases(wuzhou: None) -> None:
    with pytest.raises(IntegrityError, match="contribution_twelve"), agency_context(agency=WUZHOU):
        models.Contribution.objects.create(
            agency=WUZHOU, person=add_person(), kind="employee_pension", year=2020, bases=[1] * 11
        )


@pytest.fixture
def full(wuzhou: None) -> None:
    """One row in every table that only grows."""
    person = add_person()
    models.FormerName.objects.create(agency=WUZHOU, person=person, name="杜月花", pinyin="du yue hua")
    account = models.Account.objects.create(
        agency=WUZHOU, person=person, scheme="employee_pension", opened=Month(1998, 3)
    )
    models.AccountEntry.objects.create(
        agency=WUZHOU, account=account, kind="interest", month=Month(2025, 12), amount_fen=1
    )
    add_entitlement(person)
    models.Payment.objects.create(
        agency=WUZHOU, person=person, benefit="resident_pension", month=Month(2026, 10), amount_fen=1,
        paid_on=date(2026, 10, 15),
    )  # fmt: skip
    models.Certification.objects.create(
        agency=WUZHOU, person=person, method="window", place_agency="360700", by="演示", on=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
    )  # fmt: skip
    models.ReadEntry.objects.create(
        agency=WUZHOU, person=person, what="person", reader_agency=WUZHOU, reader="演示", reader_role="clerk",
        purpose_zh="测试", purpose_en="test", read_at=NOW,
    )  # fmt: skip
    models.AppliedEffect.objects.create(
        agency=WUZHOU, case_number="1", document_ref="1", what="certification", digest="0", applied_at=NOW
    )
    ordered = models.PaymentOrder.objects.create(
        agency=WUZHOU, person=person, case_number="1", benefit="employee_pension_lump_sum", amount_fen=1,
        payable_from=date(2026, 12, 1), reason_zh="测试", reason_en="test", ordered_at=NOW,
    )  # fmt: skip
    models.PaymentReversal.objects.create(
        agency=WUZHOU, order=ordered, made="cancelled", document_ref="2", reason_zh="测试", reason_en="test",
        reversed_at=NOW,
    )  # fmt: skip
    models.SettledSpell.objects.create(
        agency=WUZHOU, person=person, kind="employee_pension", first_month=Month(1998, 3),
        last_month=Month(2026, 11), case_number="1", document_ref="1",
    )  # fmt: skip


def add_entitlement(person: models.Person, **fields: Any) -> models.Entitlement:
    given: dict[str, Any] = {
        "benefit": "resident_pension",
        "from_month": Month(2025, 1),
        "amount_fen": 16_300,
        "changed_at": NOW,
    }
    return models.Entitlement.objects.create(agency=person.agency, person=person, **{**given, **fields})


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_history_can_neither_be_changed_nor_removed(full: None, model: type[Model]) -> None:
    rows = model._default_manager.all()
    assert rows.count() == 1
    with pytest.raises(DatabaseError, match="only grows"), agency_context(agency=WUZHOU):
        rows.delete()
    with (
        pytest.raises(DatabaseError, match="only grows"),
        agency_context(agency=WUZHOU),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {model._meta.db_table} SET agency = agency")


def test_every_state_of_an_entitlement_is_kept(wuzhou: None) -> None:
    entitlement = add_entitlement(add_person())
    entitlement.status, entitlement.status_reason = "suspended", "not_certified"
    entitlement.save()
    states = [version.state["status"] for version in entitlement.versions.order_by("id")]
    assert states == ["active", "suspended"]


@pytest.mark.parametrize("column, value", [("benefit", "unemployment"), ("from_month", "24000")])
def test_what_an_entitlement_is_cannot_be_rewritten(wuzhou: None, column: str, value: str) -> None:
    add_entitlement(add_person())
    with (
        pytest.raises(DatabaseError, match="only grows"),
        agency_context(agency=WUZHOU),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE registry_entitlement SET {column} = %s", [value])


def test_one_benefit_runs_once(wuzhou: None) -> None:
    person = add_person()
    add_entitlement(person, status="ended")
    add_entitlement(person)
    with pytest.raises(IntegrityError, match="entitlement_one_running"), agency_context(agency=WUZHOU):
        add_entitlement(person, status="suspended")


def test_an_agencys_own_database_role_sees_its_own_people_only(live_database: Server) -> None:
    for agency in (FOSHAN, WUZHOU):
        with agency_context(agency=agency):
            add_document(add_person(agency, name=f"甲{agency}"))
    provision_agencies(server=live_database, agencies=[FOSHAN, WUZHOU])
    with psycopg.connect(live_database.conninfo(role="admin")) as session:
        session.execute(f"SET ROLE agency_{FOSHAN}")
        assert session.execute("SELECT name FROM registry_person").fetchall() == [(f"甲{FOSHAN}",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT * FROM registry_contribution_2026")
