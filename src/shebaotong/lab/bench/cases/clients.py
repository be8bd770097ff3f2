"""Clients on connections that stay open: each opens cases at one city and finishes them in the other."""

from __future__ import annotations

import json
import math
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shebaotong.lab.bench.cases.http import Connection
from shebaotong.lab.bench.cases.story import AT_WINDOW, TYPES, Request, Story
from shebaotong.lab.bench.cases.world import Applicant

AHEAD = 50
"""Cases that one client has open at most: a window does not wait for the other city."""

_PATIENCE_SECONDS = 120
_NOT_HERE_YET = 404
_PAUSE_SECONDS = 0.004
_SHORTEST_WAY_SECONDS, _LONGEST_WAY_SECONDS = 0.1, 10.0
_LONGER, _SHORTER, _AGAIN = 1.2, 0.98, 0.2


class Refused(RuntimeError):
    """The server refused a step of the story."""


@dataclass(slots=True)
class Walk:
    """What came of a number of cases."""

    numbers: list[str]
    seconds: float
    """From the first request to the answer to the last document."""
    requests_ms: list[float]
    """How long the server took to accept a document, each."""
    cases_ms: list[float]
    """From opening to the answer to the fourth document, each case."""
    early: int
    """Asked for a case that had not arrived in the second city yet."""


@dataclass(slots=True)
class _Waiting:
    """A case that is on its way to the city that goes on with it."""

    number: str
    began: float
    sent: float


class Way:
    """The way to the other city, as far as the answers to any of the clients tell.

    What was sent earlier arrives earlier: one of them asks, when it is time, for all that was sent before.
    Moments and durations are seconds.
    """

    def __init__(self) -> None:
        self._here = -math.inf
        """What was sent until then has arrived."""
        self._asked: float | None = None
        """When that was sent for which one asks just now, without knowing."""
        self._seconds = _SHORTEST_WAY_SECONDS
        self._not_before = 0.0
        self._lock = threading.Lock()

    def may_ask(self, sent: float, now: float) -> bool:
        """Whether it is time to ask for a case; who asks tells what came of it."""
        with self._lock:
            if sent <= self._here:
                return True
            if self._asked is not None or now < max(self._not_before, sent + self._seconds):
                return False
            self._asked = sent
            return True

    def was_here(self, sent: float) -> None:
        with self._lock:
            if sent == self._asked:
                self._asked = None
                self._here = max(self._here, sent)
                self._seconds = max(self._seconds * _SHORTER, _SHORTEST_WAY_SECONDS)

    def was_early(self, sent: float, now: float) -> None:
        with self._lock:
            if sent == self._asked:
                self._asked = None
            # Two that were sent at nearly the same time may overtake each other.
            self._here = min(self._here, math.nextafter(sent, -math.inf))
            longer = max(self._seconds, now - sent) * _LONGER
            self._seconds = min(longer, _LONGEST_WAY_SECONDS)
            self._not_before = now + self._seconds * _AGAIN


@dataclass(slots=True)
class _Client:
    """One connection and the cases that it has open."""

    host: str
    port: int
    story: Story
    people: deque[Applicant]
    walk: Walk
    way: Way
    waiting: deque[_Waiting] = field(default_factory=deque)

    def run(self) -> None:
        connection = Connection(self.host, self.port, patience=_PATIENCE_SECONDS)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self.people or self.waiting:
            if self.waiting and self.way.may_ask(self.waiting[0].sent, time.perf_counter()):
                if self._finish(connection):
                    deadline = time.monotonic() + _PATIENCE_SECONDS
            elif self.people and len(self.waiting) < AHEAD:
                self._begin(connection)
            else:
                time.sleep(_PAUSE_SECONDS)
            if time.monotonic() > deadline:
                raise Refused(f"no case went on for {_PATIENCE_SECONDS} s; is the worker running?")
        connection.close()

    def _begin(self, connection: Connection) -> None:
        """What the window writes."""
        began = time.perf_counter()
        answer = self._ask(connection, self.story.opening(self.people.popleft()), f"open-{began:.9f}")
        if answer is None or answer["joined"]:
            raise Refused(f"a case was not opened: {answer}")
        number = answer["case_number"]
        self._step(connection, 1, number)
        self.waiting.append(_Waiting(number, began, time.perf_counter()))

    def _finish(self, connection: Connection) -> bool:
        """What the other city writes into the case that is open longest; False where it is not there yet."""
        case = self.waiting[0]
        if self._step(connection, AT_WINDOW, case.number) is None:
            self.walk.early += 1
            self.way.was_early(case.sent, time.perf_counter())
            return False
        self.way.was_here(case.sent)
        for step in range(AT_WINDOW + 1, len(TYPES)):
            self._step(connection, step, case.number)
        self.waiting.popleft()
        self.walk.numbers.append(case.number)
        self.walk.cases_ms.append((time.perf_counter() - case.began) * 1000)
        return True

    def _step(self, connection: Connection, step: int, number: str) -> dict[str, Any] | None:
        return self._ask(connection, self.story.later(step, number), f"{step}-{number}")

    def _ask(self, connection: Connection, request: Request, key: str) -> dict[str, Any] | None:
        body = json.dumps(request.body, ensure_ascii=False).encode()
        began = time.perf_counter()
        status, said = connection.post(request.path, body, token=request.token, key=key)
        if status == _NOT_HERE_YET:
            return None
        if status != 201:
            raise Refused(f"{request.path} gave {status}: {said.decode(errors='replace')[:500]}")
        self.walk.requests_ms.append((time.perf_counter() - began) * 1000)
        answer: dict[str, Any] = json.loads(said)
        return answer


def walk(*, address: tuple[str, int], story: Story, people: Sequence[Applicant], clients: int) -> Walk:
    """Walk one case of each person, shared among the clients. Raises Refused."""
    failures: list[BaseException] = []
    way = Way()
    walks = [Walk([], 0.0, [], [], 0) for _ in range(clients)]

    def one(place: int) -> None:
        mine = deque(people[place::clients])
        try:
            _Client(*address, story, mine, walks[place], way).run()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=one, args=(place,)) for place in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failures:
        raise failures[0]
    return Walk(
        numbers=[number for each in walks for number in each.numbers],
        seconds=seconds,
        requests_ms=[ms for each in walks for ms in each.requests_ms],
        cases_ms=[ms for each in walks for ms in each.cases_ms],
        early=sum(each.early for each in walks),
    )
