"""Facts for an item: read from the agency's own register, logged, and kept with the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shebaotong.cases import catalogue
from shebaotong.cases.agreed import WINDOW, check_agreement
from shebaotong.cases.copy import Copy
from shebaotong.cases.errors import NotAccepted
from shebaotong.kernel.api import SHANGHAI, Actor, Fact, FactKind, FactQuery, Key, Outcome, Role
from shebaotong.network import api as network
from shebaotong.registry import api as registry

ENGINE_NAME = "系统"
"""Who reads where nobody is at work: the agency's engine."""


def read(copy: Copy, queries: Sequence[FactQuery], actor: Actor, now: datetime) -> tuple[Fact, ...]:
    """Answers of the own register and, for places, of the network's locator.

    Each reading stands in the person's access log; a look-up in the locator is signed and logged too.
    """
    own = [query for query in queries if query.kind is not FactKind.PLACES]
    answered = registry.read_facts(
        agency=copy.agency,
        queries=own,
        reader=reader_of(actor),
        case_number=copy.number,
        now=now,
    )
    places = [_places(copy, query, now) for query in queries if query.kind is FactKind.PLACES]
    return (*answered, *places)


def reader_of(actor: Actor) -> registry.Reader:
    """As the person will see it in the access log: by post, a channel as a channel whatever its post."""
    role = min((role.value for role in actor.roles), default=Role.ENGINE.value)
    if actor.is_channel:
        role = registry.MACHINE
    return registry.Reader(actor.agency, actor.display_name or ENGINE_NAME, role)


def _places(copy: Copy, query: FactQuery, now: datetime) -> Fact:
    """``{"agencies": [code]}``; with the detail ``for_item`` only those that an agreement lets this agency
    ask with that item, and ``not_covered`` the others."""
    found = network.locate(
        asking_agency=copy.agency,
        number=query.identifier,
        case_number=copy.number,
        purpose=query.purpose,
        now=now,
    )
    value: dict[str, Any] = {"agencies": sorted(found)}
    if for_item := query.details.get("for_item"):
        value["agencies"] = [
            agency for agency in sorted(found) if _may_ask(copy.agency, agency, for_item, now)
        ]
        value["not_covered"] = sorted(set(found) - set(value["agencies"]))
    return Fact(
        kind=FactKind.PLACES,
        known=bool(found),
        value=value,
        source=copy.agency,
        as_of=now.astimezone(SHANGHAI).date(),
    )


def _may_ask(asking: str, asked: str, item_code: str, now: datetime) -> bool:
    try:
        check_agreement(catalogue.item(item_code), asking, asked, WINDOW, now)
    except NotAccepted:
        return False
    return True


def outcome_body(document: Key, outcome: Outcome, found: Sequence[Fact]) -> dict[str, Any]:
    """Body of the internal document ``case.outcome``."""
    return {
        "document": {"agency": document.agency, "number": document.number},
        "facts": [fact.to_json() for fact in found],
        "explanation": [node.to_json() for node in outcome.explanation],
        "remarks": [remark.to_json() for remark in outcome.remarks],
        "missing": [missing.to_json() for missing in outcome.missing],
        "unknowns": [
            {"what": u.what, "whom": u.whom, "parameter": u.parameter or "", "en": u.en}
            for u in outcome.unknowns
        ],
        "proposals": [{"type": p.type, "body": p.body, "why": p.why.to_json()} for p in outcome.proposals],
    }
