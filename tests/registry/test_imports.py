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
from shebaotong.registry.imports import checking
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


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE: dict[str, Any] = {
    "a number that becomes infinite": '{"x": 1e400}',
    "no number": '{"x": NaN}',
    "a key twice": '{"name": "杜月华", "name": "杜月花"}',
    "too deep to be read": "[" * 100_000,
    "too deep to be looked into": json.dumps({"x": nested(300)}),
    "nested lists": {**sound(), "x": nested(600)},
    "no number in data": {"x": math.nan},
    "a number of 5000 digits": {"x": 10**5_000},
    "a number as a key": {1: "x"},
    "a date": sound(birth=date(1976, 2, 15)),
    "bytes": b"{}",
    "a set": {"x": {1}},
    "NUL in a key": {"a\0": 1},
    "a name longer than its pinyin may be": sound(name="双" * 100),
}


def test_nothing_that_comes_keeps_the_others_out() -> None:
    """One such record took the whole import down, each time it was tried."""
    assert take(*HOSTILE.values(), sound()) == api.ImportReport(loaded=1, held=len(HOSTILE))
    held = dict(zip(HOSTILE, api.quarantined(agency=FOSHAN), strict=True))
    for case, one in held.items():
        assert one.reasons and all(reason.text.zh and reason.text.en for reason in one.reasons), case
    kept = {case: models.QuarantinedRecord.objects.get(pk=one.id).record for case, one in held.items()}
    for case, delivered in HOSTILE.items():
        if isinstance(delivered, str):
            assert kept[case] == {"line": delivered}, "what has no sound form as data is kept as it came"
    assert kept["no number in data"] == {"x": "nan"}
    assert kept["a date"]["birth"] == "1976-02-15"
    assert [reason.field for reason in held["a date"].reasons] == ["birth"]


def test_what_no_rule_has_foreseen_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = sound(
        documents=[
            {"kind": "resident", "number": NUMBER, "valid_from": "2020-01-01", "valid_to": "2019-01-01"}
        ]
    )
    others = [plain(number, "1980-01-01", "M") for number in ("450499198001010010", "450499198001010037")]
    with monkeypatch.context() as patched:
        patched.setattr(checking, "_RULES", ())
        assert take(others[0], bad, others[1]) == api.ImportReport(loaded=2, held=1)
        assert reasons() == [("database", "")]
        (held,) = api.quarantined(agency=FOSHAN)
        assert "identity_valid_order" in held.reasons[0].detail
        (still,) = api.retry_quarantined(agency=FOSHAN, held=held.id, record=bad, by="何", now=NOW)
    assert still == held.reasons[0]


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


@pytest.mark.parametrize(
    "uscc, name, region",
    [
        ("91440600MA4000001J", "错", "440600"),
        ("x", "错", "440600"),
        ("\0", "错", "440600"),
        (EMPLOYER, "  ", "440600"),
        (EMPLOYER, "错\0", "440600"),
        (EMPLOYER, "错\ud800", "440600"),
        (EMPLOYER, "错" * 201, "440600"),
        (EMPLOYER, "错", "4406000"),
        (EMPLOYER, "错", ""),
    ],
)
def test_an_employer_that_cannot_be_kept_is_refused(uscc: str, name: str, region: str) -> None:
    given = api.EmployerIn(uscc, name, region)
    with pytest.raises(api.RegistryRefused) as refused:
        api.import_employers(agency=FOSHAN, employers=[given], as_of=NOW.date())
    assert refused.value.code == "bad_data"
    assert models.Employer.objects.get().name == "佛山演示陶瓷厂"


def test_of_an_employer_that_is_given_twice_the_last_counts() -> None:
    given = [api.EmployerIn(EMPLOYER, name, "440600") for name in ("新名", "更新的名")]
    assert api.import_employers(agency=FOSHAN, employers=given, as_of=NOW.date()) == 2
    assert models.Employer.objects.get().name == "更新的名"


def test_an_employer_that_is_there_gets_its_new_name() -> None:
    again = api.EmployerIn(EMPLOYER, "新名", "440600")
    api.import_employers(agency=FOSHAN, employers=[again], as_of=date(2026, 11, 23))
    assert models.Employer.objects.get().name == "新名"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
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
