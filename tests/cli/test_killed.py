"""Server, workers and PostgreSQL are killed while cases are walked: nothing is lost, nothing done twice."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shebaotong.lab.bench.cases.converging import equal_copies, until_nothing_is_on_the_way
from support.killing import POSTGRESQL, SESSION, WEB_PROCESS, WORKERS, Client, Town, town
from support.processes import eventually, reachable_folder
from support.program import run

CLIENTS = 8

# Whatever has a case number is kept of a case.
TABLES = """
SELECT c.table_name FROM information_schema.columns c JOIN pg_class t ON t.relname = c.table_name
 WHERE c.table_schema = 'public' AND c.column_name = 'case_number' AND t.relkind IN ('r', 'p')
   AND NOT t.relispartition
"""
SMS = """
SELECT m.case_number, m.agency, count(*) FROM notices_sms s JOIN notices_message m ON m.id = s.message_id
 WHERE m.case_number = ANY(%s) GROUP BY 1, 2
"""

Kept = Counter[tuple[str, str]]
"""How many rows each table holds of a case, for each agency."""


def kept_of(session: psycopg.Connection[Any], numbers: list[str]) -> dict[str, Kept]:
    """By case number."""
    found: dict[str, Kept] = {number: Counter() for number in numbers}
    for (table,) in session.execute(TABLES).fetchall():
        counting = sql.SQL(
            "SELECT case_number, agency, count(*) FROM {} WHERE case_number = ANY(%s) GROUP BY 1, 2"
        ).format(sql.Identifier(table))
        for number, agency, count in session.execute(counting, [numbers]):
            found[number][table, agency] = count
    for number, agency, count in session.execute(SMS, [numbers]):
        found[number]["notices_sms", agency] = count
    return found


def unlike(kept: dict[str, Kept], undisturbed: Kept) -> dict[str, tuple[Kept, Kept]]:
    """By case number, what is there too much and too little of."""
    return {
        number: (found - undisturbed, undisturbed - found)
        for number, found in kept.items()
        if found != undisturbed
    }


def kill_one_after_the_other(here: Town, killed: Iterable[str], seconds: float) -> None:
    for what in killed:
        time.sleep(random.uniform(0.5, 1.5) * seconds)
        here.kill(what)
    here.killing_is_over.set()


def at_work(here: Town, killed: Iterable[str], seconds: float) -> None:
    """Clients walk cases while one after the other is killed, and come to the end of what they have begun."""
    threads = [threading.Thread(target=Client(here).walk) for _ in range(CLIENTS)]
    threads.append(threading.Thread(target=kill_one_after_the_other, args=(here, killed, seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answers(here: Town) -> bool:
    try:
        here.session().close()
    except psycopg.Error:
        return False
    return True


ONE_OF_EACH = (WORKERS[0], WEB_PROCESS, POSTGRESQL, SESSION, WORKERS[1])
MANY = tuple(random.Random(5).choices([*WORKERS, SESSION], k=8)) + ONE_OF_EACH


@pytest.mark.parametrize(
    ("people", "seconds", "killed"),
    [
        pytest.param(80, 0.5, ONE_OF_EACH, marks=pytest.mark.slow, id="short"),
        pytest.param(6000, 2.5, MANY * 6, marks=pytest.mark.long, id="long"),
    ],
)
def test_every_case_comes_to_its_end_once(
    install: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    people: int,
    seconds: float,
    killed: tuple[str, ...],
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with reachable_folder() as folder:
        home = install(folder / "home")
        with town(home, people=people) as here:
            Client(here).case(next(here.people))
            with here.session() as session:
                until_nothing_is_on_the_way(session)
                (undisturbed,) = kept_of(session, here.numbers).values()
            assert undisturbed["registry_entitlement", "442000"] == 1
            at_work(here, killed, seconds)
            assert here.faults == [], "what is away for a moment is said to be away"
            assert eventually(lambda: answers(here), seconds=60)
            with here.session() as session:
                until_nothing_is_on_the_way(session)
                assert unlike(kept_of(session, here.numbers), undisturbed) == {}
                assert equal_copies(session, here.numbers) == len(set(here.numbers)) > CLIENTS
        compared = run(home, "rebuild", "--compare")
        assert compared.returncode == 0, compared.stdout
