"""A private comparison from end to end, and everything that stops it before a list or a name leaves."""

from __future__ import annotations

import csv
import os
import socket
from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from shebaotong.comparison.api import (
    MINIMUM_PERSONS,
    EcdhEngine,
    PrivateReport,
    Reason,
    Refused,
    Rr22Engine,
    check_record,
    compare,
    compare_private,
    engine_python,
    parse_mandate,
)
from shebaotong.comparison.private.commitment import padded
from shebaotong.comparison.private.ledger import Job
from shebaotong.comparison.private.own_list import own_list
from shebaotong.lab.api import Rehearsal, rehearse
from shebaotong.lab.planted.people import check_character
from shebaotong.lab.planted.population import Planted, plant

pytestmark = pytest.mark.slow

Together = Callable[..., tuple[Any, Any]]
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
AS_OF = date(2026, 10, 31)
PEOPLE = 1200
FAST = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shebaotong" / "rr22-0.9.5"
ONE_LIST = 1000 * 32
"""Bytes: whoever sent less has not sent a list."""


def silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(folder=tmp_path_factory.mktemp("planted"), people=PEOPLE, each=12, seed=11)


@pytest.fixture
def prepare(planted: Planted, tmp_path: Path) -> Callable[..., Rehearsal]:
    def made(**changes: Any) -> Rehearsal:
        given = {
            "base": tmp_path / "keys",
            "left": str(planted.left),
            "right": str(planted.right),
            "kind": "enrolment",
            "as_of": AS_OF,
            "today": NOW.date(),
        }
        return rehearse(**(given | changes))

    return made


@pytest.fixture
def run(planted: Planted, lines: Any, together: Together, tmp_path: Path) -> Callable[..., tuple[Any, Any]]:
    def both(
        rehearsal: Rehearsal,
        *,
        left: dict[str, Any] | None = None,
        right: dict[str, Any] | None = None,
        patience: float = 20,
    ) -> tuple[Any, Any]:
        for line in lines:
            line.patience = patience

        def one(place: int) -> PrivateReport:
            given: dict[str, Any] = {
                "folder": (rehearsal.left, rehearsal.right)[place],
                "mandate_text": rehearsal.mandate.read_text(),
                "kind": None,
                "mine": str((planted.left, planted.right)[place]),
                "engines": {"ecdh": EcdhEngine(workers=1)},
                "channel": lines[place],
                "now": NOW,
                "out": tmp_path / f"{place}.parquet",
                "progress": silent,
            }
            return compare_private(**(given | ((left, right)[place] or {})))

        return together(lambda: one(0), lambda: one(1))

    return both


def rows(path: Path, where: str = "true") -> set[tuple[Any, ...]]:
    return set(duckdb.sql(f"select * from '{path}' where {where}").fetchall())


def sent(lines: Any) -> list[int]:
    return [sum(map(len, line.sent)) for line in lines]


def test_certain_findings_equal_those_of_the_open_comparison(
    planted: Planted, prepare: Any, run: Any, tmp_path: Path
) -> None:
    rehearsal = prepare()
    left, right = run(rehearsal)
    assert (left.overlap, left.findings) == (right.overlap, right.findings)
    files = {"left": str(planted.left), "right": str(planted.right)}
    compare(**files, kind="enrolment", as_of=AS_OF, out=tmp_path / "open.parquet")
    certain = rows(tmp_path / "open.parquet", "confidence = 1")
    assert len(certain) > 30
    assert rows(tmp_path / "0.parquet", "confidence = 1") == certain
    assert rows(tmp_path / "1.parquet", "confidence = 1") == certain
    # What else was found is found openly too: equal numbers whose name or birth date objects.
    assert rows(tmp_path / "0.parquet") <= rows(tmp_path / "open.parquet")
    mandate = parse_mandate(rehearsal.mandate.read_text())
    for folder, report in ((rehearsal.left, left), (rehearsal.right, right)):
        record = check_record(report.record.read_text(), mandate=mandate, trust=folder.trust)
        assert record.overlap == left.overlap
        assert [entry["state"] for entry in folder.ledger.entries()] == ["began", "ended"]
        assert folder.ledger.entries()[1]["outcome"] == "finished"
        assert not list(folder.work.iterdir())


def test_twenty_thousand_people_a_side(prepare: Any, run: Any, tmp_path: Path) -> None:
    many = plant(folder=tmp_path, people=20_000, each=150, seed=4)
    files = {"left": str(many.left), "right": str(many.right)}
    left, right = run(
        prepare(**files), left={"mine": files["left"]}, right={"mine": files["right"]}, patience=300
    )
    assert left.overlap == right.overlap > 1000
    compare(**files, kind="enrolment", as_of=AS_OF, out=tmp_path / "open.parquet")
    certain = rows(tmp_path / "open.parquet", "confidence = 1")
    assert len(certain) > 500
    assert rows(tmp_path / "0.parquet", "confidence = 1") == certain
    assert rows(tmp_path / "1.parquet", "confidence = 1") == certain


