"""A web server, two workers and PostgreSQL to be killed, and clients who walk cases all the while."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from shebaotong.cli.ports import choose_port
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.bench.cases.story import TYPES, Request, Story
from shebaotong.lab.bench.cases.world import Applicant, Tokens
from support.program import COMMAND, environment

WORKERS = ("worker 1", "worker 2")
SERVER, WEB_PROCESS, POSTGRESQL, SESSION = "serve", "a web process", "PostgreSQL", "a session"
NOT_HERE_YET, UNAVAILABLE = 404, 503
PAUSE_SECONDS = 0.1
PATIENCE_SECONDS = 120


@dataclass
class Town:
    """Two workers and a web server of one data folder, which are started again whenever they end."""

    home: Path
    port: int
    story: Story
    people: Iterator[Applicant]
    administrator: str
    log: Any
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    killing_is_over: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def start(self, name: str) -> None:
        arguments = ["serve", "--port", str(self.port), "--workers", "2"] if name == SERVER else ["worker"]
        self.running[name] = subprocess.Popen(
            [*COMMAND, *arguments],
            env=environment(self.home, SHEBAOTONG_LOOKUPS_PER_HOUR="1000000"),
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def keep(self) -> None:
        while not self.closing.wait(PAUSE_SECONDS):
            for name in [name for name, process in self.running.items() if process.poll() is not None]:
                self.start(name)

    def stop(self) -> None:
        self.closing.set()
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(timeout=60)

    def session(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.administrator, autocommit=True)

    def kill(self, what: str) -> None:
        """SIGKILL for a process; what is gone just now is not killed."""
        if what == SESSION:
            with suppress(psycopg.Error), self.session() as session:
                session.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    " ORDER BY random() LIMIT 2"
                )
            return
        with suppress(ProcessLookupError, OSError, ValueError):
            os.kill(self._number(what), signal.SIGKILL)

    def _number(self, what: str) -> int:
        if what == POSTGRESQL:
            return int((self.home / "postgres/data/postmaster.pid").read_text().split()[0])
        if what == WEB_PROCESS:
            parent = self.running[SERVER].pid
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            return int(random.choice(children))
        return self.running[what].pid


class Client:
    """Walks cases; where an answer does not come it sends the same again, under the same key."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._line: http.client.HTTPConnection | None = None

    def walk(self) -> None:
        """Case after case, until nothing more is killed."""
        while not self._town.killing_is_over.is_set() and (person := next(self._town.people, None)):
            try:
                self.case(person)
            except Exception as failure:
                # In this thread nobody would see it.
                self._town.faults.append(repr(failure))
                return

    def case(self, person: Applicant) -> None:
        story = self._town.story
        number = self._said(story.opening(person), f"open-{person.number}")["case_number"]
        self._town.numbers.append(number)
        for step in range(1, len(TYPES)):
            self._said(story.later(step, number), f"{step}-{number}")

    def _said(self, request: Request, key: str) -> dict[str, Any]:
        body = json.dumps(request.body, ensure_ascii=False).encode()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                status, said = self._answer(request, body, key)
            except (OSError, http.client.HTTPException):
                self._line = None
                time.sleep(PAUSE_SECONDS)
                continue
            if status == 201:
                answer: dict[str, Any] = json.loads(said)
                return answer
            if status not in (NOT_HERE_YET, UNAVAILABLE):
                self._town.faults.append(f"{request.path}: {status} {said.decode()[:300]}")
            time.sleep(PAUSE_SECONDS)
        raise TimeoutError(f"{request.path} is not taken")

    def _answer(self, request: Request, body: bytes, key: str) -> tuple[int, bytes]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._town.port, timeout=30)
        head = {"Authorization": f"Bearer {request.token}", "Idempotency-Key": key}
        self._line.request("POST", request.path, body, {**head, "Content-Type": "application/json"})
        answer = self._line.getresponse()
        return answer.status, answer.read()


@contextmanager
def town(home: Path, *, people: int) -> Iterator[Town]:
    """Everything runs while the block lasts; ``home`` is a migrated data folder without anything in it."""
    command = [sys.executable, str(Path(__file__).with_name("a_world.py")), str(people)]
    loaded = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True)
    told = json.loads(loaded.stdout)
    with (home / "killed.log").open("wb") as log:
        made = Town(
            home=home,
            port=choose_port(host="127.0.0.1", wanted=None, first=18_200),
            story=Story(Tokens(**told["tokens"]), datetime.now(SHANGHAI)),
            people=iter([Applicant(**each) for each in told["people"]]),
            administrator=told["administrator"],
            log=log,
        )
        for name in (*WORKERS, SERVER):
            made.start(name)
        keeper = threading.Thread(target=made.keep)
        keeper.start()
        try:
            yield made
        finally:
            made.closing.set()
            keeper.join()
            made.stop()
