"""The demonstration's people in the registers, as the scenarios meet them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cases.conftest import World
from shebaotong.kernel.api import FactKind, FactQuery, Text
from shebaotong.lab.api import cast
from shebaotong.lab.people.loading import load_people
from shebaotong.network.api import register_holdings
from shebaotong.registry.api import Reader, read_facts
from shebaotong.store.api import agency_context

CAST = cast(as_of=date(2026, 11, 20))


def load(now: datetime) -> None:
    """The cast alone, known to the registers of their cities and to the locator."""
    load_people(count=0, now=now, register=_hold, progress=lambda done, total: None)


def _hold(agency: str, numbers: Iterable[str]) -> None:
    with agency_context(agency=agency):
        register_holdings(agency=agency, numbers=numbers)


def subject_of(key: str) -> dict[str, Any]:
    member = CAST[key]
    return {"identifier_kind": member.kind, "identifier": member.number, "name": member.name}


def register(world: World, key: str, agency: str, kind: FactKind) -> dict[str, Any]:
    """What the agency's register says now."""
    query = FactQuery(kind, CAST[key].number, Text("测试", "test"), CAST[key].kind)
    reader = Reader(agency=agency, display="测试", role="clerk")
    (fact,) = read_facts(agency=agency, queries=[query], reader=reader, case_number="", now=world.now)
    return fact.value