@pytest.mark.skipif(engine_python(FAST) is None, reason="the fast engine is not installed here")
def test_the_fast_engine_finds_what_the_portable_one_finds(prepare: Any, run: Any, tmp_path: Path) -> None:
    rehearsal = prepare()
    run(rehearsal)
    portable = [rows(tmp_path / f"{place}.parquet") for place in (0, 1)]
    python = engine_python(FAST)
    assert python is not None
    engines = []
    for folder in (rehearsal.left, rehearsal.right):
        with socket.socket() as spare:
            spare.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{spare.getsockname()[1]}"
        engines.append({"engines": {"rr22": Rr22Engine(python, address, folder.work, 60)}})
    left, right = run(rehearsal, left=engines[0], right=engines[1], patience=90)
    assert left.engine == right.engine == "rr22"
    assert [rows(tmp_path / f"{place}.parquet") for place in (0, 1)] == portable


def test_a_record_that_was_changed_does_not_verify(prepare: Any, run: Any) -> None:
    rehearsal = prepare()
    left, _ = run(rehearsal)
    mandate = parse_mandate(rehearsal.mandate.read_text())
    text = left.record.read_text()
    for wrong in (text.replace(f'"overlap": {left.overlap}', '"overlap": 1'), text.replace("ecdh", "rr22")):
        assert wrong != text
        with pytest.raises(ValueError, match="does not fit"):
            check_record(wrong, mandate=mandate, trust=rehearsal.left.trust)


def refused_before_anything(left: Any, lines: Any, reason: Reason) -> None:
    assert isinstance(left, Refused), left
    assert left.reason is reason
    assert sent(lines)[0] < ONE_LIST


def shorter(path: Path, source: Path, count: int) -> str:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: count + 1]), encoding="utf-8")
    return str(path)


def test_a_short_list_is_refused(
    planted: Planted, prepare: Any, run: Any, lines: Any, tmp_path: Path
) -> None:
    """The own program counts persons, whatever length the mandate has: padding is nobody."""

    def cut(count: int) -> tuple[str, int]:
        short = shorter(tmp_path / "short.csv", planted.left, count)
        with own_list(short, kind="enrolment", side="left", work=tmp_path) as own:
            return short, len(own.keys)

    counts = range(PEOPLE // 2, PEOPLE)
    first = bisect_left(counts, MINIMUM_PERSONS, key=lambda count: padded(cut(count)[1]))
    short, persons = cut(counts[first])
    assert persons < MINIMUM_PERSONS <= padded(persons)
    left, right = run(prepare(left=short), left={"mine": short}, patience=0.5)
    refused_before_anything(left, lines, Reason.LIST_TOO_SHORT)
    assert right.reason is Reason.PEER_LOST
    assert sent(lines)[0] == 0


def test_a_partner_s_short_list_is_refused_by_its_length_in_the_mandate(
    planted: Planted, prepare: Any, run: Any, lines: Any, tmp_path: Path
) -> None:
    """A partner whose program does not count would bring a list of a few; ours does not open the line."""
    short = shorter(tmp_path / "short.csv", planted.left, 5)
    left, right = run(prepare(left=short), left={"mine": short}, patience=0.5)
    assert left.reason is right.reason is Reason.LIST_TOO_SHORT
    assert sent(lines) == [0, 0]


def test_a_list_may_not_be_filled_up_with_uncertain_numbers(
    planted: Planted, prepare: Any, run: Any, lines: Any, tmp_path: Path
) -> None:
    """One target among a thousand made-up numbers that fail their check digit is a list of one."""
    stuffed = tmp_path / "stuffed.csv"
    with planted.left.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        everyone = list(reader)
    with stuffed.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, everyone[0])
        writer.writeheader()
        for place, row in enumerate(everyone):
            body = f"99000119800101{place % 1000:03d}"
            wrong = next(digit for digit in "0123456789" if digit != check_character(body))
            writer.writerow(row if place == 0 else row | {"person_id": body + wrong})
    left, _ = run(prepare(left=str(stuffed)), left={"mine": str(stuffed)}, patience=0.5)
    refused_before_anything(left, lines, Reason.LIST_TOO_SHORT)


def test_another_file_than_the_committed_one_is_refused(
    planted: Planted, prepare: Any, run: Any, lines: Any, tmp_path: Path
) -> None:
    rehearsal = prepare()
    other = shorter(tmp_path / "other.csv", planted.left, PEOPLE - 1)
    left, _ = run(rehearsal, left={"mine": other}, patience=0.5)
    refused_before_anything(left, lines, Reason.COMMITMENT_BROKEN)


