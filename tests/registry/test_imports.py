"""Imports: what is sound is loaded whole, what breaks a rule waits with all its reasons."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.kernel.api import FactKind, FactQuery, Text, read_shipped
from shebaotong.registry import api, models
from shebaotong.store.api import agency_context
from support.examples import examples

from .records import EMPLOYER, NUMBER, plain, sound
from .support import FOSHAN, WUZHOU

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
READER = api.Reader(agency=FOSHAN, display="何志斌", role="clerk")
PURPOSE = Text("数据治理", "data quality")


@pytest.fixture(autouse=True)
def foshan() -> Iterator[None]:
    api.import_employers(
        agency=FOSHAN,
        employers=[api.EmployerIn(EMPLOYER, "佛山演示陶瓷厂", "440600", synthetic=True)],
        as_of=NOW.date(),
    )
    with agency_context(agency=FOSHAN):
        yield


def take(*records: Any, agency: str = FOSHAN) -> api.ImportReport:
    return api.import_people(agency=agency, stream=records, batch="test", now=NOW)


def reasons() -> list[tuple[str, str]]:
    (held,) = api.quarantined(agency=FOSHAN)
    return [(reason.code.value, reason.field) for reason in held.reasons]


def fact(kind: FactKind) -> dict[str, Any]:
    query = FactQuery(kind, NUMBER, PURPOSE)
    (found,) = api.read_facts(agency=FOSHAN, queries=[query], reader=READER, case_number="", now=NOW)
    return found.value


@pytest.mark.row("P2", "a person with all kinds of insurance in one database")
def test_a_sound_record_is_loaded_whole() -> None:
    assert take(sound()) == api.ImportReport(loaded=1, held=0)
    person = fact(FactKind.PERSON)
    assert (person["name"], person["former_names"]) == ("杜月华", [{"name": "杜月花", "until": "2001-05-31"}])
    assert [document["kind"] for document in person["documents"]] == ["resident", "resident_15"]
    assert [spell["start"] for spell in fact(FactKind.ENROLMENTS)["spells"]] == ["2010-10", "2016-01"]
    assert fact(FactKind.CONTRIBUTIONS)["paid_months"] == {"employee_pension": 2}
    assert fact(FactKind.ACCOUNT)["accounts"][0]["balance_fen"] == 72_000
    assert fact(FactKind.ENTITLEMENTS)["entitlements"][0]["certified_until"] == "2027-01-01"
    assert fact(FactKind.ENTITLEMENTS)["certifications"][0]["method"] == "data_comparison"
    assert fact(FactKind.PAYMENTS)["payments"][0]["amount_fen"] == 1000
    assert models.Person.objects.get().pinyin == "duyuehua"
    assert models.EntitlementVersion.objects.count() == 1


def test_a_line_of_json_is_as_good() -> None:
    assert take(json.dumps(sound())).loaded == 1


def test_the_bare_minimum_is_enough() -> None:
    assert take(plain("450499198001010010", "1980-01-01", "M")).loaded == 1


SPELL = {"kind": "employee_pension", "start": "2010-01"}
BAD = read_shipped(Path(__file__).with_name("bad_records.yaml").read_text(encoding="utf-8"))


@pytest.mark.row("P2", "a record that breaks a rule is held with all its reasons")
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["case"])
def test_what_breaks_a_rule_waits_with_its_reason(bad: dict[str, Any]) -> None:
    assert take(sound(**bad["change"])) == api.ImportReport(loaded=0, held=1)
    assert tuple(bad["reason"]) in reasons()
    assert not models.Person.objects.exists()


def test_half_a_character_is_held_with_a_mark_in_its_place() -> None:
    take(sound(phone="\ud800"))
    assert reasons() == [("characters", "")]
    assert models.QuarantinedRecord.objects.get().record["phone"] == "\ufffd"


@pytest.mark.parametrize("line", ["{", "[]", "null", '"x"', "\0", '{"name": "\\ud800"}'])
def test_what_is_no_record_at_all_waits_too(line: str) -> None:
    assert take(line).held == 1
    assert reasons()[0][0] in {"form", "characters"}


NESTED = "[" * 600 + "]" * 600
YEAR = sound()["contributions"][0]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (sound(contributions=[{**YEAR, "paid": 3584.0}]), "contributions/0/paid"),
        (sound(contributions=[{**YEAR, "year": 2010.0}]), "contributions/0/year"),
        (
            sound(contributions=[{**YEAR, "bases_fen": [None] * 9 + [9.0] * 3}]),
            "contributions/0/bases_fen/9",
        ),
        (sound(payments=[{**sound()["payments"][0], "amount_fen": 1e3}]), "payments/0/amount_fen"),
        (
            json.dumps(sound(payments=[{**sound()["payments"][0], "amount_fen": 1e3}])),
            "payments/0/amount_fen",
        ),
        (sound(x=math.nan), ""),
        (sound(x={1, 2}), ""),
        ('{"x": NaN}', ""),
        ('{"x": 1e400}', ""),
        (f'{{"x": {"9" * 5000}}}', ""),
        ('{"name": "甲", "name": "乙"}', ""),
        ("[" * 100_000, ""),
        (f'{{"x": {NESTED}}}', ""),
        ({**sound(), "x": json.loads(NESTED)}, ""),
        ({**sound(), "x": json.loads(NESTED), "y": 1.5}, ""),
        (json.loads(NESTED), ""),
        (sound(former_names=[{"name": "甲", "until": "0000-01-01"}]), "former_names/0/until"),
    ],
    ids=lambda value: str(value)[-40:] if isinstance(value, str) else "data",
)
def test_what_no_column_takes_is_held_and_keeps_nobody_out(record: Any, field: str) -> None:
    """One such line ended the whole import, each time it was tried."""
    good = plain("450499198001010010", "1980-01-01", "M")
    assert take(record, good) == api.ImportReport(loaded=1, held=1)
    assert reasons()[0] == ("form", field)


def test_all_reasons_are_given_at_once() -> None:
    take(sound(sex="M", birth="1976-02-16", enrolments=[SPELL, SPELL]))
    assert {code for code, _ in reasons()} == {"birth_differs", "sex_differs", "overlap"}


@pytest.mark.row("P2", "of two people with one number one waits until somebody has looked")
def test_of_two_people_with_one_number_one_is_live_and_the_other_waits() -> None:
    assert take(sound(), sound(name="冒名")) == api.ImportReport(loaded=1, held=1)
    assert reasons() == [("number_taken", "documents/0/number"), ("number_taken", "documents/1/number")]
    assert take(sound(name="再来")).held == 1
    with agency_context(agency=WUZHOU):
        assert take(sound(enrolments=None), agency=WUZHOU).loaded == 1


def test_the_reasons_have_words_in_both_languages() -> None:
    texts = [api.Reason(code, "").text for code in api.ReasonCode]
    assert all(text.zh and text.en for text in texts)


@pytest.mark.row("P2", "a held record is mended and loaded")
def test_a_mended_record_is_loaded_and_the_delivery_stays_as_proof() -> None:
    broken = sound(sex="M")
    take(broken)
    (held,) = api.quarantined(agency=FOSHAN)
    assert held.name == "杜*华"
    opened = api.open_quarantined(agency=FOSHAN, held=held.id, reader=READER, purpose=PURPOSE, now=NOW)
    assert opened == broken
    assert models.ReadEntry.objects.get().what == "quarantine"
    still = api.retry_quarantined(
        agency=FOSHAN, held=held.id, record=sound(birth="1976-02-16"), by="何", now=NOW
    )
    assert [reason.code.value for reason in still] == ["birth_differs", "birth_differs"]
    assert reasons() == [("birth_differs", "documents/0/number"), ("birth_differs", "documents/1/number")]
    assert api.retry_quarantined(agency=FOSHAN, held=held.id, record=sound(), by="何", now=NOW) == ()
    (settled,) = models.QuarantinedRecord.objects.all()
    assert (settled.state, settled.record, settled.person) == ("loaded", broken, models.Person.objects.get())
    with pytest.raises(api.RegistryRefused):
        api.retry_quarantined(agency=FOSHAN, held=held.id, record=sound(), by="何", now=NOW)


def test_a_record_may_be_dropped_once() -> None:
    take(sound(sex="M"))
    (held,) = api.quarantined(agency=FOSHAN)
    api.drop_quarantined(agency=FOSHAN, held=held.id, by="何", now=NOW)
    assert api.quarantined(agency=FOSHAN) == ()
    assert [one.id for one in api.quarantined(agency=FOSHAN, state="dropped")] == [held.id]
    with pytest.raises(api.RegistryRefused):
        api.drop_quarantined(agency=FOSHAN, held=held.id, by="何", now=NOW)


def test_another_agency_cannot_open_what_waits() -> None:
    take(sound(sex="M"))
    (held,) = api.quarantined(agency=FOSHAN)
    assert api.quarantined(agency=WUZHOU) == ()
    with pytest.raises(api.RegistryRefused):
        api.open_quarantined(agency=WUZHOU, held=held.id, reader=READER, purpose=PURPOSE, now=NOW)


@pytest.mark.slow
def test_progress_is_told_batch_by_batch() -> None:
    told: list[int] = []
    records = [{"name": "甲"}] * 2_001
    api.import_people(agency=FOSHAN, stream=records, batch="test", now=NOW, progress=told.append)
    assert told == [2_000, 2_001]


def test_the_locator_is_told_every_number_under_which_a_person_may_be_asked_for() -> None:
    take(
        sound(documents=[{"kind": "resident_15", "number": "450499760215182"}]),
        plain(
            "450499198001010010",
            "1980-01-01",
            "M",
            documents=[{"kind": "travel_hk_mo_11", "number": "H1234567802"}],
        ),
    )
    assert list(api.holdings(agency=FOSHAN)) == [
        "450499760215182", NUMBER, "H1234567802", "H12345678",
    ]  # fmt: skip
    assert list(api.holdings(agency=WUZHOU)) == []


@pytest.mark.parametrize("uscc, name", [("91440600MA4000001J", "错"), ("x", "错"), (EMPLOYER, "  ")])
def test_an_employer_with_a_wrong_code_or_no_name_is_refused(uscc: str, name: str) -> None:
    with pytest.raises(api.RegistryRefused):
        api.import_employers(
            agency=FOSHAN, employers=[api.EmployerIn(uscc, name, "440600")], as_of=NOW.date()
        )


def test_an_employer_that_is_there_gets_its_new_name() -> None:
    again = api.EmployerIn(EMPLOYER, "新名", "440600")
    api.import_employers(agency=FOSHAN, employers=[again], as_of=date(2026, 11, 23))
    assert models.Employer.objects.get().name == "新名"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(sorted(sound())), JSON)
def test_no_rubbish_in_any_part_brings_the_import_down(part: str, value: Any) -> None:
    report = take({**sound(), part: value})
    assert report.loaded + report.held == 1
