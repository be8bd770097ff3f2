"""How PostgreSQL answers what a block of a test asks it: by which indexes, and which tables it reads whole.

Under row-level security a plan differs from the one that the tables' owner gets, so both ways of looking
run on the connection of the program itself, in the context that the code under test has opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from shebaotong.store.api import APP

_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class Plan:
    """The plan of one statement."""

    sql: str
    nodes: tuple[dict[str, Any], ...]

    @property
    def indexes(self) -> frozenset[str]:
        return frozenset(node["Index Name"] for node in self.nodes if "Index Name" in node)

    @property
    def read_whole(self) -> frozenset[str]:
        """Tables that are read from the first row to the last."""
        return frozenset(node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan")

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(node["Relation Name"] for node in self.nodes if "Relation Name" in node)

    def __str__(self) -> str:
        lines = [
            f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}"
            f" rows {node['Plan Rows']} {node.get('Index Cond', '')} {node.get('Filter', '')}"
            for node in self.nodes
        ]
        return "\n".join([self.sql, *lines])


@contextmanager
def explained() -> Iterator[list[Plan]]:
    """The plans of all statements that run in the block, in order, each asked for before it runs."""
    plans: list[Plan] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( \n").upper().startswith(_EXPLAINED) and not many:
            plans.append(_plan(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield plans
    assert plans, "nothing was asked"


def _plan(sql: str, params: Any) -> Plan:
    connection.ensure_connection()
    connection.send_held_back()  # type: ignore[attr-defined]
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (APP,), "plans count only as the program's role"
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    whole = json.loads(found) if isinstance(found, str) else found
    return Plan(" ".join(sql.split()), tuple(_nodes(whole[0]["Plan"])))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def refuse_whole_reads(plans: list[Plan], *tables: str) -> None:
    """Fails where one of the plans reads one of ``tables`` whole, and where none reads them at all."""
    for plan in plans:
        assert not plan.read_whole & set(tables), plan
    read = frozenset[str]().union(*(plan.tables for plan in plans))
    assert set(tables) <= read, f"{set(tables) - read} were not read"


def indexes(plans: list[Plan]) -> frozenset[str]:
    """The indexes that the plans use."""
    return frozenset[str]().union(*(plan.indexes for plan in plans))


@contextmanager
def counted_reads(*tables: str) -> Iterator[dict[str, int]]:
    """How often each table was read whole in the block: sees into functions of the database, where no
    plan is shown. Must run in one transaction from outside; the numbers are there when the block ends."""
    assert connection.in_atomic_block, "the counts are of one transaction"
    before = _whole_reads(tables)
    found: dict[str, int] = {}
    yield found
    after = _whole_reads(tables)
    found.update({table: after[table] - before[table] for table in tables})


def _whole_reads(tables: tuple[str, ...]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)", [list(tables)]
        )
        found = dict(cursor.fetchall())
    assert set(found) == set(tables), f"{set(tables) - set(found)} are not tables"
    return found
