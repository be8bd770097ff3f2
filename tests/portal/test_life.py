"""From what registers say to the question that the rules answer; and the command that asks it."""

from __future__ import annotations

from datetime import date

from shebaotong.kernel.api import Fact, FactKind, Month
from shebaotong.portal.life import history_of
from shebaotong.rules.api import Assumptions, Category, builtin, plain_answer, what_if

DAY = date(2026, 11, 20)


def fact(kind: FactKind, agency: str, **value: object) -> Fact:
    return Fact(kind, True, dict(value), agency, DAY)


FACTS = {
    "440600": (
        fact(FactKind.PERSON, "440600", birth="1976-02-15", sex="F", hukou_region="450400"),
        fact(
            FactKind.ENROLMENTS,
            "440600",
            spells=[
                {
                    "kind": "employee_pension",
                    "start": "2010-10",
                    "end": None,
                    "status": "normal",
                    "account_kind": "general",
                },
                {"kind": "unemployment", "start": "2011-07", "end": None, "status": "normal"},
                {"kind": "employee_pension", "start": "2008-01", "end": "2009-01", "status": "merged"},
            ],
        ),
        fact(FactKind.ACCOUNT, "440600", accounts=[{"scheme": "employee_pension", "balance_fen": 12345}]),
    ),
    "450400": (Fact(FactKind.PERSON, False, {}, "450400", DAY),),
}


def test_only_pension_spells_that_still_stand_count() -> None:
    history = history_of(facts=FACTS, category=Category.FEMALE_50)
    assert history is not None
    assert [(s.place, s.period.start) for s in history.stretches] == [("440600", Month(2010, 10))]
    assert history.account is not None and str(history.account.number) == "123.45"
    assumptions = Assumptions(as_of=DAY, pays_on=True, latest_base=True)
    answer = what_if(history=history, assumptions=assumptions, parameters=builtin())
    assert "2026年9月" in plain_answer(answer)


def test_nobody_knows_the_person() -> None:
    assert history_of(facts={"450400": FACTS["450400"]}, category=None) is None


def test_a_womans_category_is_asked_never_guessed() -> None:
    history = history_of(facts=FACTS, category=None)
    assert history is not None and history.category is None
