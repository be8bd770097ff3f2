"""``shebaotong bench lists``: inbox, search and case page in a table of a million cases and of ten thousand.

Two databases of the run's own hold the same network; they differ in how many cases there are. The same
questions are asked of both in turn, as the program's role under row-level security, for the largest agency
and for one of middling size. The pages of the lists are full in both. The case page is the clerk's page,
through the whole of Django.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.lab.bench.case_models import models
from shebaotong.lab.bench.made_cases import NAMESAKE, Made, fill
from shebaotong.lab.bench.measure import load_now, report
from shebaotong.lab.bench.own_databases import Connection, own_database
from shebaotong.lab.progress import Progress
from shebaotong.network.api import load_seed
from shebaotong.registry.api import pinyin_key
from shebaotong.store.api import Server, copy_database

SMALL = 10_000
"""Cases in the small table; with fewer the pages that are compared would not be full."""
AGENCIES = {"big": "440300", "middling": "450900"}
"""Shenzhen has three cases in twenty of the network, Yulin seven in a hundred."""
_WHOLE = 3_000
_PAGE = 20

Prepare = Callable[[Server], None]
"""Makes a database with everything that a release needs."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two databases, with what its questions are about."""

    connection: Connection
    client: dict[str, Client]
    made: tuple[Made, ...]
    now: datetime

    def one_of_each_model(self, agency: str) -> list[Made]:
        """In the same order on both sides: what is compared is alike but for the table around it."""
        found: dict[str, Made] = {}
        for made in self.made:
            if made.agency == agency and made.name != NAMESAKE:
                found.setdefault(made.model, made)
        return [found[model] for model in sorted(found)]


def run(
    *, cases_count: int, server: Server, prepare: Prepare, progress: Progress, rounds: int = 15
) -> dict[str, Any]:
    """Measure; the one object of the benchmark. ``value`` is questions a second in the large table.

    ``ratios.flat`` is the worst of ``extra.flat``: the small table's time over the large one's. Raises
    ValueError for fewer cases than the small table has.
    """
    if cases_count < SMALL:
        raise ValueError(f"at least {SMALL:,} cases are needed")
    load = load_now()
    now = timezone.now()
    with ExitStack() as stack, override_settings(ALLOWED_HOSTS=["localhost"]):
        small = stack.enter_context(own_database(server, name="small"))
        large = stack.enter_context(own_database(server, name="large"))
        prepare(small)
        found = _models(small, now)
        copy_database(server=large, source=small.database)
        sides = []
        for size, own, count in (("small", small, SMALL), ("large", large, cases_count)):
            connection = Connection(own)
            stack.callback(connection.close)
            sides.append(_filled(size, own, connection, count, found, now, progress))
        pairs = {
            f"{kind}/{name}": tuple(zip(*(ask(side, agency) for side in sides), strict=True))
            for name, agency in AGENCIES.items()
            for kind, ask in _KINDS.items()
        }
        seconds = _take_turns(pairs, sides, rounds, progress)
    return _report(seconds, load, cases_count)


def _models(server: Server, now: datetime) -> Any:
    """Loads the network and its staff; nobody is connected when it returns, so that a copy can be made."""
    connection = Connection(server)
    with connection.in_use():
        load_seed(now=now)
        accounts.load_demo_staff()
        found = models(now=now)
    connection.close()
    return found


def _filled(
    size: str,
    server: Server,
    connection: Connection,
    count: int,
    found: Any,
    now: datetime,
    progress: Progress,
) -> _Side:
    step = f"Cases of the {size} table"
    with connection.in_use():
        made = fill(
            count=count,
            whole=_WHOLE,
            models=found,
            now=now,
            progress=lambda done: progress(step, done, count),
        )
        # What autovacuum does in the hours after so large a load.
        with psycopg.connect(server.conninfo(role="owner"), autocommit=True) as session:
            for table in ("cases_case", "cases_token", "cases_claim", "cases_document", "cases_body"):
                session.execute(f"VACUUM ANALYZE {table}")
        clients = {agency: _signed_in(agency) for agency in AGENCIES.values()}
    return _Side(connection, clients, made, now)