def test_a_commitment_that_another_folder_made_is_refused(prepare: Any, run: Any, lines: Any) -> None:
    rehearsal = prepare()
    for opening in (rehearsal.left.path / "openings").iterdir():
        opening.unlink()
    left, _ = run(rehearsal, patience=0.5)
    refused_before_anything(left, lines, Reason.COMMITMENT_BROKEN)


def test_an_opening_that_was_edited_is_refused(prepare: Any, run: Any, lines: Any) -> None:
    rehearsal = prepare()
    for opening in (rehearsal.left.path / "openings").iterdir():
        opening.write_text(opening.read_text().replace(f'"rows": {PEOPLE}', '"rows": 9'))
    left, _ = run(rehearsal, patience=0.5)
    refused_before_anything(left, lines, Reason.COMMITMENT_BROKEN)


def test_one_job_too_many_is_refused_on_both_sides_before_a_list_leaves(
    prepare: Any, run: Any, lines: Any
) -> None:
    rehearsal = prepare(jobs=1)
    run(rehearsal)
    before = sent(lines)
    left, right = run(rehearsal)
    assert Reason.RATE_EXCEEDED in (left.reason, right.reason)
    assert {left.reason, right.reason} <= {Reason.RATE_EXCEEDED, Reason.PEER_REFUSED}
    assert all(after - earlier < ONE_LIST for earlier, after in zip(before, sent(lines), strict=True))


def test_the_partner_s_ledger_binds_too(prepare: Any, run: Any, lines: Any) -> None:
    """Who throws his own ledger away is still refused by the other side's."""
    rehearsal = prepare(jobs=1)
    run(rehearsal)
    before = sent(lines)
    (rehearsal.left.path / "ledger.jsonl").unlink()
    left, right = run(rehearsal)
    assert left.reason is Reason.PEER_REFUSED
    assert "rate-exceeded" in left.what
    assert right.reason is Reason.RATE_EXCEEDED
    assert all(after - earlier < ONE_LIST for earlier, after in zip(before, sent(lines), strict=True))


def test_a_damaged_ledger_stops_the_job(prepare: Any, run: Any, lines: Any) -> None:
    rehearsal = prepare()
    (rehearsal.left.path / "ledger.jsonl").write_text("{}\n")
    left, _ = run(rehearsal)
    refused_before_anything(left, lines, Reason.LEDGER_DAMAGED)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [({"least": 500}, Reason.OVERLAP_TOO_SMALL), ({"most": 20}, Reason.OVERLAP_TOO_LARGE)],
)
def test_an_overlap_beyond_the_limits_stops_before_anyone_is_named(
    prepare: Any, run: Any, lines: Any, tmp_path: Path, limits: dict[str, int], reason: Reason
) -> None:
    rehearsal = prepare(**limits)
    left, right = run(rehearsal)
    assert left.reason is right.reason is reason
    # Two lists and a digest went each way; nothing of the size of rows followed.
    assert all(count < 3 * PEOPLE * 32 for count in sent(lines))
    assert not (tmp_path / "0.parquet").exists()
    assert rehearsal.left.ledger.entries()[1]["outcome"] == reason


def test_what_the_mandate_does_not_allow_is_refused_before_the_line_opens(
    prepare: Any, run: Any, lines: Any
) -> None:
    rehearsal = prepare(engines=("rr22",))
    left, right = run(rehearsal)
    assert left.reason is right.reason is Reason.ENGINE_NOT_PERMITTED
    assert "permits rr22; here can run ecdh" in left.what
    assert "private-engine install" in left.do
    left, _ = run(rehearsal, left={"engines": {}})
    refused_before_anything(left, lines, Reason.ENGINE_MISSING)
    left, _ = run(rehearsal, left={"kind": "after-death"})
    refused_before_anything(left, lines, Reason.KIND_NOT_ALLOWED)
    late = datetime(2027, 1, 20, tzinfo=UTC)
    left, _ = run(rehearsal, left={"now": late})
    refused_before_anything(left, lines, Reason.EXPIRED)
    assert sent(lines) == [0, 0]


class Crash:
    """An engine that dies in the middle."""

    name = "ecdh"

    def meet(self, *_: Any, **__: Any) -> Any:
        raise ConnectionAbortedError


def test_a_partner_who_falls_silent_is_said_so_and_the_job_counts(prepare: Any, run: Any) -> None:
    rehearsal = prepare(jobs=1)
    left, right = run(rehearsal, left={"engines": {"ecdh": Crash()}}, patience=1)
    assert isinstance(left, ConnectionAbortedError)
    assert right.reason is Reason.PEER_LOST
    assert [entry["state"] for entry in rehearsal.left.ledger.entries()] == ["began"]
    assert rehearsal.right.ledger.entries()[1]["outcome"] == Reason.PEER_LOST
    with pytest.raises(Refused) as caught:
        rehearsal.left.ledger.begin(
            Job("next", "m", "990200", "enrolment", "n"), at=NOW + timedelta(days=179), most=1, days=180
        )
    assert caught.value.reason is Reason.RATE_EXCEEDED
