"""Facts for an item: read from the agency's own register, logged, and kept with the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the item of one case wants to know, and for whom."""

    copy: Copy
    queries: Sequence[FactQuery]
    actor: Actor
    now: datetime


def read_together(wanted: Sequence[Wanted]) -> list[tuple[Fact, ...] | network.LocatorRefused]:
    """Answers for several cases of one agency, of the own register and, for places, of the network's locator:
    one call of each. In the place of a case whose look-up is refused, why.

    Each reading stands in the person's access log; a look-up in the locator is signed and logged too.
    """
    agency = wanted[0].copy.agency
    own = [
        registry.Asking(
            queries=[query for query in each.queries if query.kind is not FactKind.PLACES],
            reader=reader_of(each.actor),
            case_number=each.copy.number,
            now=each.now,
        )
        for each in wanted
    ]
    answered = registry.read_together(agency=agency, asked=own)
    looked_up = _places(agency, wanted)
    return list(map(_one_answer, answered, looked_up))


def _one_answer(
    of_register: Sequence[Fact], of_locator: Sequence[Fact | network.LocatorRefused]
) -> tuple[Fact, ...] | network.LocatorRefused:
    """All facts of one case; where a look-up is refused, why, and none."""
    found = list(of_register)
    for each in of_locator:
        if isinstance(each, network.LocatorRefused):
            return each
        found.append(each)
    return tuple(found)


def reader_of(actor: Actor) -> registry.Reader:
    """As the person will see it in the access log: by post, a channel as a channel whatever its post."""
    role = min((role.value for role in actor.roles), default=Role.ENGINE.value)
    if actor.is_channel:
        role = registry.MACHINE
    return registry.Reader(actor.agency, actor.display_name or ENGINE_NAME, role)


def _places(agency: str, wanted: Sequence[Wanted]) -> list[list[Fact | network.LocatorRefused]]:
    """For each case what the locator says to its queries, in order."""
    asked = [(each, query) for each in wanted for query in each.queries if query.kind is FactKind.PLACES]
    questions = [
        network.LocatorQuestion(query.identifier, each.copy.number, query.purpose, each.now)
        for each, query in asked
    ]
    answers = network.locate_together(asking_agency=agency, asked=questions)
    told = iter(
        found if isinstance(found, network.LocatorRefused) else _place(each, query, found)
        for (each, query), found in zip(asked, answers, strict=True)
    )
    return [[next(told) for query in each.queries if query.kind is FactKind.PLACES] for each in wanted]


def _place(wanted: Wanted, query: FactQuery, found: Sequence[str]) -> Fact:
    """``{"agencies": [code]}``; with the detail ``for_item`` only those that an agreement lets this agency
    ask with that item, and ``not_covered`` the others."""
    agency, now = wanted.copy.agency, wanted.now
    value: dict[str, Any] = {"agencies": sorted(found)}
    if for_item := query.details.get("for_item"):
        value["agencies"] = [other for other in sorted(found) if _may_ask(agency, other, for_item, now)]
        value["not_covered"] = sorted(set(found) - set(value["agencies"]))
    return Fact(
        kind=FactKind.PLACES,
        known=bool(found),
        value=value,
        source=agency,
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
