"""Findings at an agency: delivered once, seen by its own people only, every opening logged."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shebaotong.accounts.api import person_token
from shebaotong.findings import api as findings
from shebaotong.store.api import Server, agency_context, provision_agencies
from support.doubts import (
    FOSHAN,
    HEAD,
    KEY,
    LIUPANSHUI,
    NOW,
    READER,
    WUZHOU,
    delivered,
    enrolled,
    finding,
    number,
    rejected,
)
from support.plans import explained, refuse_whole_reads

pytestmark = pytest.mark.db


def listed(agency: str, **more: object) -> findings.FindingPage | None:
    asked = {"key": KEY, "reader": READER, "now": NOW, "size": 10} | more
    return findings.findings_of(agency=agency, **asked)  # type: ignore[arg-type]


def execute(statements: str) -> None:
    """As the program, for Foshan."""
    with agency_context(agency=FOSHAN), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


def references(page: findings.FindingPage | None) -> list[str]:
    assert page is not None
    return [each.reference for each in page.rows]


def test_what_is_delivered_is_what_is_opened() -> None:
    given = finding(left_fen=12_345, clause_verified=False, signs=("证件号码相同", "姓名不一致"))
    assert delivered(given) == 1
    opened = findings.open_finding(agency=FOSHAN, key=KEY, reference="1-0001", reader=READER, now=NOW)
    assert opened is not None and opened[0] == given
    batch, counts = findings.batch_of(agency=FOSHAN, key=KEY, reader=READER) or pytest.fail("no batch")
    assert batch.head == HEAD and batch.own == 1 and counts == {("enrolment", True): 1}


@pytest.mark.row("Y8", "an agency sees the doubts of which it is a side, and no stranger sees any")
def test_the_two_sides_see_a_finding_and_a_stranger_sees_nothing() -> None:
    for agency in (FOSHAN, WUZHOU):
        delivered(finding(), agency=agency)
        assert references(listed(agency)) == ["1-0001"]
    assert listed(LIUPANSHUI) is None
    assert findings.batches_of(agency=LIUPANSHUI) == ()
    assert not findings.has_batch(agency=LIUPANSHUI, key=KEY)
    opened = findings.open_finding(agency=LIUPANSHUI, key=KEY, reference="1-0001", reader=READER, now=NOW)
    assert opened is None
    assert findings.rejected_of(agency=LIUPANSHUI, key=KEY, reader=READER, now=NOW, size=5) is None


def test_a_finding_of_others_is_refused_by_the_program_and_by_the_database() -> None:
    with pytest.raises(findings.DeliveryRefused, match="does not concern 520200"):
        delivered(finding(), agency=LIUPANSHUI)
    assert not findings.has_batch(agency=LIUPANSHUI, key=KEY), "wholly or not at all"
    delivered(finding())
    statements = (
        "CREATE TEMP TABLE c AS SELECT * FROM findings_finding;"
        f"UPDATE c SET left_agency = '{LIUPANSHUI}', reference = 'x', rank = 9, id = 99999;"
        "INSERT INTO findings_finding SELECT * FROM c"
    )
    with pytest.raises(IntegrityError, match="finding_of_a_side"):
        execute(statements)
    with pytest.raises(findings.DeliveryRefused, match=f"not of {WUZHOU}"):
        delivered(agency=WUZHOU, bad=[rejected(FOSHAN)])


def test_an_agencys_own_role_sees_its_own_rows_only(live_database: Server) -> None:
    provision_agencies(server=live_database, agencies=[FOSHAN, LIUPANSHUI])
    delivered(finding(), bad=[rejected()])
    listed(FOSHAN)
    for agency, rows in ((FOSHAN, 1), (LIUPANSHUI, 0)):
        with psycopg.connect(live_database.conninfo(role="admin")) as session:
            session.execute(f'GRANT "agency_{agency}" TO CURRENT_USER')
            session.execute(f'SET ROLE "agency_{agency}"')
            for table in ("batch", "finding", "rejectedrow", "reading"):
                counted = session.execute(f"SELECT count(*) FROM findings_{table}").fetchone()
                assert counted == (rows,), table


def test_the_same_batch_twice_changes_nothing_and_another_is_refused() -> None:
    assert delivered(finding(), bad=[rejected()]) == 1
    assert delivered(finding(), bad=[rejected()]) is None
    others = (
        lambda: delivered(finding(), finding(2), bad=[rejected()]),
        lambda: delivered(finding(months=7), bad=[rejected()]),
        lambda: delivered(finding()),
        lambda: delivered(finding(), bad=[rejected()], head=replace(HEAD, title="别的")),
    )
    for other in others:
        with pytest.raises(findings.DeliveryRefused, match="another key"):
            other()
    assert references(listed(FOSHAN)) == ["1-0001"]


def test_what_was_delivered_cannot_be_changed() -> None:
    delivered(finding())
    for change in (
        "UPDATE findings_finding SET confidence = 1",
        "DELETE FROM findings_reading",
        "UPDATE findings_batch SET title = 'x'",
    ):
        listed(FOSHAN)
        with pytest.raises(DatabaseError, match="only grows"):
            execute(change)


def test_pages_go_forward_and_back_over_what_the_filter_leaves() -> None:
    made = [
        finding(place, kind="benefit" if place % 3 == 0 else "enrolment", confidence=100 if place < 6 else 80)
        for place in range(1, 10)
    ]
    delivered(*made)
    first = listed(FOSHAN, size=4)
    assert references(first) == ["1-0001", "1-0002", "1-0003", "1-0004"]
    assert first is not None and (first.before, first.after) == (None, 4)
    second = listed(FOSHAN, size=4, after=4)
    assert references(second) == ["1-0005", "1-0006", "1-0007", "1-0008"]
    assert second is not None and (second.before, second.after) == (5, 8)
    back = listed(FOSHAN, size=4, before=5)
    assert references(back) == references(first)
    assert back is not None and (back.before, back.after) == (None, 4)
    last = listed(FOSHAN, size=4, after=8)
    assert references(last) == ["1-0009"] and last is not None and last.after is None
    assert references(listed(FOSHAN, kind="benefit")) == ["1-0003", "1-0006", "1-0009"]
    assert references(listed(FOSHAN, kind="benefit", certain=False)) == ["1-0006", "1-0009"]
    assert references(listed(FOSHAN, certain=True)) == [f"1-000{place}" for place in range(1, 6)]
    assert references(listed(FOSHAN, kind="no such kind")) == []


def test_nobody_reads_of_himself_under_any_of_his_numbers() -> None:
    short = number(1)[:6] + number(1)[8:17]
    delivered(finding(right_rows=(enrolled(1, WUZHOU, person_id="H1234567801"),)), finding(2))
    for own in (number(1), short, " h1234567801"):
        self = replace(READER, person_token=person_token(number=own))
        assert references(listed(FOSHAN, reader=self)) == ["1-0002"]
        opened = findings.open_finding(agency=FOSHAN, key=KEY, reference="1-0001", reader=self, now=NOW)
        assert opened is None
        batch, counts = findings.batch_of(agency=FOSHAN, key=KEY, reader=self) or pytest.fail("no batch")
        assert batch.own == 1 == sum(counts.values())


@pytest.mark.row("Y6", "who opened a doubt is logged, with name, role and time")
def test_every_opening_is_logged() -> None:
    delivered(finding(), bad=[rejected()])
    asked = {"agency": FOSHAN, "key": KEY, "reader": READER, "now": NOW}
    first = findings.open_finding(reference="1-0001", **asked)  # type: ignore[arg-type]
    second = findings.open_finding(reference="1-0001", **asked)  # type: ignore[arg-type]
    assert first is not None and first[1] == ()
    assert second is not None and second[1] == (findings.ReadEvent("周示例", "supervisor", NOW),)
    listed(FOSHAN)
    findings.rejected_of(size=5, **asked)  # type: ignore[arg-type]
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        cursor.execute("SELECT what FROM findings_reading ORDER BY id")
        assert [what for (what,) in cursor.fetchall()] == ["1-0001", "1-0001", "list", "rejected"]


@pytest.mark.slow
def test_every_list_is_answered_by_an_index(live_database: Server) -> None:
    """Under the policies, as the program's role, on three thousand findings of each of two agencies."""
    for agency in (FOSHAN, WUZHOU):
        made = [finding(1, reference=f"1-{place:04d}", confidence=100 - place % 2) for place in range(3_000)]
        delivered(*made, agency=agency, bad=[rejected(agency)] * 3_000)
    with psycopg.connect(live_database.conninfo(role="owner"), autocommit=True) as session:
        session.execute("ANALYZE")
    for more in ({}, {"kind": "enrolment"}, {"certain": False}, {"before": 200}, {"after": 2_000}):
        with explained() as plans:
            listed(FOSHAN, **more)
        refuse_whole_reads(plans, "findings_finding")
    with explained() as plans:
        findings.open_finding(agency=FOSHAN, key=KEY, reference="1-0077", reader=READER, now=NOW)
        findings.rejected_of(agency=FOSHAN, key=KEY, reader=READER, now=NOW, after=99, size=20)
    refuse_whole_reads(plans, "findings_finding", "findings_rejectedrow")


def test_rejected_rows_are_the_agencys_own_with_reasons_counted() -> None:
    bad = [rejected(), rejected(person_id=number(2)), replace(rejected(), reason="bad_month")]
    delivered(bad=bad)
    assert findings.rejected_counts(agency=FOSHAN, key=KEY) == {"end_before_start": 2, "bad_month": 1}
    page = findings.rejected_of(agency=FOSHAN, key=KEY, reader=READER, now=NOW, size=2)
    assert page is not None and list(page.rows) == bad[:2] and page.after == 2


def test_a_nul_in_a_hostile_file_stops_nothing() -> None:
    delivered(finding(left_rows=(enrolled(name="杜\x00华"),)), bad=[rejected(name="\x00")])
    opened = findings.open_finding(agency=FOSHAN, key=KEY, reference="1-0001", reader=READER, now=NOW)
    assert opened is not None and opened[0].name == "杜\ufffd华"
