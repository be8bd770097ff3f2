"""What follows when a person asks at a window about the pension: every city's record is asked for, once.

国办发〔2009〕66号第六条、第七条：the months and wages of all places decide where a pension is paid, and how
much.
社会保险经办条例第三十二条：the person may have them looked up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Draft,
    Fact,
    FactKind,
    FactQuery,
    Open,
    Outcome,
    queries_about,
    recorded_facts,
)
from shebaotong.rules.api import Parameters
from shebaotong.services.records.pension_record.decide import ASKED
from shebaotong.services.records.pension_record.purposes import purpose_of

_CHILD = "pension_record"
_AT_ONCE = 6
"""Cities asked at a time; when they have answered the next are."""


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The own register, and the locator's word on who else holds the person and may be asked for this."""
    if document.name != "question" or not _own_question(view) or document.body is None:
        return ()
    subject = document.body["subject"]
    purpose = purpose_of(view=view, body=document.body)
    (places,) = queries_about(subject=subject, kinds=[FactKind.PLACES], purpose=purpose)
    places.details["for_item"] = _CHILD
    return (*queries_about(subject=subject, kinds=ASKED, purpose=purpose), places)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    if document.name == "question" and view.i_own and not view.i_started:
        # Asked of us: our agreements are not another city's, and what we may ask for is not for it.
        return Outcome(drafts=(Draft("gathered", {"asked": [], "not_covered": []}),))
    if not _own_question(view) or document.body is None:
        return Outcome()
    match document.name:
        case "question":
            located = next(fact for fact in facts if fact.kind is FactKind.PLACES)
            return _ask_or_end(view, located.value)
        case "ask":
            return _asked(view, document.body["agency"])
        case "resume" if not view.state.waits:
            return _ask_or_end(view, recorded_facts(view)[FactKind.PLACES].value)
        case _:
            return Outcome()


def _own_question(view: CaseView) -> bool:
    """Asked at a window of this agency, and by it alone."""
    return view.i_own and view.i_started


def _ask_or_end(view: CaseView, located: Mapping[str, Any]) -> Outcome:
    asked = [d.body["agency"] for d in view.documents if d.name == "ask" and d.body is not None]
    left = sorted(set(located.get("agencies", ())) - {view.me, *asked})
    if left:
        return Outcome(drafts=tuple(Draft("ask", {"agency": agency}) for agency in left[:_AT_ONCE]))
    outside = sorted(located.get("not_covered", ()))
    return Outcome(drafts=(Draft("gathered", {"asked": sorted(asked), "not_covered": outside}),))


def _asked(view: CaseView, agency: str) -> Outcome:
    """The request is a case of its own, which tells the other city no more than it needs."""
    question = view.latest("question")
    if question is None or question.body is None:
        return Outcome()
    body = {**question.body, "for_item": view.state.item}
    return Outcome(effects=(Open(_CHILD, agency, body),))
