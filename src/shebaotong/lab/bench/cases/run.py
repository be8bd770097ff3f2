"""``shebaotong bench cases``: walk whole cases over HTTP, round by round, in turn with pgbench."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.bench.cases import (
    clients,
    converging,
    processors,
    rebuilding,
    recording,
    reference,
    world,
)
from shebaotong.lab.bench.cases.story import TYPES, Story
from shebaotong.lab.bench.measure import load_now, report
from shebaotong.lab.bench.own_databases import own_database
from shebaotong.lab.bench.program import Program
from shebaotong.lab.progress import Progress
from shebaotong.store.api import Server, copy_database, disconnect, gather_statistics

CLIENTS = 8
_WARM_UP_EACH = 8
"""Cases of each client, over HTTP and by pgbench, before anything is measured."""
_WARM_UP = CLIENTS * _WARM_UP_EACH
_RECORDED = 2
"""People whose cases are recorded."""


@dataclass(frozen=True, slots=True)
class Reference:
    """As many cases by pgbench."""

    per_s: float
    processor: float
    """Seconds of pgbench and its sessions."""

    def mean(self, other: Reference) -> Reference:
        """Of two: all their cases by all their seconds."""
        return Reference(
            statistics.harmonic_mean((self.per_s, other.per_s)), (self.processor + other.processor) / 2
        )


@dataclass(slots=True)
class _Round:
    walk: clients.Walk
    converged_seconds: float
    equal: int
    processor: dict[str, float]
    """Seconds of server, worker, database and client until all was carried."""
    reference: Reference
    """By pgbench just before and just after: a machine's speed changes within a minute."""


