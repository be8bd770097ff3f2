"""What the program really says to the database for one case, read off the wire (libpq's own trace)."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone
from psycopg.pq import Trace

from shebaotong.accounts.api import person_token
from shebaotong.cases import api as cases
from shebaotong.exchange.api import LocalTransport
from shebaotong.lab.bench.cases.story import AT_WINDOW, TYPES, Request, Story
from shebaotong.lab.bench.cases.world import INSURED, WINDOW, Applicant
from shebaotong.lab.bench.own_databases import Connection
from shebaotong.store.api import Server

_MESSAGE = re.compile(rb"^F\t(\d+)\tQuery\t \"", re.MULTILINE)
_LENGTH_AND_ZERO = 5
"""Of a message's length its own four bytes and the final zero are no part of the statement."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The statements of one case; each is one message, some of several statements."""

    number: str
    keys: tuple[str, ...]
    """The Idempotency-Keys that were sent."""
    steps: tuple[tuple[str, ...], ...]
    person_token: str
    delivery: str
    """The append by which the case came into the second city's copies: the worker's, not a client's."""


def record(*, server: Server, story: Story, people: tuple[Applicant, Applicant]) -> Recorded:
    """Walk two cases in this process, on one connection, while no worker runs; what the second one took.

    With the first one the process learns what a server that runs has long known.
    """
    own = Connection(server)
    with own.in_use():
        try:
            _record(story, people[0])
            return _record(story, people[1])
        finally:
            own.close()


def _record(story: Story, person: Applicant) -> Recorded:
    steps, keys = [], []
    number = ""
    delivery: list[str] = []
    for step in range(len(TYPES)):
        if step == AT_WINDOW:
            delivery = _traced(_pump)[1]
        request = story.later(step, number) if step else story.opening(person)
        keys.append(f"recorded-{step}-{person.number[-6:]}")
        answer, said = _traced(lambda request=request: _ask(request, keys[-1]))  # type: ignore[misc]
        number = number or answer["case_number"]
        steps.append(tuple(said))
    _pump()
    copy = f'"agency":"{INSURED}","number":"{number}"'
    arrived = next(message for message in delivery if "cases_append" in message and copy in message)
    token = person_token(number=person.number)
    return Recorded(number, tuple(keys), tuple(steps), token, arrived)


def _pump() -> int:
    return cases.pump(agencies=[WINDOW, INSURED], transport=LocalTransport(), now=timezone.now())


def _traced(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    with _trace() as messages:
        answer = act()
    return answer, messages


@contextmanager
def _trace() -> Iterator[list[str]]:
    """The queries that this thread's connection sends in the block."""
    messages: list[str] = []
    with tempfile.TemporaryFile() as file:
        connection.ensure_connection()
        wire = connection.connection.pgconn
        wire.trace(file.fileno())
        wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        yield messages
        wire.untrace()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        messages.extend(queries(file.read()))


def queries(trace: bytes) -> list[str]:
    """The simple queries in a trace of libpq."""
    found = []
    for match in _MESSAGE.finditer(trace):
        length = int(match[1]) - _LENGTH_AND_ZERO
        found.append(trace[match.end() : match.end() + length].decode())
    return found


def _ask(request: Request, key: str) -> dict[str, Any]:
    """The request as the web server would hand it to the application."""
    body = json.dumps(request.body, ensure_ascii=False).encode()
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": request.path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {request.token}",
        "HTTP_IDEMPOTENCY_KEY": key,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }

    def begin(line: str, headers: Any, info: Any = None) -> Callable[[bytes], object]:
        status.append(line)
        return lambda part: None

    response = get_wsgi_application()(environ, begin)
    said = b"".join(response)
    response.close()
    if not status[0].startswith("201"):
        raise RuntimeError(
            f"recording {request.path} gave {status[0]}: {said.decode(errors='replace')[:500]}"
        )
    answer: dict[str, Any] = json.loads(said)
    return answer
