"""What happens in each item's case, step after step, with the minutes of office time that pass between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Protocol

from shebaotong.kernel.api import Role
from shebaotong.lab.caseload.claimants import Claimant

Flow = Iterator[int]
"""Does a step each time it is asked, and gives the office minutes until the next."""


class Office(Protocol):
    """What a flow can do at an agency; each act happens at the flow's present time."""

    def open(self, claimant: Claimant, body: dict[str, Any]) -> str:
        """Open the case at the claimant's window; its number."""

    def write(self, agency: str, role: Role, number: str, name: str, body: dict[str, Any]) -> None:
        """Write the item's document ``name`` as somebody with the role."""

    def offered(self, agency: str, number: str, name: str) -> dict[str, Any]:
        """The body that the engine proposes for the document, as the agency sees it."""

    def awaited(self, agency: str, number: str) -> str:
        """The number of the case that this one waits for."""


def flow_of(claimant: Claimant, office: Office, random: Random) -> Flow:
    """The flow of the claimant's item."""
    return _FLOWS[claimant.item](claimant, office, random)


def _retirement(who: Claimant, office: Office, random: Random) -> Flow:
    """Accepted, the earlier city asked and answering, reviewed, granted."""
    number = office.open(
        who,
        {
            "category": "female50",
            "wanted_from": _next_month(who),
            "earlier_places": [who.earlier],
            "deemed_years": False,
            "by_proxy": False,
            "materials": _seen("identity", "bank_account")
            + _spared("contribution_record", "no_pension_elsewhere"),
        },
    )
    # Some are asked about at once, some when the queue at the window is gone.
    yield random.choice((random.randint(10, 60), random.randint(200, 600)))
    ask = office.offered(who.owner, number, "ask_assistance")
    office.write(who.owner, Role.CLERK, number, "ask_assistance", ask)
    yield random.randint(30, 300)
    child = office.awaited(who.owner, number)
    office.write(who.earlier, Role.CLERK, child, "answer", {"status": "none", "note": ""})
    yield random.randint(60, 700)
    review = office.offered(who.owner, number, "review") | {
        "note": "条件符合",
        "monthly_amount_fen": random.randrange(210_000, 390_000),
        "amount_reason": "演示：计发基数未公布，按示例数核定。",
    }
    office.write(who.owner, Role.REVIEWER, number, "review", review)
    yield random.randint(60, 500)
    office.write(who.owner, Role.APPROVER, number, "grant", office.offered(who.owner, number, "grant"))


def _lump_sum(who: Claimant, office: Office, random: Random) -> Flow:
    body = {
        "category": "male",
        "choices": "told",
        "by_proxy": False,
        "materials": _seen("identity", "written_request", *_card(random)) + _spared("contribution_record"),
    }
    yield from _reviewed(who, office, random, body, {})


def _unemployment(who: Claimant, office: Office, random: Random) -> Flow:
    left = who.life.jobs[-1].end
    assert left is not None, "he has lost his work"
    registered = left + 1
    body = {
        "left": str(left),
        "involuntary": True,
        "registered": True,
        "registered_on": f"{registered}-0{random.randint(1, 9)}",
        "by_proxy": False,
        "materials": _seen("identity", "end_of_employment", *_card(random)) + _spared("contribution_record"),
    }
    figures = {"monthly_amount_fen": 171_000, "amount_source": "演示用数"}
    yield from _reviewed(who, office, random, body, figures)


def _reviewed(
    who: Claimant, office: Office, random: Random, body: dict[str, Any], figures: dict[str, Any]
) -> Flow:
    """Accepted at one city's window; at the other's desk supplemented where need be, reviewed, decided."""
    number = office.open(who, body)
    yield random.randint(60, 900)
    if not any(material["code"] == "bank_account" for material in body["materials"]):
        notice = office.offered(who.owner, number, "supplement_notice")
        office.write(who.owner, Role.REVIEWER, number, "supplement_notice", notice)
        yield random.randint(400, 2_500)
        office.write(who.window, Role.CLERK, number, "supplement", {"materials": _seen("bank_account")})
        yield random.randint(60, 500)
    review = office.offered(who.owner, number, "review") | figures | {"note": "核对无误"}
    office.write(who.owner, Role.REVIEWER, number, "review", review)
    yield random.randint(30, 500)
    office.write(who.owner, Role.APPROVER, number, "grant", office.offered(who.owner, number, "grant"))


def _certification(who: Claimant, office: Office, random: Random) -> Flow:
    office.open(who, {"confirmed": "in_person"})
    yield 0


def _record(who: Claimant, office: Office, random: Random) -> Flow:
    office.open(who, {"scope": "all"})
    yield 0


_FLOWS: dict[str, Callable[[Claimant, Office, Random], Flow]] = {
    "retirement_claim": _retirement,
    "lump_sum": _lump_sum,
    "unemployment_claim": _unemployment,
    "eligibility_certification": _certification,
    "rights_record": _record,
}


def _seen(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "status": "seen"} for code in codes]


def _spared(*codes: str) -> list[dict[str, str]]:
    """What the cities tell one another, so that nobody has to bring it."""
    return [{"code": code, "status": "data_sharing"} for code in codes]


def _card(random: Random) -> tuple[str, ...]:
    """Most have their bank card with them."""
    return ("bank_account",) if random.random() < 0.8 else ()


def _next_month(who: Claimant) -> str:
    paid_until = who.life.jobs[-1].end
    assert paid_until is not None, "she has stopped working"
    return str(paid_until + 3)
