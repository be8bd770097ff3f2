"""From an agency's register to the history that the rules ask questions of; every reading is logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from shebaotong.kernel.api import Fact, FactKind, FactQuery, Month, Period, Text, merge
from shebaotong.network import api as network
from shebaotong.registry import api as registry
from shebaotong.rules import api as rules

KINDS = (FactKind.PERSON, FactKind.ENROLMENTS, FactKind.CONTRIBUTIONS, FactKind.ACCOUNT)
BOOKED_WITHIN = 3
"""Months by which a running insurance may be booked late; the page states it among the assumptions."""

_SCHEMES = {
    registry.Scheme.EMPLOYEE_PENSION.value: rules.PensionScheme.EMPLOYEE,
    registry.Scheme.RESIDENT_PENSION.value: rules.PensionScheme.RESIDENT,
}


def read_life(
    *, agency: str, kind: str, number: str, purpose: Text, reader: registry.Reader, now: datetime
) -> Mapping[FactKind, Fact] | None:
    """What the agency's own register holds; None where it holds nobody of that number."""
    queries = [FactQuery(each, number, purpose, kind) for each in KINDS]
    facts = registry.read_facts(agency=agency, queries=queries, reader=reader, case_number="", now=now)
    found = {fact.kind: fact for fact in facts}
    return found if found[FactKind.PERSON].known else None


def history_of(
    *,
    facts: Mapping[FactKind, Fact],
    category: rules.Category | None,
    index: Decimal | None,
    as_of: datetime,
) -> rules.InsuranceHistory:
    """The facts of one register as a history. ``category`` and ``index`` are as stated; None is not known.

    Raises NotComputable where the facts contradict one another.
    """
    person = facts[FactKind.PERSON].value
    place = network.find_agency(code=facts[FactKind.PERSON].source).place
    accounts = [
        entry
        for entry in facts[FactKind.ACCOUNT].value["accounts"]
        if entry["scheme"] == registry.Scheme.EMPLOYEE_PENSION.value
    ]
    balance = sum(entry["balance_fen"] for entry in accounts)
    return rules.InsuranceHistory(
        birth=Month.parse(person["birth"][:7]),
        sex=person["sex"],
        category=category,
        hukou=person["hukou_region"] or None,
        stretches=tuple(_stretches(facts, place, Month.of(as_of.date()))),
        account=rules.stated("本市个人账户储存额", Decimal(balance) / 100, "元") if accounts else None,
        index=None if index is None else rules.stated("平均缴费指数", index, note="按填写的数"),
    )


def _stretches(facts: Mapping[FactKind, Fact], place: str, today: Month) -> Iterator[rules.Stretch]:
    """Paid months inside each spell of enrolment; what was transferred out counts where it went."""
    years = facts[FactKind.CONTRIBUTIONS].value["years"]
    spells = facts[FactKind.ENROLMENTS].value["spells"]
    for at, spell in enumerate(spells):
        if spell["kind"] not in _SCHEMES or spell["status"] != registry.EnrolmentStatus.NORMAL.value:
            continue
        enrolled = Period(Month.parse(spell["start"]), Month.parse(spell["end"]) if spell["end"] else None)
        runs = _paid_runs(years, spell["kind"], enrolled)
        for place_in_spell, run in enumerate(runs):
            last = place_in_spell == len(runs) - 1
            running = enrolled.end is None and last and _lately(run, today)
            yield rules.Stretch(
                code=f"{at}-{place_in_spell}",
                place=place,
                period=Period(run.start) if running else run,
                scheme=_SCHEMES[spell["kind"]],
                account=rules.AccountKind(spell["account_kind"] or rules.AccountKind.GENERAL.value),
            )


def _lately(run: Period, today: Month) -> bool:
    return run.end is None or today - run.end <= BOOKED_WITHIN


def _paid_runs(years: Sequence[Mapping[str, Any]], kind: str, enrolled: Period) -> list[Period]:
    paid = (
        Month(year["year"], month)
        for year in years
        if year["kind"] == kind
        for month, was_paid in enumerate(year["paid"], start=1)
        if was_paid
    )
    return merge(Period(month, month) for month in paid if month in enrolled)
