"""The locator answers for an open case only, signs, counts and logs, and tells the person."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from shebaotong.kernel.api import Text
from shebaotong.network.api import (
    LocatorQuestion,
    LocatorRefused,
    NoSigningKey,
    admit,
    locate,
    locate_together,
    lookups_of,
    number_token,
    provide_case_check,
    register_holdings,
    sign_accession,
)
from shebaotong.network.models import LocatorEntry, LocatorLookup
from shebaotong.store.api import agency_context

FOSHAN, WUZHOU, YULIN, ZUNYI, STRANGER = "440600", "450400", "450900", "520300", "520200"
ZHONGSHAN, ONE_NETWORK = "442000", "one-network-2024"
NUMBER, OTHER = "45040019650101001X", "11010519491231002X"
OPEN_CASE, CLOSED_CASE = "4406000000000011", "4406000000000022"
PURPOSE = Text("核实是否在异地领取养老金", "Check whether a pension is drawn elsewhere")


@pytest.fixture(autouse=True)
def held(network: None) -> Iterator[None]:
    """Wuzhou, Yulin and Zunyi hold the number; Foshan has one case open and one closed."""
    for agency, numbers in ((WUZHOU, [NUMBER]), (YULIN, [NUMBER, OTHER]), (ZUNYI, [NUMBER])):
        with agency_context(agency=agency):
            register_holdings(agency=agency, numbers=numbers)
    before = provide_case_check(lambda agency, case: agency == FOSHAN and case == OPEN_CASE)
    yield
    provide_case_check(before)


def ask(
    now: datetime, *, agency: str = FOSHAN, number: str = NUMBER, case: str = OPEN_CASE
) -> tuple[str, ...]:
    with agency_context(agency=agency):
        return locate(asking_agency=agency, number=number, case_number=case, purpose=PURPOSE, now=now)


def refusal(now: datetime, *, agency: str = FOSHAN, case: str = OPEN_CASE) -> str:
    with pytest.raises(LocatorRefused) as refused:
        ask(now, agency=agency, case=case)
    assert refused.value.reason.zh and refused.value.reason.en
    return refused.value.code


def logged() -> int:
    with agency_context(agency=FOSHAN):
        return LocatorLookup.objects.count()


@pytest.mark.row("Y2", "the locator says where a person is insured")
@pytest.mark.parametrize("typed", [NUMBER, "450400 19650101 001x", "４５０４００１９６５０１０１００１Ｘ"])
def test_an_open_case_learns_which_agencies_hold_the_number(now: datetime, typed: str) -> None:
    assert ask(now, number=typed) == (WUZHOU, YULIN)


def test_a_number_that_nobody_holds_is_answered_and_logged(now: datetime) -> None:
    assert ask(now, number="110105194912310038") == ()
    assert logged() == 1


@pytest.mark.parametrize("case", ["", CLOSED_CASE, "4406999999999999"])
def test_without_an_open_case_nothing_is_said(now: datetime, case: str) -> None:
    assert refusal(now, case=case) == "no_case"
    assert logged() == 0


def test_another_agencys_case_opens_nothing(now: datetime) -> None:
    assert refusal(now, agency=STRANGER) == "no_case"


def test_before_the_cases_are_wired_in_everything_is_refused(now: datetime) -> None:
    provide_case_check(None)
    assert refusal(now) == "no_case"


def test_a_look_up_states_its_purpose(now: datetime) -> None:
    with agency_context(agency=FOSHAN), pytest.raises(LocatorRefused) as refused:
        locate(asking_agency=FOSHAN, number=NUMBER, case_number=OPEN_CASE, purpose=Text(" ", ""), now=now)
    assert refused.value.code == "no_purpose"


def test_an_agency_cannot_ask_in_anothers_name(now: datetime) -> None:
    with agency_context(agency=STRANGER), pytest.raises(NoSigningKey):
        locate(asking_agency=FOSHAN, number=NUMBER, case_number=OPEN_CASE, purpose=PURPOSE, now=now)


def test_several_cases_ask_by_one_call_and_each_is_answered_refused_and_logged_for_itself(
    now: datetime,
) -> None:
    def question(number: str, case: str = OPEN_CASE, purpose: Text = PURPOSE) -> LocatorQuestion:
        return LocatorQuestion(number, case, purpose, now)

    asked = [
        question(OTHER),
        question(NUMBER, case=CLOSED_CASE),
        question(NUMBER),
        question(NUMBER, purpose=Text(" ", "")),
        question("110105194912310038"),
    ]
    with agency_context(agency=FOSHAN):
        answers = locate_together(asking_agency=FOSHAN, asked=asked)
        rows = list(LocatorLookup.objects.order_by("id").values_list("number_token", "found", "case_number"))
    told = [each.code if isinstance(each, LocatorRefused) else each for each in answers]
    assert told == [(YULIN,), "no_case", (WUZHOU, YULIN), "no_purpose", ()]
    tokens = [number_token(number=number) for number in (OTHER, NUMBER, "110105194912310038")]
    assert rows == [(token, found, OPEN_CASE) for token, found in zip(tokens, (1, 2, 0), strict=True)]


def test_the_limit_is_met_in_the_midst_of_several(now: datetime) -> None:
    earlier(settings.LOOKUPS_PER_HOUR - 2, 30, now)
    asked = [LocatorQuestion(NUMBER, OPEN_CASE, PURPOSE, now)] * 3
    with agency_context(agency=FOSHAN):
        *answered, refused = locate_together(asking_agency=FOSHAN, asked=asked)
    assert answered == [(WUZHOU, YULIN)] * 2
    assert isinstance(refused, LocatorRefused) and refused.code == "rate"
    assert logged() == settings.LOOKUPS_PER_HOUR


def earlier(count: int, minutes: int, now: datetime) -> None:
    """Look-ups of Foshan's, so many minutes ago by the database's clock."""
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO network_locatorlookup (agency, number_token, case_number, purpose_zh, purpose_en,"
            " asked_at, signature, found, logged_at)"
            " SELECT %s, 'x', %s, '', '', %s, '', 0, clock_timestamp() - make_interval(mins => %s)"
            " FROM generate_series(1, %s)",
            [FOSHAN, OPEN_CASE, now, minutes, count],
        )


def test_an_agency_that_asks_too_often_is_refused_without_a_trace_of_the_answer(now: datetime) -> None:
    earlier(settings.LOOKUPS_PER_HOUR - 1, 30, now)
    assert ask(now) == (WUZHOU, YULIN)
    assert refusal(now) == "rate"
    assert logged() == settings.LOOKUPS_PER_HOUR


def test_the_rate_cannot_be_cheated_by_naming_another_time(now: datetime) -> None:
    earlier(settings.LOOKUPS_PER_HOUR, 30, now)
    assert refusal(now + timedelta(days=30)) == "rate"


def test_after_an_hour_it_answers_again(now: datetime) -> None:
    earlier(settings.LOOKUPS_PER_HOUR, 61, now)
    assert ask(now) == (WUZHOU, YULIN)


def test_only_cities_under_a_common_agreement_are_named(now: datetime) -> None:
    """Zunyi is bound to Wuzhou, not to Foshan; a city that takes part in nothing learns nothing."""
    provide_case_check(lambda agency, case: True)
    assert ask(now, agency=WUZHOU) == (WUZHOU, YULIN, ZUNYI)
    assert ask(now, agency=ZUNYI) == (WUZHOU, YULIN, ZUNYI)
    assert ask(now, agency=STRANGER) == ()


def test_a_city_learns_from_the_day_on_which_its_signature_is_admitted(now: datetime) -> None:
    provide_case_check(lambda agency, case: True)
    with agency_context(agency=STRANGER):
        signed = sign_accession(agreement=ONE_NETWORK, member=STRANGER, signed_on=now.date())
    with agency_context(agency=ZHONGSHAN):
        admit(accession=signed)
    assert ask(now - timedelta(days=1), agency=STRANGER) == ()
    assert ask(now, agency=STRANGER) == (WUZHOU, YULIN, ZUNYI)


def test_one_agencys_haste_does_not_stop_another(now: datetime) -> None:
    earlier(settings.LOOKUPS_PER_HOUR, 30, now)
    provide_case_check(lambda agency, case: agency == WUZHOU)
    assert ask(now, agency=WUZHOU) == (WUZHOU, YULIN, ZUNYI)


def test_the_person_sees_who_asked_for_what_and_when(now: datetime) -> None:
    ask(now)
    ask(now + timedelta(minutes=5))
    ask(now, number=OTHER)
    seen = lookups_of(number_token=number_token(number=NUMBER))
    assert [lookup.at for lookup in seen] == [now + timedelta(minutes=5), now]
    assert {(lookup.agency, lookup.case_number, lookup.purpose, lookup.found) for lookup in seen} == {
        (FOSHAN, OPEN_CASE, PURPOSE, 2)
    }


def test_a_log_entry_cannot_be_changed_or_removed(now: datetime) -> None:
    ask(now)
    for statement in ("UPDATE network_locatorlookup SET found = 0", "DELETE FROM network_locatorlookup"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            agency_context(agency=FOSHAN),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_agency_sees_its_own_entries_and_look_ups_only(now: datetime) -> None:
    ask(now)
    with agency_context(agency=STRANGER):
        assert not LocatorEntry.objects.exists()
        assert not LocatorLookup.objects.exists()
    with agency_context(agency=WUZHOU):
        assert set(LocatorEntry.objects.values_list("agency_id", flat=True)) == {WUZHOU}
        assert not LocatorLookup.objects.exists()


def test_without_an_agency_the_function_says_nothing() -> None:
    with (
        pytest.raises(DatabaseError, match="no agency asks"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT network_locate('t', 'c', 'p', 'p', now(), 's', 9)")


def test_a_look_up_leaves_the_table_closed_behind_it(now: datetime) -> None:
    with agency_context(agency=FOSHAN):
        locate(asking_agency=FOSHAN, number=NUMBER, case_number=OPEN_CASE, purpose=PURPOSE, now=now)
        assert not LocatorEntry.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('shebaotong.locating', true)")
            assert cursor.fetchone()[0] == ""


def test_registering_again_adds_nothing() -> None:
    with agency_context(agency=WUZHOU):
        register_holdings(agency=WUZHOU, numbers=[NUMBER, "450400-19650101-001X"])
        assert LocatorEntry.objects.count() == 1


def test_no_number_is_stored() -> None:
    with agency_context(agency=WUZHOU):
        assert NUMBER not in LocatorEntry.objects.get().number_token
    assert number_token(number=NUMBER) != number_token(number=OTHER)


@pytest.mark.parametrize(
    ("issued", "again"),
    [
        ("H1234567800", "H1234567801"),  # a reissued travel permit
        ("H1234567801", "H12345678"),  # the card of 2013
        ("110105491231002", "11010519491231002X"),  # the first generation of the resident's card
    ],
)
def test_a_number_issued_again_is_the_same_persons(issued: str, again: str) -> None:
    assert number_token(number=issued) == number_token(number=again)


def test_an_empty_number_stands_for_nobody() -> None:
    with pytest.raises(ValueError, match="empty"):
        number_token(number=" - ")
