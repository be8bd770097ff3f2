"""Effects of documents: written once however often they are asked for, or refused as a whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection

from shebaotong.kernel.api import Month, Period, Post, Record, Text
from shebaotong.registry import api, models
from shebaotong.store.api import Server, agency_context
from support.crossing import crossed

from .support import FOSHAN, WUZHOU, add_document, add_employer, add_enrolment, add_person

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NUMBER = "450499197602151826"
CASE = "4504000000000013"
PROOF = {
    "method": "window", "place_agency": "360700", "by": "赣州 演示柜员", "on": "2026-11-23",
    "valid_until": "2027-11-22",
}  # fmt: skip
AWARD = {
    "benefit": "employee_pension",
    "from": "2026-10",
    "amount_fen": 187_311,
    "certified_until": "2027-10-31",
}


@pytest.fixture
def person() -> Iterator[models.Person]:
    with agency_context(agency=WUZHOU):
        person = add_person()
        add_document(person, NUMBER)
        yield person


def do(
    what: str, data: dict[str, Any], *, document: str = "1", case: str = CASE, number: str = NUMBER
) -> bool:
    effect = Record(what, number, "resident", data)
    return api.record(agency=WUZHOU, effect=effect, case_number=case, document_ref=document, now=NOW)


def entitlement() -> models.Entitlement:
    return models.Entitlement.objects.get()


def test_a_certification_is_kept_and_extends_what_needs_it(person: models.Person) -> None:
    do("benefit_award", AWARD)
    assert do("certification", PROOF)
    kept = models.Certification.objects.get()
    assert (kept.method, kept.place_agency, kept.on) == ("window", "360700", date(2026, 11, 23))
    assert entitlement().certified_until == date(2027, 11, 22)


def test_the_same_effect_of_the_same_document_happens_once(person: models.Person) -> None:
    assert [do("certification", PROOF) for _ in range(3)] == [True, False, False]
    assert models.Certification.objects.count() == 1
    assert do("certification", PROOF, document="2")
    assert do("certification", {**PROOF, "on": "2026-11-22"})
    assert models.Certification.objects.count() == 3


def test_the_number_in_another_writing_is_still_the_same_effect(person: models.Person) -> None:
    assert do("certification", PROOF)
    assert not do("certification", PROOF, number="450499 19760215 1826")


def test_a_late_older_proof_shortens_nothing(person: models.Person) -> None:
    do("benefit_award", AWARD)
    do("certification", PROOF)
    do("certification", {**PROOF, "on": "2025-01-01", "valid_until": "2026-01-01"}, document="2")
    assert entitlement().certified_until == date(2027, 11, 22)


def test_a_benefit_suspended_for_want_of_proof_resumes_with_it(person: models.Person) -> None:
    do("benefit_award", AWARD)
    do("benefit_suspend", {"benefit": "employee_pension", "reason": "not_certified"})
    assert entitlement().status == "suspended"
    do("certification", PROOF)
    assert (entitlement().status, entitlement().status_reason) == ("active", "")
    assert [version.state["status"] for version in models.EntitlementVersion.objects.order_by("id")] == [
        "active", "suspended", "active",
    ]  # fmt: skip


def test_a_benefit_under_check_does_not_resume_by_a_proof(person: models.Person) -> None:
    do("benefit_award", AWARD)
    do("benefit_suspend", {"benefit": "employee_pension", "reason": "under_check"})
    do("certification", PROOF)
    assert entitlement().status == "suspended"
    do("benefit_resume", {"benefit": "employee_pension"})
    assert entitlement().status == "active"


def test_an_award_an_end_and_an_award_again(person: models.Person) -> None:
    do("benefit_award", AWARD)
    with pytest.raises(api.RegistryRefused) as refused:
        do("benefit_award", AWARD, case="4504000000000002")
    assert refused.value.code == "conflict"
    do("benefit_end", {"benefit": "employee_pension", "last_month": "2026-11", "reason": "drawn_elsewhere"})
    assert (entitlement().status, entitlement().last_month) == ("ended", Month(2026, 11))
    assert do("benefit_award", AWARD, document="2")


def test_the_case_that_awarded_it_may_decide_anew_and_it_runs_once(person: models.Person) -> None:
    do("benefit_award", AWARD)
    do("benefit_suspend", {"benefit": "employee_pension", "reason": "under_check"})
    assert do("benefit_award", {**AWARD, "amount_fen": 190_000}, document="2")
    assert (entitlement().amount_fen, entitlement().status) == (190_000, "active")
    assert do("benefit_award", {**AWARD, "from": "2026-12"}, document="3")
    running = models.Entitlement.objects.exclude(status="ended").get()
    assert (running.from_month, running.amount_fen) == (Month(2026, 12), AWARD["amount_fen"])
    before = models.Entitlement.objects.get(status="ended")
    assert (before.last_month, before.status_reason) == (Month(2026, 9), "replaced")


def test_a_benefit_determined_again_keeps_what_it_was(person: models.Person) -> None:
    do("benefit_award", AWARD)
    assert do("benefit_amount", {"benefit": "employee_pension", "amount_fen": 190_000}, document="2")
    assert (entitlement().amount_fen, entitlement().from_month) == (190_000, Month(2026, 10))
    versions = models.EntitlementVersion.objects.order_by("id")
    assert [version.state["amount_fen"] for version in versions] == [187_311, 190_000]


@pytest.mark.parametrize(
    "what, data",
    [
        ("benefit_amount", {"benefit": "unemployment", "amount_fen": 1}),
        ("benefit_end", {"benefit": "unemployment", "last_month": "2026-11", "reason": "expired"}),
        ("benefit_suspend", {"benefit": "unemployment", "reason": "under_check"}),
        ("benefit_resume", {"benefit": "unemployment"}),
        ("enrolment_end", {"kind": "unemployment", "last_month": "2026-11"}),
    ],
)
def test_what_the_register_contradicts_is_refused(
    person: models.Person, what: str, data: dict[str, Any]
) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        do(what, data)
    assert refused.value.code == "conflict"


def test_a_refused_effect_can_be_asked_for_again(person: models.Person) -> None:
    end = {"benefit": "employee_pension", "last_month": "2026-11", "reason": "expired"}
    with pytest.raises(api.RegistryRefused):
        do("benefit_end", end)
    do("benefit_award", AWARD)
    assert do("benefit_end", end)


@pytest.mark.parametrize(
    "what, data, code",
    [
        ("erase_everything", {}, "unknown_code"),
        ("certification", {**PROOF, "method": "crystal_ball"}, "unknown_code"),
        ("certification", {**PROOF, "colour": "red"}, "bad_data"),
        ("certification", {**PROOF, "on": "23.11.2026"}, "bad_data"),
        ("certification", {**PROOF, "place_agency": "Ganzhou"}, "bad_data"),
        ("certification", {**PROOF, "valid_until": "2026-01-01"}, "bad_data"),
        ("certification", {key: value for key, value in PROOF.items() if key != "by"}, "bad_data"),
        ("benefit_award", {**AWARD, "amount_fen": 0}, "bad_data"),
        ("benefit_award", {**AWARD, "amount_fen": True}, "bad_data"),
        ("benefit_award", {**AWARD, "amount_fen": "187311"}, "bad_data"),
        ("benefit_award", {**AWARD, "from": "2026-13"}, "bad_data"),
        ("benefit_award", {**AWARD, "benefit": "gold"}, "unknown_code"),
    ],
)
def test_bad_data_is_refused_and_nothing_is_written(
    person: models.Person, what: str, data: dict[str, Any], code: str
) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        do(what, data)
    assert refused.value.code == code
    assert not models.AppliedEffect.objects.exists()
    assert not models.Certification.objects.exists() and not models.Entitlement.objects.exists()


def test_a_person_whom_nobody_knows_is_refused(person: models.Person) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        do("certification", PROOF, number="450499197602151869")
    assert refused.value.code == "unknown_person"


def test_a_lump_sum_empties_the_accounts_and_ends_the_insurance(person: models.Person) -> None:
    account = models.Account.objects.create(
        agency=WUZHOU, person=person, scheme="employee_pension", opened=Month(2012, 1)
    )
    models.AccountEntry.objects.create(
        agency=WUZHOU, account=account, kind="contribution", month=Month(2012, 12), amount_fen=345_678
    )
    spell = add_enrolment(person, "2012-01", None)
    other = add_enrolment(person, "2012-01", None, kind="work_injury")
    for _ in range(2):
        do("lump_sum_settled", {"scheme": "employee_pension", "on": "2026-11-23"})
    assert [entry.amount_fen for entry in account.entries.order_by("id")] == [345_678, -345_678]
    spell.refresh_from_db()
    other.refresh_from_db()
    assert spell.period == Period(Month(2012, 1), Month(2026, 11))
    assert other.period.end is None


def test_nobody_gets_the_account_and_the_pension(person: models.Person) -> None:
    settled = {"scheme": "employee_pension", "on": "2026-11-23"}
    do("benefit_award", AWARD)
    with pytest.raises(api.RegistryRefused) as refused:
        do("lump_sum_settled", settled, case="4504000000000002")
    assert refused.value.code == "conflict"
    do("benefit_end", {"benefit": "employee_pension", "last_month": "2026-11", "reason": "lost_right"})
    account = models.Account.objects.create(
        agency=WUZHOU, person=person, scheme="employee_pension", opened=Month(2012, 1)
    )
    models.AccountEntry.objects.create(
        agency=WUZHOU, account=account, kind="contribution", month=Month(2012, 12), amount_fen=345_678
    )
    do("lump_sum_settled", settled, case="4504000000000002")
    for what, data in (("lump_sum_settled", settled), ("benefit_award", AWARD)):
        with pytest.raises(api.RegistryRefused) as refused:
            do(what, data, case="4504000000000003")
        assert refused.value.code == "conflict"


def test_not_even_when_both_are_granted_at_the_same_instant(live_database: Server) -> None:
    """Neither saw the other before both were committed: the pension ran and the account was paid out."""
    settled = {"scheme": "employee_pension", "on": "2026-11-23"}
    grants = ("benefit_award", AWARD, CASE), ("lump_sum_settled", settled, "4504000000000002")
    for number, order_ in ((NUMBER, grants), ("450499197602151869", grants[::-1])):
        with agency_context(agency=WUZHOU):
            person = add_person()
            add_document(person, number)
            account = models.Account.objects.create(
                agency=WUZHOU, person=person, scheme="employee_pension", opened=Month(2012, 1)
            )
            models.AccountEntry.objects.create(
                agency=WUZHOU, account=account, kind="contribution", month=Month(2012, 12), amount_fen=345_678
            )
        first, second = (partial(do, what, data, case=case, number=number) for what, data, case in order_)
        done, refused = crossed(first, second, agency=WUZHOU, refusal=api.RegistryRefused)
        assert done is True
        assert isinstance(refused, api.RegistryRefused) and refused.code == "conflict"


def test_a_benefit_for_some_months_ends_with_the_last(person: models.Person) -> None:
    for_a_year = {
        "benefit": "unemployment",
        "from": "2026-10",
        "amount_fen": 171_000,
        "last_month": "2027-09",
    }
    do("benefit_award", for_a_year)
    assert (entitlement().last_month, entitlement().status) == (Month(2027, 9), "active")
    again = {**for_a_year, "from": "2027-09", "last_month": "2027-12"}
    with pytest.raises(api.RegistryRefused) as refused:
        do("benefit_award", again, case="4504000000000002")
    assert refused.value.code == "conflict"
    do("benefit_award", {**again, "from": "2027-10"}, case="4504000000000002")
    states = models.Entitlement.objects.order_by("id").values_list("status", "status_reason")
    assert list(states) == [("ended", "expired"), ("active", "")]
    with pytest.raises(api.RegistryRefused) as refused:
        do("benefit_award", {**for_a_year, "last_month": "2026-09"}, case="4504000000000004")
    assert refused.value.code == "bad_data"


def test_one_employers_spell_ends_alone(person: models.Person) -> None:
    first, second = add_employer(), add_employer(uscc="91450400MA00000002")
    for employer in (first, second):
        add_enrolment(person, "2020-01", None, employer=employer)
    do("enrolment_end", {"kind": "employee_pension", "last_month": "2026-09", "employer": first.uscc})
    ends = {spell.employer: spell.period.end for spell in models.Enrolment.objects.all()}
    assert ends == {first: Month(2026, 9), second: None}


def test_a_spell_cannot_end_before_it_began(person: models.Person) -> None:
    add_enrolment(person, "2020-01", None)
    with pytest.raises(api.RegistryRefused) as refused:
        do("enrolment_end", {"kind": "employee_pension", "last_month": "2019-12"})
    assert refused.value.code == "bad_data"


def order(
    amount: int = 345_678,
    *,
    case: str = CASE,
    benefit: str = "employee_pension_lump_sum",
    agency: str = WUZHOU,
) -> api.Order:
    reason = Text("一次性待遇", "lump sum")
    effect = Post(NUMBER, "resident", benefit, amount, date(2026, 12, 1), reason)
    return api.order_payment(agency=agency, effect=effect, case_number=case, now=NOW)


def test_a_payment_is_ordered_once_for_a_case_and_benefit(person: models.Person) -> None:
    first = order()
    assert order() == first
    assert order(case="4504000000000021") != first
    assert api.orders_of(agency=WUZHOU, case_number=CASE) == (first,)
    assert (first.amount_fen, first.status, first.reason.zh) == (345_678, "ordered", "一次性待遇")


def test_a_second_order_that_says_something_else_is_refused(person: models.Person) -> None:
    order()
    with pytest.raises(api.RegistryRefused) as refused:
        order(345_679)
    assert refused.value.code == "conflict"


@pytest.mark.parametrize(
    "change, code",
    [
        ({"benefit": "gold"}, "unknown_code"),
        ({"amount": 0}, "bad_data"),
        ({"amount": -5}, "bad_data"),
        ({"agency": FOSHAN}, "unknown_person"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    person: models.Person, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        order(**change)
    assert refused.value.code == code


def test_two_at_once_still_write_once(live_database: Server) -> None:
    with agency_context(agency=WUZHOU):
        add_document(add_person(), NUMBER)
    together = threading.Barrier(4)
    done: list[bool] = []

    def work() -> None:
        together.wait(timeout=10)
        done.append(do("certification", PROOF))
        order()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [False, False, False, True]
    with agency_context(agency=WUZHOU):
        assert models.Certification.objects.count() == 1
        assert models.PaymentOrder.objects.count() == 1