def run(
    *, cases: int, server: Server, program: Program, folder: Path, progress: Progress, rounds: int
) -> dict[str, Any]:
    """Measure on an empty, migrated database that is the benchmark's own; the one object of the benchmark.

    ``value``: cases a second of which the fourth document was accepted. ``folder`` may be written to.
    Raises ValueError for fewer cases than clients, Refused, PgbenchFailed, TimeoutError.
    """
    refuse_few(cases)
    load = load_now()
    each = -(-cases // CLIENTS)
    by_pgbench = _WARM_UP_EACH + each
    needed = _RECORDED + _WARM_UP + rounds * cases
    progress("People", 0, needed)
    now = datetime.now(SHANGHAI)
    tokens, people = world.load(people=needed + CLIENTS * by_pgbench, now=now)
    progress("People", needed, needed)
    story = Story(tokens, now)
    recorded = recording.record(server=server, story=story, people=(people[0], people[1]))
    disconnect()
    with own_database(server, name="pgbench") as template:
        copy_database(server=template, source=server.database)
        reference.prepare(server=template, recorded=recorded, clients=CLIENTS, transactions=by_pgbench)
        script = _script(template, recorded, people, by_pgbench)
        reference.run(
            server=template, made=script, clients=CLIENTS, transactions=_WARM_UP_EACH, folder=folder
        )
        gather_statistics(server=template)
        address = program.start()
        with psycopg.connect(server.conninfo(role="admin"), autocommit=True) as session:
            settings = {name: _show(session, name) for name in ("fsync", "synchronous_commit")}
            roots = {**program.processes(), "database": _postmaster(session)}
            clients.walk(address=address, story=story, people=people[_RECORDED:][:_WARM_UP], clients=CLIENTS)
            converging.until_nothing_is_on_the_way(session)
            gather_statistics(server=server)
            found: list[_Round] = []
            with program.worker_resting():
                before = _reference(session, template, script, each, folder)
            for turn in range(rounds):
                progress("Rounds", turn, rounds)
                chosen = people[_RECORDED + _WARM_UP + turn * cases :][:cases]
                walked = _walk(session, address, story, chosen, roots)
                with program.worker_resting():
                    after = _reference(session, template, script, each, folder)
                found.append(_Round(*walked, before.mean(after)))
                before = after
            progress("Rounds", rounds, rounds)
            with program.worker_resting():
                rebuilt = rebuilding.both_cities()
                disconnect()
    return _report(found, cases, program, load, script, {**settings, **rebuilt.to_json()})


def refuse_few(cases: int) -> None:
    """Raises ValueError for fewer cases than clients."""
    if cases < CLIENTS:
        raise ValueError(f"at least {CLIENTS} cases, one for each client")


def _walk(
    session: psycopg.Connection[Any],
    address: tuple[str, int],
    story: Story,
    people: Sequence[world.Applicant],
    roots: Mapping[str, int],
) -> tuple[clients.Walk, float, int, dict[str, float]]:
    session.execute("CHECKPOINT")
    before = processors.spent(roots)
    began = time.perf_counter()
    walk = clients.walk(address=address, story=story, people=people, clients=CLIENTS)
    converging.until_nothing_is_on_the_way(session)
    seconds = time.perf_counter() - began
    processor = processors.between(before, processors.spent(roots))
    return walk, seconds, converging.equal_copies(session, walk.numbers), processor


def _reference(
    session: psycopg.Connection[Any],
    template: Server,
    script: reference.Script,
    transactions: int,
    folder: Path,
) -> Reference:
    """pgbench on a fresh copy of the same database, so that each time it finds the same."""
    database = {"database": _postmaster(session)}
    with own_database(template, name="round") as own:
        copy_database(server=own, source=template.database)
        session.execute("CHECKPOINT")
        before, ended = processors.spent(database), processors.spent_by_ended()
        rate = reference.run(
            server=own,
            made=script,
            clients=CLIENTS,
            transactions=transactions,
            folder=folder,
            before=_WARM_UP_EACH,
        )
        used = processors.between(before, processors.spent(database))["database"]
        return Reference(rate, used + processors.spent_by_ended() - ended)


def _postmaster(session: psycopg.Connection[Any]) -> int:
    return processors.parent_of(session.info.backend_pid)


def _script(
    server: Server, recorded: recording.Recorded, people: Sequence[world.Applicant], each: int
) -> reference.Script:
    """pgbench's cases are those of the last people, whom the rounds over HTTP do not need."""
    with psycopg.connect(server.conninfo(role="admin")) as session:
        rows = session.execute(
            "SELECT d.number, d.person_id FROM registry_identitydocument d WHERE d.agency = %s "
            "AND d.number = ANY(%s)",
            [world.INSURED, [people[1].number, people[-CLIENTS * each].number]],
        ).fetchall()
    ids = {str(number): int(person) for number, person in rows}
    return reference.script(
        recorded,
        person=ids[people[1].number],
        first_person=ids[people[-CLIENTS * each].number],
        transactions=each,
    )


def _show(session: psycopg.Connection[Any], name: str) -> str:
    row = session.execute(f"SHOW {name}").fetchone()
    assert row is not None
    return str(row[0])


def _report(
    found: Sequence[_Round],
    cases: int,
    program: Program,
    load: float,
    script: reference.Script,
    more: dict[str, Any],
) -> dict[str, Any]:
    accepted = [len(each.walk.numbers) / each.walk.seconds for each in found]
    converged = [each.equal / each.converged_seconds for each in found]
    theirs = [each.reference.per_s for each in found]
    requests = sorted(ms for each in found for ms in each.walk.requests_ms)
    return report(
        name="cases",
        unit="cases/s",
        count=cases,
        seconds=[each.walk.seconds for each in found],
        ratios={"pgbench": statistics.median(map(_share, accepted, theirs))},
        load=load,
        extra={
            "cases": cases,
            "clients": CLIENTS,
            "documents": len(TYPES),
            "accepted": sum(len(each.walk.numbers) for each in found),
            "converged": sum(each.equal for each in found),
            "converged_per_s": round(statistics.median(converged), 1),
            "converged_ratio": round(statistics.median(map(_share, converged, theirs)), 3),
            "pgbench_per_s": round(statistics.median(theirs), 1),
            "pgbench_messages": script.messages,
            "p50_ms": round(_quantile(requests, 0.50), 1),
            "p99_ms": round(_quantile(requests, 0.99), 1),
            "case_p50_ms": round(statistics.median(ms for each in found for ms in each.walk.cases_ms), 1),
            "early": sum(each.walk.early for each in found),
            **_processor(found, cases),
            "server_processes": program.workers,
            "processors": os.cpu_count() or 1,
            **more,
        },
    )


def _processor(found: Sequence[_Round], cases: int) -> dict[str, Any]:
    """Milliseconds of processor time a case, by whose they are, and pgbench's beside them."""
    ours = {
        name: statistics.median(each.processor[name] for each in found) / cases * 1000
        for name in found[0].processor
    }
    walked = -(-cases // CLIENTS) * CLIENTS
    theirs = statistics.median(each.reference.processor for each in found) / walked * 1000
    return {
        "processor_ms": {name: round(value, 1) for name, value in ours.items()},
        "pgbench_processor_ms": round(theirs, 1),
        "processor_ratio": round(theirs / sum(ours.values()), 3),
    }


def _share(ours: float, theirs: float) -> float:
    return ours / theirs


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
