"""The ledger of jobs: the rate holds over all mandates, and nobody edits the past unseen."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shebaotong.comparison.private.ledger import Job, Ledger
from shebaotong.comparison.private.refusal import Reason, Refused

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def job(number: int, *, partner: str = "440000", kind: str = "enrolment", mandate: str = "m") -> Job:
    return Job(f"session-{number}", mandate, partner, kind, f"nonce-{number}")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.jsonl")


def begin(ledger: Ledger, entry: Job, *, at: datetime = NOW, most: int = 2) -> None:
    ledger.begin(entry, at=at, most=most, days=180)


def test_the_rate_counts_jobs_that_were_cut_off_and_spans_mandates(ledger: Ledger) -> None:
    begin(ledger, job(1))
    ledger.end("session-1", at=NOW, outcome="finished", overlap=7)
    begin(ledger, job(2, mandate="another"))
    with pytest.raises(Refused) as caught:
        begin(ledger, job(3, mandate="a third"))
    assert caught.value.reason is Reason.RATE_EXCEEDED
    assert [entry["state"] for entry in ledger.entries()] == ["began", "ended", "began"]


def test_another_partner_another_kind_and_another_time_are_free(ledger: Ledger) -> None:
    begin(ledger, job(1), most=1)
    begin(ledger, job(2, partner="460000"), most=1)
    begin(ledger, job(3, kind="benefit"), most=1)
    with pytest.raises(Refused):
        begin(ledger, job(4), at=NOW + timedelta(days=179, hours=23), most=1)
    begin(ledger, job(5), at=NOW + timedelta(days=180), most=1)


def test_a_number_of_the_partner_that_came_before_is_refused(ledger: Ledger) -> None:
    begin(ledger, job(1))
    again = Job("session-2", "m", "440000", "enrolment", "nonce-1")
    with pytest.raises(Refused) as caught:
        begin(ledger, again)
    assert caught.value.reason is Reason.REPLAYED


@pytest.mark.parametrize("damage", ["edit", "remove", "insert", "torn"])
def test_a_ledger_that_was_changed_stops_every_job(ledger: Ledger, tmp_path: Path, damage: str) -> None:
    for number in range(3):
        begin(ledger, job(number), most=9)
    path = tmp_path / "ledger.jsonl"
    lines = path.read_text().splitlines()
    if damage == "edit":
        lines[0] = json.dumps(json.loads(lines[0]) | {"kind": "benefit"}, sort_keys=True)
    elif damage == "remove":
        del lines[1]
    elif damage == "insert":
        lines.insert(1, lines[0])
    else:
        lines[-1] = lines[-1][:20]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(Refused) as caught:
        begin(ledger, job(9), most=9)
    assert caught.value.reason is Reason.LEDGER_DAMAGED
