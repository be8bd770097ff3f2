"""From agencies' registers to the history that the rules ask questions of; every reading is logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from shebaotong.kernel.api import (
    Fact,
    FactKind,
    FactQuery,
    IdentifierKind,
    Month,
    Period,
    Sex,
    Text,
    merge_periods,
    region_title,
    to_yuan,
)
from shebaotong.network import api as network
from shebaotong.portal.languages import listed
from shebaotong.registry import api as registry
from shebaotong.rules import api as rules

KINDS = (
    FactKind.PERSON,
    FactKind.ENROLMENTS,
    FactKind.CONTRIBUTIONS,
    FactKind.ACCOUNT,
    FactKind.ENTITLEMENTS,
)
BOOKED_WITHIN = 3
"""Months by which a running insurance may be booked late; the page states it among the assumptions."""

Register = Mapping[FactKind, Fact]
"""What one agency's register says of the person."""

_SCHEMES = {
    registry.Scheme.EMPLOYEE_PENSION.value: rules.PensionScheme.EMPLOYEE,
    registry.Scheme.RESIDENT_PENSION.value: rules.PensionScheme.RESIDENT,
}


def read_life(
    *, agency: str, kind: str, number: str, purpose: Text, reader: registry.Reader, now: datetime
) -> Register | None:
    """What the agency's own register holds; None where it holds nobody of that number."""

    def read(*kinds: FactKind) -> dict[FactKind, Fact]:
        queries = [FactQuery(each, number, purpose, kind) for each in kinds]
        facts = registry.read_facts(agency=agency, queries=queries, reader=reader, case_number="", now=now)
        return {fact.kind: fact for fact in facts}

    # A city that does not know the person is asked, and logs, no more than that.
    first, *others = KINDS
    found = read(first)
    return {**found, **read(*others)} if found[first].known else None


def history_of(
    *,
    registers: Sequence[Register],
    category: rules.Category | None,
    index: Decimal | None,
    as_of: datetime,
) -> rules.InsuranceHistory:
    """What all ``registers`` (at least one) tell together. ``category`` and ``index`` are as stated; None is
    not known. A woman's category needs evidence of her post and is never read from her sex.

    Raises NotComputable where the facts contradict one another.
    """
    person = registers[0][FactKind.PERSON].value
    male = person["sex"] == Sex.MALE.value
    found = [each for register in registers for each in _stretches(register, Month.of(as_of.date()))]
    return rules.InsuranceHistory(
        birth=Month.parse(person["birth"][:7]),
        sex="M" if male else "F",
        category=category or (rules.Category.MALE if male else None),
        hukou=person["hukou_region"] or None,
        without_hukou=not person["hukou_region"] and _has_no_hukou(person),
        stretches=tuple(stretch for stretch, _ in found),
        account=_account(registers),
        index=None if index is None else rules.stated("平均缴费指数", index, note="按填写的数"),
        bases={stretch.code: bases for stretch, bases in found},
        drawn=tuple(each for register in registers for each in _drawn(register)),
    )


def _drawn(register: Register) -> Iterator[rules.DrawnPension]:
    """Basic pensions in payment or suspended: a suspension takes no right away."""
    ended = registry.EntitlementStatus.ENDED.value
    for each in register[FactKind.ENTITLEMENTS].value.get("entitlements", ()):
        if each["benefit"] in _SCHEMES and each["status"] != ended:
            yield rules.DrawnPension(_place(register), _SCHEMES[each["benefit"]], Month.parse(each["from"]))


def _has_no_hukou(person: Mapping[str, Any]) -> bool:
    """A resident of Hong Kong, Macau or Taiwan; of anybody else an empty place is one that is not known."""
    kinds = {IdentifierKind(document["kind"]) for document in person.get("documents", ())}
    return bool(kinds) and all(kind.has_no_hukou for kind in kinds)


def _account(registers: Sequence[Register]) -> rules.Quantity | None:
    """The employees' accounts of all these agencies together; None where none is recorded."""
    balances = [
        entry["balance_fen"]
        for register in registers
        for entry in register[FactKind.ACCOUNT].value.get("accounts", ())
        if entry["scheme"] == registry.Scheme.EMPLOYEE_PENSION.value
    ]
    if not balances:
        return None
    places = listed(_name(_place(register)) for register in registers)
    return rules.stated("个人账户储存额", to_yuan(sum(balances)), "元", note=f"{places}登记的余额")


def _place(register: Register) -> str:
    return network.find_agency(code=register[FactKind.PERSON].source).place


def _name(region: str) -> str:
    return region_title(region) or region


def _stretches(register: Register, today: Month) -> Iterator[tuple[rules.Stretch, Mapping[Month, Decimal]]]:
    """Paid months inside each spell of enrolment, with their bases; what was transferred out counts where
    it went."""
    place = _place(register)
    years = register[FactKind.CONTRIBUTIONS].value["years"]
    for at, spell in enumerate(register[FactKind.ENROLMENTS].value["spells"]):
        if spell["kind"] not in _SCHEMES or spell["status"] != registry.EnrolmentStatus.NORMAL.value:
            continue
        enrolled = Period(Month.parse(spell["start"]), Month.parse(spell["end"]) if spell["end"] else None)
        bases = _paid(years, spell["kind"], enrolled)
        runs = merge_periods(Period(month, month) for month in bases)
        for place_in_spell, run in enumerate(runs):
            last = place_in_spell == len(runs) - 1
            running = enrolled.end is None and last and _lately(run, today)
            stretch = rules.Stretch(
                code=f"{place}-{at}-{place_in_spell}",
                place=place,
                period=Period(run.start) if running else run,
                scheme=_SCHEMES[spell["kind"]],
                account=rules.AccountKind(spell["account_kind"] or rules.AccountKind.GENERAL.value),
            )
            held = {month: base for month in run if (base := bases[month]) is not None}
            yield stretch, held


def _lately(run: Period, today: Month) -> bool:
    return run.end is None or today - run.end <= BOOKED_WITHIN


def _paid(years: Sequence[Mapping[str, Any]], kind: str, enrolled: Period) -> dict[Month, Decimal | None]:
    """The base of each paid month, None where the register holds none."""
    paid: dict[Month, Decimal | None] = {}
    for year in years:
        for number, was_paid in enumerate(year["paid"] if year["kind"] == kind else (), start=1):
            month = Month(year["year"], number)
            if was_paid and month in enrolled:
                base = year.get("bases_fen", [None] * 12)[number - 1]
                paid[month] = None if base is None else to_yuan(base)
    return paid
