"""``shebaotong bench private``: whole private comparisons, from files to signed records, with both engines.

Both provinces run in this process, one thread each, on a line in memory. What counts is processor time,
children included, of which each side has half: the line and the other side's pace do not matter.
"""

from __future__ import annotations

import queue
import resource
import secrets
import socket
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from shebaotong.comparison.api import (
    ChannelLost,
    EcdhEngine,
    Engine,
    KeyFolder,
    PrivateReport,
    Rr22Engine,
    compare_private,
    engine_python,
)
from shebaotong.lab.bench.measure import load_now, ratio, report
from shebaotong.lab.planted.population import AS_OF, Planted, plant
from shebaotong.lab.progress import Progress
from shebaotong.lab.rehearsal import Rehearsal, rehearse

_SEED = 20261101
_NOW = datetime(2026, 11, 20, tzinfo=UTC)
_PATIENCE = 600
_ENGINE_PATIENCE = 60
"""Seconds after which a fast engine that lost its partner gives up."""
_MASKS = 2
"""A person is masked by one side and again by the other: the least that this protocol can do."""


class _Line:
    """One end of a line in memory."""

    def __init__(self, outward: queue.Queue[bytes], inward: queue.Queue[bytes]) -> None:
        self._outward, self._inward = outward, inward
        self.bytes = 0

    def send(self, message: bytes) -> None:
        self.bytes += len(message)
        self._outward.put(message)

    def receive(self) -> bytes:
        try:
            return self._inward.get(timeout=_PATIENCE)
        except queue.Empty as error:
            raise ChannelLost("the other thread said nothing") from error


def run(*, people: int, engine_folder: Path, progress: Progress, rounds: int = 3) -> dict[str, Any]:
    """Measure; the one object of the benchmark. Raises ValueError for fewer people than a job may have.

    ``value`` is people of one list that one core compares a second with the portable engine. ``ratios``:
    ``limit`` beside nothing but the two masks of every person, ``rr22`` beside the fast engine where that is
    installed. ``extra`` has the seconds, the bytes that one side sent, and whether the engines agree.
    """
    load = load_now()
    with TemporaryDirectory() as base:
        planted = plant(folder=Path(base), people=people, each=max(1, people // 100), seed=_SEED)
        rehearsal = rehearse(
            base=Path(base) / "keys",
            left=str(planted.left),
            right=str(planted.right),
            kind="enrolment",
            as_of=date(AS_OF.year, AS_OF.month, 1),
            today=_NOW.date(),
            jobs=2 * (rounds + 1),
        )
        contenders: dict[str, Callable[[], tuple[float, Any]]] = {
            "ecdh": lambda: _job(rehearsal, planted, {"ecdh": EcdhEngine(workers=1)}, Path(base)),
            "limit": lambda: (_masks(people), None),
        }
        if python := engine_python(engine_folder):
            contenders["rr22"] = lambda: _job(rehearsal, planted, python, Path(base))
        seconds, answers = _turns(contenders, rounds, progress)
    reports = {name: answer[0] for name, answer in answers.items() if answer}
    return report(
        name="private",
        unit="people/s/core",
        count=people,
        seconds=seconds["ecdh"],
        ratios={name: ratio(seconds["ecdh"], seconds[name]) for name in seconds if name != "ecdh"},
        load=load,
        extra={
            "people": people,
            "overlap": reports["ecdh"].overlap,
            "findings": reports["ecdh"].findings,
            "engines": list(reports),
            "people_per_second_and_core": {
                name: round(people / statistics.median(seconds[name]), 1) for name in reports
            },
            "engines_agree": len({(made.overlap, made.findings) for made in reports.values()}) == 1,
            "seconds_per_side": {name: round(statistics.median(taken), 3) for name, taken in seconds.items()},
            "bytes_sent": answers["ecdh"][1],
        },
    )


def _turns(
    contenders: dict[str, Callable[[], tuple[float, Any]]], rounds: int, progress: Progress
) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """Processor seconds of one side in each round, after one that does not count; and the last answers."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    answers: dict[str, Any] = {}
    for turn in range(rounds + 1):
        progress("Rounds", turn, rounds + 1)
        for name, work in contenders.items():
            taken, answers[name] = work()
            if turn:
                seconds[name].append(taken)
    progress("Rounds", rounds + 1, rounds + 1)
    return seconds, answers


def _job(
    rehearsal: Rehearsal, planted: Planted, engines: dict[str, Engine] | Path, base: Path
) -> tuple[float, tuple[PrivateReport, int]]:
    """One comparison by both sides: processor seconds of one, its report and the bytes that it sent."""
    there: queue.Queue[bytes] = queue.Queue()
    back: queue.Queue[bytes] = queue.Queue()
    lines = (_Line(there, back), _Line(back, there))
    sides = ((rehearsal.left, planted.left), (rehearsal.right, planted.right))

    def one(place: int) -> PrivateReport:
        folder, file = sides[place]
        return compare_private(
            folder=folder,
            mandate_text=rehearsal.mandate.read_text(encoding="utf-8"),
            kind=None,
            mine=str(file),
            engines=_fast(engines, folder) if isinstance(engines, Path) else engines,
            channel=lines[place],
            now=_NOW,
            out=base / f"findings-{place}.parquet",
            progress=lambda _step, _done, _total: None,
        )

    start = _processor_seconds()
    with ThreadPoolExecutor(2) as both:
        left, _ = both.map(one, (0, 1))
    return (_processor_seconds() - start) / 2, (left, lines[0].bytes)


def _fast(python: Path, folder: KeyFolder) -> dict[str, Engine]:
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{spare.getsockname()[1]}"
    return {"rr22": Rr22Engine(python, address, folder.work, _ENGINE_PATIENCE)}


def _masks(people: int) -> float:
    """Processor seconds of the masks alone, by the same library."""
    scalar = X25519PrivateKey.generate()
    points = [secrets.token_bytes(32) for _ in range(people)]
    start = time.process_time()
    for _ in range(_MASKS):
        points = [scalar.exchange(X25519PublicKey.from_public_bytes(point)) for point in points]
    return time.process_time() - start


def _processor_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
