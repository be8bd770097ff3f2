"""The benchmark of whole cases: in short, by its command, with a server, a worker and pgbench of its own."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from lab.test_bench_rules import FIELDS
from shebaotong.lab.bench.cases import recording, reference
from shebaotong.lab.bench.cases.clients import Way
from support.processes import processes_of, reachable_folder
from support.program import interrupted, run

CASES, ROUNDS = 16, 1
RECORDED = recording.Recorded(
    number="4304373198298853",
    keys=("recorded-0-284415",),
    steps=(
        ("BEGIN; SET LOCAL shebaotong.agency TO '430400'",),
        (
            """SELECT cases_append( E'{"number": "4304373198298853", "a": "a; b '' c", "t": "abcdefg"}')""",
            "SELECT * FROM registry_award('442000', 1221, 'unemployment', 24322, 1221, '442000/1221')",
            "COMMIT",
        ),
    ),
    person_token="0123456789abcdefghijklmnop",
    delivery="",
)


@pytest.mark.slow
def test_every_case_is_accepted_and_alike_in_both_cities() -> None:
    with reachable_folder() as home:
        ran = run(home, "bench", "cases", "--cases", str(CASES), "--rounds", str(ROUNDS), "--json")
        assert ran.returncode == 0, ran.stderr
        found: dict[str, Any] = json.loads(ran.stdout)
        assert processes_of(home) == {} and list(home.glob("bench-*")) == [], "nothing is left"
    assert list(found) == FIELDS
    assert (found["name"], found["unit"], found["median_of"]) == ("cases", "cases/s", ROUNDS)
    extra = found["extra"]
    assert extra["accepted"] == extra["converged"] == CASES * ROUNDS
    assert (extra["documents"], extra["clients"]) == (4, 8)
    assert (extra["fsync"], extra["synchronous_commit"]) == ("on", "on")
    assert found["value"] >= extra["converged_per_s"] > 0 < extra["pgbench_per_s"]
    assert found["ratios"]["pgbench"] == pytest.approx(found["value"] / extra["pgbench_per_s"], abs=0.02)
    assert extra["converged_ratio"] == pytest.approx(
        extra["converged_per_s"] / extra["pgbench_per_s"], abs=0.02
    )
    assert set(extra["processor_ms"]) == {"worker", "serve", "database", "client"}
    assert all(value > 0 for value in extra["processor_ms"].values()) and extra["pgbench_processor_ms"] > 0
    assert 0 < extra["processor_ratio"] < 1, "pgbench computes nothing outside of the database"
    # Two cities hold four shared documents of each case, and each what its own engine found.
    assert extra["rebuild_documents"] >= 2 * 4 * CASES and extra["rebuild_differing"] == 0
    assert extra["rebuild_documents_per_s"] > 0
    assert 0 < extra["p50_ms"] <= extra["p99_ms"] and extra["case_p50_ms"] > extra["p50_ms"]


@pytest.mark.slow
def test_interrupted_it_leaves_nothing() -> None:
    with reachable_folder() as home:
        status, said = interrupted(home, "bench", "cases", word="People", number=signal.SIGINT)
        assert (status, said.splitlines()[-1]) == (130, "Interrupted.")
        assert processes_of(home) == {} and list(home.glob("bench-*")) == []


def test_too_few_cases_are_refused(tmp_path: Path) -> None:
    from shebaotong.lab.bench.cases.run import CLIENTS, refuse_few

    with pytest.raises(ValueError, match=f"at least {CLIENTS} cases"):
        refuse_few(CLIENTS - 1)


def test_a_round_is_held_against_all_cases_of_pgbench_by_all_its_seconds() -> None:
    from shebaotong.lab.bench.cases.run import Reference

    # A hundred cases in one second, then a hundred in four.
    both = Reference(per_s=100, processor=1.0).mean(Reference(per_s=25, processor=2.0))
    assert (both.per_s, both.processor) == (pytest.approx(200 / 5), 1.5)


def test_pgbench_says_the_same_bytes_but_for_what_differs_between_cases() -> None:
    made = reference.script(RECORDED, person=1221, first_person=5000, transactions=10)
    sets, said = made.text.splitlines()[:3], made.text.splitlines()[3:]
    assert made.messages == 4 and all(line.startswith("\\set ") for line in sets)
    assert said == [
        r"BEGIN\; SET LOCAL shebaotong.agency TO '430400';",
        """SELECT cases_append( E'{"number": ":sbtn", "a": "a; b '' c", "t": "abcdefg"}');""",
        "SELECT * FROM registry_award('442000', :sbtperson, 'unemployment', 24322, 1221, '442000/1221');",
        "COMMIT;",
    ]


def test_queries_are_read_off_the_wire() -> None:
    second = "SELECT '试\n'"
    trace = b'F\t13\tQuery\t "COMMIT"\nB\t5\tReadyForQuery\t I\nF\t%d\tQuery\t "%s"\n' % (
        len(second.encode()) + 5,
        second.encode(),
    )
    assert recording.queries(trace)[1] == second


def test_one_client_asks_for_all_whether_cases_have_arrived() -> None:
    way = Way()
    assert not way.may_ask(100.0, now=100.01), "no way is so short"
    assert way.may_ask(100.0, now=101.0)
    assert not way.may_ask(99.0, now=101.0), "one asks already"
    way.was_early(100.0, now=101.0)
    assert not way.may_ask(99.0, now=101.0), "it was too early for all"
    assert not way.may_ask(99.0, now=101.1) and way.may_ask(99.0, now=102.0)
    way.was_here(99.0)
    assert way.may_ask(98.9, now=102.0) and way.may_ask(98.8, now=102.0), "what was sent before is there too"
    way.was_early(98.9, now=102.0)
    assert not way.may_ask(98.9, now=102.0), "it was overtaken: not again at once"
    assert way.may_ask(98.8, now=102.0), "others are there"
    assert way.may_ask(98.9, now=106.0)
