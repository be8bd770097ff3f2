"""What the register answers, in which shape, and that every reading is seen by the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shebaotong.kernel.api import Fact, FactKind, FactQuery, Month, Text
from shebaotong.registry import api, models
from shebaotong.store.api import agency_context

from .support import FOSHAN, WUZHOU, add_document, add_employer, add_enrolment, add_person

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DU = "450499197602151826"
READER = api.Reader(agency=WUZHOU, display="林雪梅", role="clerk")
PURPOSE = Text("退休协查", "retirement assistance")


@pytest.fixture
def du() -> Iterator[models.Person]:
    with agency_context(agency=WUZHOU):
        person = add_person(phone="13800001826")
        add_document(person, DU)
        models.FormerName.objects.create(
            agency=WUZHOU, person=person, name="杜月花", pinyin="duyuehua", until=date(2001, 5, 31)
        )
        yield person


def ask(
    about: FactKind,
    /,
    number: str = DU,
    *,
    agency: str = WUZHOU,
    number_kind: str = "resident",
    **details: Any,
) -> Fact:
    query = FactQuery(about, number, PURPOSE, number_kind, details)
    (fact,) = api.read_facts(agency=agency, queries=[query], reader=READER, case_number="4504", now=NOW)
    return fact


def test_a_person(du: models.Person) -> None:
    fact = ask(FactKind.PERSON)
    assert (fact.known, fact.source, fact.as_of) == (True, WUZHOU, date(2026, 11, 23))
    assert fact.value == {
        "name": "杜月华",
        "former_names": [{"name": "杜月花", "until": "2001-05-31"}],
        "sex": "F",
        "birth": "1976-02-15",
        "hukou_region": "450400",
        "phone": "138****1826",
        "deceased_on": None,
        "synthetic": True,
        "documents": [
            {
                "kind": "resident",
                "masked": "4504**********1826",
                "last_four": "1826",
                "country": "",
                "valid_from": None,
                "valid_to": None,
            }
        ],
    }


def test_enrolments_oldest_first_and_by_scheme(du: models.Person) -> None:
    add_enrolment(du, "2010-11", None)
    add_enrolment(du, "1998-03", "2006-11", employer=add_employer())
    add_enrolment(du, "2010-11", None, kind="unemployment")
    spells = ask(FactKind.ENROLMENTS, kind="employee_pension").value["spells"]
    assert spells == [
        {
            "kind": "employee_pension",
            "employer": {"uscc": "91450400MA00000001", "name": "演示厂"},
            "start": "1998-03",
            "end": "2006-11",
            "status": "normal",
            "account_kind": "general",
        },
        {
            "kind": "employee_pension",
            "employer": None,
            "start": "2010-11",
            "end": None,
            "status": "normal",
            "account_kind": "general",
        },
    ]
    assert len(ask(FactKind.ENROLMENTS).value["spells"]) == 3


def test_contributions_count_paid_months_only(du: models.Person) -> None:
    bases = [None, None, *[300_000] * 10]
    models.Contribution.objects.create(
        agency=WUZHOU, person=du, kind="employee_pension", year=1998, bases=bases, paid=0b011111111100
    )
    fact = ask(FactKind.CONTRIBUTIONS)
    assert fact.value == {
        "years": [
            {
                "kind": "employee_pension",
                "year": 1998,
                "bases_fen": bases,
                "paid": [False, False, *[True] * 9, False],
            }
        ],
        "paid_months": {"employee_pension": 9},
    }


def test_the_balance_of_an_account_is_the_sum_of_its_entries(du: models.Person) -> None:
    account = models.Account.objects.create(
        agency=WUZHOU, person=du, scheme="employee_pension", opened=Month(1998, 3)
    )
    empty = models.Account.objects.create(
        agency=WUZHOU, person=du, scheme="resident_pension", opened=Month(2012, 1)
    )
    for kind, amount in (("contribution", 500_000), ("interest", 12_345), ("reversal", -45)):
        models.AccountEntry.objects.create(
            agency=WUZHOU, account=account, kind=kind, month=Month(1998, 12), amount_fen=amount
        )
    assert empty.pk
    assert ask(FactKind.ACCOUNT).value["accounts"] == [
        {"scheme": "employee_pension", "kind": "general", "opened": "1998-03", "balance_fen": 512_300},
        {"scheme": "resident_pension", "kind": "general", "opened": "2012-01", "balance_fen": 0},
    ]


def test_entitlements_and_payments(du: models.Person) -> None:
    models.Entitlement.objects.create(
        agency=WUZHOU, person=du, benefit="resident_pension", from_month=Month(2025, 1), amount_fen=16_300,
        certified_until=date(2027, 1, 31), changed_at=NOW,
    )  # fmt: skip
    for month in (Month(2026, 8), Month(2026, 10), Month(2026, 9)):
        models.Payment.objects.create(
            agency=WUZHOU, person=du, benefit="resident_pension", month=month, amount_fen=16_300,
            paid_on=date(2026, month.month, 15),
        )  # fmt: skip
    assert ask(FactKind.ENTITLEMENTS).value["entitlements"] == [
        {
            "benefit": "resident_pension",
            "from": "2025-01",
            "last_month": None,
            "amount_fen": 16_300,
            "status": "active",
            "status_reason": "",
            "certified_until": "2027-01-31",
        }
    ]
    paid = ask(FactKind.PAYMENTS, limit=2).value
    assert [payment["month"] for payment in paid["payments"]] == ["2026-10", "2026-09"]
    assert paid["more"] is True
    assert ask(FactKind.PAYMENTS).value["more"] is False


def test_an_employer_is_no_persons_data_and_is_not_logged(du: models.Person) -> None:
    add_employer()
    fact = ask(FactKind.EMPLOYER, "91450400ma00000001", number_kind="uscc")
    assert fact.value == {
        "uscc": "91450400MA00000001", "name": "演示厂", "region": WUZHOU, "synthetic": True
    }  # fmt: skip
    assert not models.ReadEntry.objects.exists()


OF_A_PERSON = sorted(set(FactKind) - {FactKind.EMPLOYER, FactKind.PLACES})


@pytest.mark.parametrize("kind", OF_A_PERSON)
def test_a_number_that_nobody_holds_is_not_known_and_the_question_is_logged(kind: FactKind) -> None:
    fact = ask(kind, "450499197602151869")
    assert (fact.known, fact.value) == (False, {})
    with agency_context(agency=WUZHOU):
        entry = models.ReadEntry.objects.get()
    assert (entry.person, entry.asked) == (None, "4504**********1869")


@pytest.mark.parametrize("number", ["", "x", "'; drop table registry_person; --", "1" * 500, "杜月华"])
def test_what_is_no_number_is_simply_not_known(number: str) -> None:
    assert not ask(FactKind.PERSON, number).known


def test_another_agency_does_not_know_the_person(du: models.Person) -> None:
    assert not ask(FactKind.PERSON, agency=FOSHAN).known


@pytest.mark.parametrize(
    "number, kind",
    [
        ("450499760215182", "resident_15"),
        ("４５０４９９１９７６０２１５１８２６", "resident"),
        ("450499 19760215 1826", "resident"),
    ],
)
def test_other_writings_and_the_15_digit_form_are_the_same_person(
    du: models.Person, number: str, kind: str
) -> None:
    assert ask(FactKind.PERSON, number, number_kind=kind).known


@pytest.mark.row("C2", "permits of 8, 9, 10 and 11 characters find their holder, reissued or not")
@pytest.mark.parametrize(
    "kept, asked",
    [
        (("H12345678", "travel_hk_mo"), ("H1234567802", "travel_hk_mo_11")),
        (("01234567", "travel_tw"), ("0123456701B", "travel_tw_old")),
    ],
)
@pytest.mark.row("W2", "papers of Hong Kong, Macau and Taiwan find their holder, reissued or not")
def test_a_reissued_permit_is_the_same_person(kept: tuple[str, str], asked: tuple[str, str]) -> None:
    with agency_context(agency=WUZHOU):
        add_document(add_person(), *kept)
    assert ask(FactKind.PERSON, asked[0], number_kind=asked[1]).known
    assert not ask(FactKind.PERSON, asked[0], number_kind="passport").known


def test_a_passport_number_of_two_countries_needs_the_country() -> None:
    with agency_context(agency=WUZHOU):
        for country, name in (("JPN", "山田"), ("KOR", "金")):
            person = add_person(name=name)
            models.IdentityDocument.objects.create(
                agency=WUZHOU, person=person, kind="passport", number="TK1234567", key="TK1234567",
                raw="TK1234567", last_four="4567", country=country,
            )  # fmt: skip
    with pytest.raises(api.RegistryRefused) as refused:
        ask(FactKind.PERSON, "TK1234567", number_kind="passport")
    assert refused.value.code == "ambiguous_passport"
    assert ask(FactKind.PERSON, "TK1234567", number_kind="passport", country="KOR").value["name"] == "金"


@pytest.mark.parametrize(
    "kind, details, code",
    [
        (FactKind.ENROLMENTS, {"kind": "medical"}, "unknown_code"),
        (FactKind.PERSON, {"kind": "employee_pension"}, "bad_data"),
        (FactKind.PAYMENTS, {"limit": 121}, "bad_data"),
        (FactKind.PAYMENTS, {"limit": True}, "bad_data"),
    ],
)
def test_an_unknown_detail_is_refused(
    du: models.Person, kind: FactKind, details: dict[str, Any], code: str
) -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        ask(kind, **details)
    assert refused.value.code == code


def test_what_only_the_locator_knows_is_refused() -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        ask(FactKind.PLACES)
    assert refused.value.code == "unknown_code"


def test_an_unknown_kind_of_number_is_refused() -> None:
    with pytest.raises(api.RegistryRefused) as refused:
        ask(FactKind.PERSON, number_kind="library_card")
    assert refused.value.code == "unknown_code"


def test_the_person_sees_who_read_what_when_and_why(du: models.Person) -> None:
    with agency_context(agency=WUZHOU):
        add_document(add_person(name="别人"), "450499198001010012")
    ask(FactKind.PERSON)
    ask(FactKind.ENTITLEMENTS)
    ask(FactKind.PERSON, "450499198001010012")
    seen = api.reads_of(agency=WUZHOU, identifier=DU, identifier_kind="resident", limit=1)
    assert [(event.what, event.reader, event.purpose, event.case_number, event.at) for event in seen] == [
        ("entitlements", READER, PURPOSE, "4504", NOW)
    ]
    older = api.reads_of(agency=WUZHOU, identifier=DU, identifier_kind="resident", before=seen[0].id)
    assert [event.what for event in older] == ["person"]


def test_a_reading_that_fails_leaves_neither_fact_nor_log(du: models.Person) -> None:
    good = FactQuery(FactKind.PERSON, DU, PURPOSE)
    bad = FactQuery(FactKind.ENROLMENTS, DU, PURPOSE, details={"kind": "medical"})
    with pytest.raises(api.RegistryRefused):
        api.read_facts(agency=WUZHOU, queries=[good, bad], reader=READER, case_number="4504", now=NOW)
    assert not models.ReadEntry.objects.exists()


def test_several_cases_ask_by_one_call_and_each_is_answered_and_logged_for_itself(du: models.Person) -> None:
    """What is asked of one person is neither told nor logged for another, whatever each is asked for."""
    other = "450499198001010012"
    with agency_context(agency=WUZHOU):
        second = add_person(name="别人")
        add_document(second, other)
        for person, kind, base in ((du, "employee_pension", 300_000), (second, "unemployment", 400_000)):
            models.Contribution.objects.create(
                agency=WUZHOU, person=person, kind=kind, year=1998, bases=[base] * 12, paid=4095
            )
        add_enrolment(second, "2010-11", None)
        for month in range(3):
            models.Payment.objects.create(
                agency=WUZHOU, person=second, benefit="unemployment", month=Month(2026, 1 + month),
                amount_fen=100 + month, paid_on=date(2026, 1 + month, 28),
            )  # fmt: skip
    queries = [
        [FactQuery(kind, DU, PURPOSE) for kind in (FactKind.PERSON, FactKind.CONTRIBUTIONS)],
        [
            FactQuery(FactKind.PAYMENTS, other, PURPOSE, details={"limit": 2}),
            FactQuery(FactKind.CONTRIBUTIONS, other, PURPOSE, details={"kind": "unemployment"}),
            FactQuery(FactKind.ENROLMENTS, DU, PURPOSE),
        ],
        [FactQuery(FactKind.PERSON, "110105194912310038", PURPOSE)],
        [],
        [FactQuery(FactKind.ENTITLEMENTS, other, PURPOSE), FactQuery(FactKind.ENROLMENTS, other, PURPOSE)],
    ]
    together = api.read_together(
        agency=WUZHOU, asked=[api.Asking(each, READER, f"case{at}", NOW) for at, each in enumerate(queries)]
    )
    log = ("case_number", "person_id", "what", "asked")
    logged = list(models.ReadEntry.objects.order_by("id").values_list(*log))
    assert logged == [
        ("case0", du.pk, "person", ""),
        ("case0", du.pk, "contributions", ""),
        ("case1", second.pk, "payments", ""),
        ("case1", second.pk, "contributions", ""),
        ("case1", du.pk, "enrolments", ""),
        ("case2", None, "person", "1101**********0038"),
        ("case4", second.pk, "entitlements", ""),
        ("case4", second.pk, "enrolments", ""),
    ]
    alone = [
        api.read_facts(agency=WUZHOU, queries=each, reader=READER, case_number="", now=NOW)
        for each in queries
    ]
    assert together == alone
    assert [[fact.known for fact in facts] for facts in together] == [
        [True, True], [True, True, True], [False], [], [True, True],
    ]  # fmt: skip
    assert [year["bases_fen"][0] for facts in together[:2] for year in facts[1].value["years"]] == [
        300_000,
        400_000,
    ]
    assert len(together[1][0].value["payments"]) == 2 and together[1][0].value["more"] is True
    assert together[1][2].value["spells"] == [] and len(together[4][1].value["spells"]) == 1


def test_a_number_of_two_people_among_others_is_refused_and_nothing_of_it_read(du: models.Person) -> None:
    with agency_context(agency=WUZHOU):
        for country in ("JPN", "KOR"):
            models.IdentityDocument.objects.create(
                agency=WUZHOU, person=add_person(name=country), kind="passport", number="TK1234567",
                key="TK1234567", raw="TK1234567", last_four="4567", country=country,
            )  # fmt: skip
    passport = FactQuery(FactKind.PERSON, "TK1234567", PURPOSE, "passport")
    asked = [
        api.Asking([FactQuery(FactKind.PERSON, DU, PURPOSE)], READER, "4504", NOW),
        api.Asking([passport], READER, "4505", NOW),
    ]
    with pytest.raises(api.RegistryRefused) as refused:
        api.read_together(agency=WUZHOU, asked=asked)
    assert refused.value.code == "ambiguous_passport"
    assert not models.ReadEntry.objects.filter(case_number="4505").exists()