def _signed_in(agency: str) -> Client:
    """A clerk of the agency at his desk."""
    staff = next(each for each in accounts.demo_staff() if each.agency == agency and "clerk" in each.roles)
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/login/", {"username": staff.username, "password": staff.password})
    if answer.status_code != 302:
        raise RuntimeError(f"{staff.username} could not sign in: {answer.status_code}")
    return client


Questions = Sequence[Callable[[], object]]


def _inbox(side: _Side, agency: str) -> Questions:
    """What the inbox asks: a page of each list, the next page, and the numbers on the tabs."""

    def page(bucket: str) -> None:
        found = cases.inbox(agency=agency, bucket=bucket, size=_PAGE, now=side.now)
        assert len(found.rows) == _PAGE and found.next is not None
        cases.counts(agency=agency, now=side.now)
        if bucket in ("act", "ended"):
            cases.inbox(agency=agency, bucket=bucket, after=found.next, size=_PAGE // 2, now=side.now)

    return [partial(page, bucket) for bucket in cases.BUCKETS]


def _search(side: _Side, agency: str) -> Questions:
    """One case by its number and by the person's, and a full page of a name, its pinyin and last four digits:
    in the large table there are thousands behind it."""

    def find(text: str, found: int, token: str = "") -> None:
        rows = cases.search(agency=agency, text=text, number_token=token, size=_PAGE)
        assert len(rows) == found, f"{len(rows)} cases of {text}"

    questions: list[Callable[[], object]] = []
    for made in side.one_of_each_model(agency):
        token = accounts.person_token(number=made.identifier)
        questions += [partial(find, made.identifier, 1, token), partial(find, made.number, 1)]
    namesake = next(made for made in side.made if made.agency == agency and made.name == NAMESAKE)
    common = (namesake.name, pinyin_key(namesake.name), namesake.identifier[-4:])
    return [*questions, *(partial(find, text, _PAGE) for text in common)]


def _case_page(side: _Side, agency: str) -> Questions:
    """The clerk's page of a case in each of its states."""

    def page(number: str) -> None:
        answer = side.client[agency].get(f"/desk/case/{number}/")
        assert answer.status_code == 200, answer.status_code

    return [partial(page, made.number) for made in side.one_of_each_model(agency)]


_KINDS: dict[str, Callable[[_Side, str], Questions]] = {
    "inbox": _inbox,
    "search": _search,
    "case_page": _case_page,
}


Pairs = Mapping[str, Sequence[tuple[Callable[[], object], ...]]]
Seconds = dict[str, list[tuple[list[float], list[float]]]]
"""For each kind, for each question: the seconds of every round in the small and in the large table."""


def _take_turns(pairs: Pairs, sides: Sequence[_Side], rounds: int, progress: Progress) -> Seconds:
    """Each question is asked of both tables at once, now the one first and now the other: whatever else
    the machine does meets both alike. One round before does not count."""
    seconds: Seconds = {kind: [([], []) for _ in asked] for kind, asked in pairs.items()}
    for turn in range(rounds + 1):
        progress("Rounds", turn, rounds + 1)
        for kind, asked in pairs.items():
            for place, question in enumerate(asked):
                for side in (0, 1) if turn % 2 else (1, 0):
                    with sides[side].connection.in_use():
                        start = time.perf_counter()
                        question[side]()
                        took = time.perf_counter() - start
                    if turn:
                        seconds[kind][place][side].append(took)
    progress("Rounds", rounds + 1, rounds + 1)
    return seconds


def _report(seconds: Seconds, load: float, cases_count: int) -> dict[str, Any]:
    """The times of a kind are the sums over its questions of the medians over the rounds."""
    flat, milliseconds = {}, {}
    for kind, asked in seconds.items():
        small, large = (sum(statistics.median(times[side]) for times in asked) for side in (0, 1))
        flat[kind] = round(small / large, 3)
        milliseconds[kind] = {
            "small": round(1000 * small / len(asked), 2),
            "large": round(1000 * large / len(asked), 2),
        }
    every = [large for asked in seconds.values() for _, large in asked]
    return report(
        name="lists",
        unit="questions/s",
        count=len(every),
        seconds=[sum(times) for times in zip(*every, strict=True)],
        ratios={"flat": min(flat.values())},
        load=load,
        extra={
            "cases": cases_count,
            "small_cases": SMALL,
            "flat": flat,
            "milliseconds": milliseconds,
        },
    )
