"""What the law makes of a retirement claim: age, minimum months, place of payment; explained.

全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）：附办法第一、二条。
国办发〔2009〕66号第六条：待遇领取地。What the register does not say is asked for, never supposed: the
months that another city answers are added when they come, and the reviewer confirms every figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import (
    SHANGHAI,
    CaseView,
    Document,
    Explanation,
    Fact,
    FactKind,
    Month,
    Text,
    Unknown,
    province_of,
)
from shebaotong.rules.api import (
    AccountKind,
    Category,
    MinimumContribution,
    NotComputable,
    Parameters,
    RetirementAge,
    Spell,
    benefit_place,
    minimum_contribution,
    retirement_age,
)

SCHEME = "employee_pension"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What could be computed, with why; what could not, as questions."""

    age: RetirementAge | None = None
    minimum: MinimumContribution | None = None
    months: int | None = None
    """Months contributed, of this city's register and of the cities that have answered."""
    explanation: tuple[Explanation, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    remarks: tuple[Text, ...] = ()


def examine(
    view: CaseView, application: Document, facts: Iterable[Mapping[str, object]], parameters: Parameters
) -> Conditions:
    """Conditions of the claim as far as ``facts`` (as recorded in an outcome) reach."""
    body = application.body or {}
    known = {str(fact["kind"]): fact for fact in facts if fact.get("known")}
    person = _value(known, FactKind.PERSON)
    today = view.now.astimezone(SHANGHAI).date()
    if not person.get("birth"):
        ask = Unknown("申请人的出生年月（以档案和身份证为准）", "申请人")
        return Conditions(unknowns=(ask,))
    birth = Month.of(date.fromisoformat(str(person["birth"])))
    try:
        age = retirement_age(
            category=Category(body["category"]), birth=birth, as_of=today, parameters=parameters
        )
    except NotComputable as problem:
        return Conditions(remarks=(Text(str(problem), str(problem)),))
    if isinstance(age, Unknown):
        return Conditions(unknowns=(age,))
    return _with_months(view, known, age, today, parameters)


def _with_months(
    view: CaseView,
    known: Mapping[str, Mapping[str, object]],
    age: RetirementAge,
    today: date,
    parameters: Parameters,
) -> Conditions:
    minimum = minimum_contribution(year=age.month.year, as_of=today, parameters=parameters)
    if isinstance(minimum, Unknown):
        return Conditions(age=age, explanation=(age.explanation,), unknowns=(minimum,))
    counted = _months(view, known)
    total = sum(months for _, months in counted)
    shown = Explanation(
        name="累计缴费月数",
        value=f"{total} 个月",
        formula="本市登记加已答复城市的缴费月数",
        inputs=tuple(Explanation(f"机构 {agency}", f"{months} 个月") for agency, months in counted),
    )
    place = _place(view, known, counted, today, parameters)
    questions = (place,) if isinstance(place, Unknown) else ()
    trees = (age.explanation, minimum.explanation, shown)
    return Conditions(
        age=age,
        minimum=minimum,
        months=total,
        explanation=trees if place is None or isinstance(place, Unknown) else (*trees, place),
        unknowns=questions,
        remarks=_remarks(view, age, minimum, total),
    )


def _months(view: CaseView, known: Mapping[str, Mapping[str, object]]) -> list[tuple[str, int]]:
    """(agency, months) of the own register, then of each city that has answered with a number."""
    paid = _value(known, FactKind.CONTRIBUTIONS).get("paid_months", {})
    own = int(paid.get(SCHEME, 0)) if isinstance(paid, Mapping) else 0
    counted = [(view.me, own)]
    for document in view.documents:
        if document.name == "resume" and document.body is not None:
            result = document.body["result"]
            months = result.get("answer", {}).get("insured_months")
            if months is not None and result.get("agency"):
                counted.append((str(result["agency"]), int(months)))
    return counted


def _place(
    view: CaseView,
    known: Mapping[str, Mapping[str, object]],
    counted: Sequence[tuple[str, int]],
    today: date,
    parameters: Parameters,
) -> Explanation | Unknown | None:
    """Where the pension is paid, and by which branch of article 6; asked where the hukou is not known."""
    hukou = str(_value(known, FactKind.PERSON).get("hukou_region") or "")
    if not hukou:
        return Unknown("申请人的户籍所在省", "申请人")
    # The own spell is the last: the relation stands here, where the claim is made.
    ordered = [*counted[1:], counted[0]]
    spells = [
        Spell(
            place=province_of(agency),
            months=months,
            order=place,
            account=AccountKind.GENERAL,
        )
        for place, (agency, months) in enumerate(ordered, 1)
    ]
    try:
        found = benefit_place(
            hukou=province_of(hukou),
            relation=province_of(view.me),
            spells=spells,
            as_of=today,
            parameters=parameters,
        )
    except (NotComputable, ValueError):
        return None
    return found if isinstance(found, Unknown) else found.explanation


def _remarks(
    view: CaseView, age: RetirementAge, minimum: MinimumContribution, total: int
) -> tuple[Text, ...]:
    """What is not met yet, for the reviewer to see before he agrees."""
    found = []
    if age.month > Month.of(view.now.astimezone(SHANGHAI).date()) + 1:
        found.append(
            Text(
                f"法定退休时间是{age.month}，还没有到；提前退休须符合弹性退休的条件。",
                f"The statutory month is {age.month}; earlier only under flexible retirement.",
            )
        )
    if total < minimum.months:
        found.append(
            Text(
                f"已核到的缴费只有{total}个月，少于最低{minimum.months}个月；请核对视同缴费和其他城市。",
                f"Only {total} months are confirmed, fewer than the minimum of {minimum.months}; "
                "check deemed months and other cities.",
            )
        )
    return tuple(found)


def _value(known: Mapping[str, Mapping[str, object]], kind: FactKind) -> Mapping[str, object]:
    value = known.get(kind.value, {}).get("value", {})
    return value if isinstance(value, Mapping) else {}


def recorded_facts(view: CaseView) -> list[Mapping[str, object]]:
    """The facts of the first outcome: what the register said when the claim was accepted."""
    for document in view.documents:
        if document.name == "outcome" and document.body is not None and document.body.get("facts"):
            return list(document.body["facts"])
    return []


def as_recorded(facts: Sequence[Fact]) -> list[Mapping[str, object]]:
    return [fact.to_json() for fact in facts]
