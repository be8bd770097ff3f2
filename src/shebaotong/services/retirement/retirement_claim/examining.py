"""What the law makes of a retirement claim: conditions, months, place of payment, amount; explained.

国务院关于渐进式延迟法定退休年龄的办法 第一条至第三条; 国办发〔2009〕66号第六条、第七条;
国发〔2005〕38号第六条. What neither register nor published law says is asked for, never supposed; the
reviewer confirms every figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shebaotong.kernel.api import (
    SHANGHAI,
    CaseView,
    Document,
    Explanation,
    Fact,
    FactKind,
    Text,
    Unknown,
    bears_name,
    name_remark,
    recorded_facts,
    to_fen,
)
from shebaotong.rules.api import (
    ClaimAnswer,
    NotComputable,
    Parameters,
    StatedFigures,
    claim_remarks,
    pension_claim,
)
from shebaotong.services.retirement.retirement_claim.figures import stated_figures
from shebaotong.services.retirement.retirement_claim.record import claim_facts


@dataclass(frozen=True, slots=True)
class Examined:
    """``answer`` None: not even the age could be told; then ``questions`` or ``remarks`` say why."""

    answer: ClaimAnswer | None
    questions: tuple[Unknown, ...] = ()
    """What the conditions still need."""
    remarks: tuple[Text, ...] = ()

    @property
    def amount_fen(self) -> int | None:
        """The monthly pension; None while any part of it is not known."""
        total = None if self.answer is None else self.answer.total
        return None if total is None else to_fen(total)

    @property
    def amount_questions(self) -> tuple[Unknown, ...]:
        return () if self.answer is None else self.answer.amount.unknowns

    @property
    def conditions(self) -> tuple[Explanation, ...]:
        return () if self.answer is None else self.answer.conditions

    @property
    def explanation(self) -> tuple[Explanation, ...]:
        return () if self.answer is None else (*self.answer.conditions, *self.answer.amount_tree)

    @property
    def provisional(self) -> bool:
        found = None if self.answer is None else self.answer.determination
        return found is not None and found.provisional

    @property
    def refusable(self) -> bool:
        """The conditions are not met, and nothing that is still open could change that."""
        answer = self.answer
        return answer is not None and answer.settled and not answer.required.met and not self.questions

    @property
    def paid_elsewhere(self) -> bool:
        """Another province pays."""
        answer = self.answer
        return (
            answer is not None
            and not isinstance(answer.place, Unknown)
            and answer.place.province != answer.own_province
        )


def examine(
    *,
    view: CaseView,
    application: Document,
    parameters: Parameters,
    facts: Mapping[FactKind, Fact] | None = None,
    stated: StatedFigures | None = None,
) -> Examined:
    """The claim as far as registers and stated figures reach.

    ``facts`` and ``stated`` default to what stands in the case.
    """
    known = recorded_facts(view) if facts is None else facts
    person, name = known.get(FactKind.PERSON), (application.body or {})["subject"]["name"]
    named = name_remark(person.value, name) if person is not None else None
    if person is not None and named is not None and not bears_name(person.value, name):
        return Examined(None, remarks=(named,))
    found = _examined(view, application, parameters, known, stated)
    return found if named is None else replace(found, remarks=(named, *found.remarks))


def _examined(
    view: CaseView,
    application: Document,
    parameters: Parameters,
    known: Mapping[FactKind, Fact],
    stated: StatedFigures | None,
) -> Examined:
    as_of = view.now.astimezone(SHANGHAI).date()
    try:
        found = claim_facts(view=view, application=application, facts=known)
        if isinstance(found, Unknown):
            return Examined(None, questions=(found,))
        answer = pension_claim(
            facts=found,
            stated=stated_figures(view) if stated is None else stated,
            as_of=as_of,
            parameters=parameters,
        )
    except NotComputable as problem:
        return Examined(None, remarks=(problem.text,))
    if isinstance(answer, Unknown):
        return Examined(None, questions=(answer,))
    return Examined(
        answer,
        questions=answer.condition_questions,
        remarks=claim_remarks(answer, as_of=as_of),
    )
