"""`shebaotong bench cases`: on a data folder of its own, with a web server and a worker of its own."""

import os
import tempfile
import time
import urllib.request
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Refusal
from shebaotong.cli.ports import choose_port
from shebaotong.cli.setup import django_on_server, upgrade
from shebaotong.cli.supervision import Family
from shebaotong.lab.api import BenchProgram, bench_cases
from shebaotong.store.api import Home, remove_embedded

_HOST = "127.0.0.1"
_FIRST_PORT = 8600
_READY_SECONDS = 60
_LOOKUPS = "1000000"
"""Each case asks the locator once: far more in an hour than any city does, and than it may."""


def measure(arguments: Namespace) -> dict[str, Any]:
    """Whatever DATABASE_URL says, the embedded PostgreSQL is measured, and nobody's data are touched."""
    with _own_home() as home, progress_bars() as progress, django_on_server() as server:
        upgrade(server=server, say=lambda step: progress(step, 0, 1))
        family = Family()
        workers = os.cpu_count() or 1
        try:
            return bench_cases(
                cases=arguments.cases,
                server=server,
                program=BenchProgram(
                    start=lambda: _start(family, workers),
                    worker_resting=lambda: family.resting("worker"),
                    workers=workers,
                    processes=family.processes,
                ),
                folder=home.path,
                progress=progress,
                rounds=arguments.rounds,
            )
        except (RuntimeError, TimeoutError) as problem:
            raise Refusal(f"Nothing was measured: {problem}") from problem
        finally:
            family.stop()


def _start(family: Family, workers: int) -> tuple[str, int]:
    port = choose_port(host=_HOST, wanted=None, first=_FIRST_PORT)
    family.start("worker")
    family.start("serve", "--host", _HOST, "--port", str(port), "--workers", str(workers))
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        if ended := family.ended():
            raise Refusal(f"`shebaotong {ended}` ended by itself. Its log is above.")
        try:
            with urllib.request.urlopen(f"http://{_HOST}:{port}/healthz", timeout=5):
                return _HOST, port
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise Refusal(f"The web server did not answer within {_READY_SECONDS} s.") from None
            time.sleep(0.1)


@contextmanager
def _own_home() -> Iterator[Home]:
    """A data folder for this run, on the disk of the real one: what a commit costs depends on the disk."""
    beside = Home.from_environment()
    beside.create()
    changed = {"SHEBAOTONG_HOME": "", "DATABASE_URL": None, "SHEBAOTONG_LOOKUPS_PER_HOUR": _LOOKUPS}
    before = {name: os.environ.get(name) for name in changed}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=beside.path) as folder:
        Path(folder).chmod(beside.path.stat().st_mode)
        home = Home(Path(folder))
        _set({**changed, "SHEBAOTONG_HOME": folder})
        try:
            yield home
        finally:
            _set(before)
            remove_embedded(home=home)


def _set(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
