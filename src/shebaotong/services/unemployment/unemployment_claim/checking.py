"""What the record gives for unemployment benefit: the months since the last claim, conditions, duration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shebaotong.kernel.api import (
    NATION,
    Explanation,
    Fact,
    FactKind,
    Month,
    Text,
    Unknown,
    bears_name,
    is_city,
    name_remark,
    to_fen,
    to_yuan,
)
from shebaotong.rules.api import Parameters, Value, entitlement, longest_duration, stated_by_reviewer
from shebaotong.services.unemployment.unemployment_claim import wording

_SCHEME = "unemployment"
_STANDARD = "失业保险金月标准"


@dataclass(frozen=True, slots=True)
class Examined:
    """``review`` is the reviewer's form as far as it could be filled in."""

    review: dict[str, Any]
    unknowns: tuple[Unknown, ...] = ()
    explanation: tuple[Explanation, ...] = ()
    remarks: tuple[Text, ...] = ()


def examine(
    *,
    body: Mapping[str, Any],
    found: Mapping[FactKind, Fact],
    on: date,
    owner: str,
    parameters: Parameters,
) -> Examined:
    """The conditions of article 45 on the register's months; one that fails settles the opinion."""
    person, name = found.get(FactKind.PERSON), body["subject"]["name"]
    named = name_remark(person.value, name) if person is not None else None
    if person is not None and named is not None and not bears_name(person.value, name):
        return Examined({}, remarks=(named,))
    examined = _examined(body=body, found=found, on=on, owner=owner, parameters=parameters)
    return examined if named is None else replace(examined, remarks=(named, *examined.remarks))


def _examined(
    *,
    body: Mapping[str, Any],
    found: Mapping[FactKind, Fact],
    on: date,
    owner: str,
    parameters: Parameters,
) -> Examined:
    years = _years(found[FactKind.CONTRIBUTIONS])
    if not years:
        located = found[FactKind.PLACES].value.get("agencies", ())
        places = [place for place in located if place != owner]
        nothing = Explanation("本市失业保险缴费记录", "没有")
        return _refused("not_insured_here", nothing, remarks=wording.elsewhere(places))
    drawn = [
        entry
        for entry in found[FactKind.ENTITLEMENTS].value.get("entitlements", ())
        if entry["benefit"] == _SCHEME
    ]
    running = tuple(
        Explanation("正在领取的待遇", "失业保险金", note=f"自{entry['from']}起")
        for entry in drawn
        if entry["status"] != "ended" and not _is_over(entry, on)
    )
    if running:
        return _refused("draws_already", *running)
    months = _months_after(years, _last_claim(drawn))
    carried_over = None if drawn else 0
    conditions = entitlement(
        paid_months=months,
        carried_over=carried_over,
        involuntary=body["involuntary"],
        registered=body["registered"],
        as_of=on,
        parameters=parameters,
    )
    if isinstance(conditions, Unknown):
        return Examined({}, unknowns=(conditions,))
    if conditions.met is False:
        return _refused(_ground(body), conditions.explanation)
    duration = longest_duration(
        paid_months=months, carried_over=carried_over, as_of=on, parameters=parameters
    )
    region = owner if is_city(owner) else NATION
    amount = parameters.find("unemployment.monthly_benefit", on=on, region=region)
    review: dict[str, Any] = {"opinion": "agree"} if conditions.met else {}
    explanation = [conditions.explanation]
    if not isinstance(duration, Unknown):
        review["months"] = duration.months
        explanation.append(duration.explanation)
    if isinstance(amount, Value):
        review["monthly_amount_fen"] = to_fen(amount.decimal)
        explanation.append(amount.explain(name=_STANDARD))
    if body.get("registered_on"):
        review["payable_from"] = str(Month.of(date.fromisoformat(body["registered_on"])))
    unknowns = tuple(each for each in (duration, amount) if isinstance(each, Unknown))
    return Examined(review, unknowns, tuple(explanation), (wording.LOCAL_TABLE,))


def explained(*, review: Mapping[str, Any], result: Examined) -> tuple[Explanation, ...]:
    """Why so many months of so much, as the reviewer confirmed them.

    A monthly amount that he stated carries his source and is not verified.
    """
    months, monthly = review["months"], to_yuan(review["monthly_amount_fen"])
    amount = next((tree for tree in result.explanation if tree.name == _STANDARD), None)
    if review.get("amount_source") or amount is None:
        source = review.get("amount_source") or wording.NO_SOURCE
        amount = stated_by_reviewer(_STANDARD, monthly, "元/月", source=source).explanation
    longest = result.review.get("months")
    note = "本地规定的月数少于法定最长期限" if longest is not None and months < longest else ""
    total = Explanation(
        name="最多可领合计",
        value=f"{monthly * months} 元",
        formula="月标准 × 领取期限",
        inputs=(amount, Explanation("领取期限", f"{months} 个月", note=note)),
    )
    return (*(tree for tree in result.explanation if tree.name != _STANDARD), total)


def _years(contributions: Fact) -> list[dict[str, Any]]:
    return [year for year in contributions.value.get("years", ()) if year["kind"] == _SCHEME]


def _is_over(entry: Mapping[str, Any], on: date) -> bool:
    """The months for which it was granted are over."""
    last = entry.get("last_month")
    return last is not None and Month.parse(last) < Month.of(on)


def _last_claim(drawn: Sequence[Mapping[str, Any]]) -> Month | None:
    """Contributions count anew after the last claim (第四十六条); its last month divides them."""
    ends = [Month.parse(entry["last_month"] or entry["from"]) for entry in drawn]
    return max(ends, default=None)


def _months_after(years: Sequence[Mapping[str, Any]], since: Month | None) -> int:
    paid = {
        (year["year"], place)
        for year in years
        for place, is_paid in enumerate(year["paid"], start=1)
        if is_paid
    }
    return len(paid) if since is None else sum((since.year, since.month) < month for month in paid)


def _ground(body: Mapping[str, Any]) -> str:
    """What the person can mend first: registration, then the reason of leaving, then the months."""
    if not body["registered"]:
        return "not_registered"
    return "too_few_months" if body["involuntary"] else "left_voluntarily"


def _refused(ground: str, *why: Explanation, remarks: Sequence[Text] = ()) -> Examined:
    """The reviewer's form says no, and so does the first remark: he must not have to look for it."""
    form = {"opinion": "disagree", "ground": ground}
    return Examined(form, explanation=why, remarks=(wording.refusable(ground), *remarks))
