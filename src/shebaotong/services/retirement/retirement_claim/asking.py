"""Asking the cities where the person was insured before, one by one, and going on when they have answered.

国发〔2014〕8号、人社部发〔2014〕17号第八条：不得同时领取两份基本养老保险待遇。So before the claim is reviewed
every city that holds a record of the person is asked whether he draws a pension there; and, since the
years and wages of all places count (国办发〔2009〕66号第七条), for the contributions that it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Draft,
    Explanation,
    FactKind,
    Notify,
    Objection,
    Open,
    Outcome,
    Proposal,
    Source,
    recorded_facts,
)
from shebaotong.services.retirement.retirement_claim import wording
from shebaotong.services.retirement.retirement_claim.record import city

QUESTION = "pension_and_record"
"""What another city is asked: does this person draw a basic pension with you, and what did he contribute."""
_BENEFITS = {"employee_pension": "职工基本养老金", "resident_pension": "城乡居民养老金"}


def located_before(view: CaseView) -> set[str]:
    """What the locator said when the claim was accepted, from the recorded outcome."""
    fact = recorded_facts(view).get(FactKind.PLACES)
    return set() if fact is None else set(fact.value.get("agencies", ()))


def ask_or_go_on(
    view: CaseView, application: Document, located: set[str], effects: tuple[Notify, ...] = ()
) -> Outcome:
    """Ask every place that is stated or located and has not answered; none left: to review."""
    left = _places_left(view, application, located)
    if not left:
        return Outcome(drafts=(Draft("to_review", {}),), effects=effects)
    return Outcome(proposals=tuple(_proposal(place, located) for place in left), effects=effects)


def _places_left(view: CaseView, application: Document, located: set[str]) -> list[str]:
    body = application.body or {}
    stated = set(body.get("earlier_places", ()))
    asked = {d.body["agency"] for d in view.documents if d.name == "ask_assistance" and d.body is not None}
    return sorted((stated | located) - asked - {view.me})


def _proposal(place: str, located: set[str]) -> Proposal:
    why = wording.LOCATED if place in located else wording.STATED
    return Proposal("ask_assistance", {"agency": place, "question": QUESTION}, why)


def asked(view: CaseView, document: Document) -> Outcome:
    """The request itself is a case of its own, in which only what is asked is told."""
    application = view.latest("application")
    city_asked = {"city": document.body["agency"]} if document.body is not None else {}
    notices = (Notify("waiting_elsewhere", city_asked),) if view.i_started and city_asked else ()
    if not view.i_own or document.body is None or application is None or application.body is None:
        return Outcome(effects=notices)
    subject: dict[str, Any] = dict(application.body["subject"])
    subject.pop("phone", None)
    child = Open(
        item="assistance",
        owner=document.body["agency"],
        body={"subject": subject, "question": document.body["question"], "for_item": "retirement_claim"},
    )
    return Outcome(effects=(child, *notices))


def against_asking(view: CaseView, body: Mapping[str, Any]) -> Sequence[Objection]:
    """A city that has not answered yet is not asked a second time: two requests would be two answers to one
    question, and two limits for the same work there. Once it has answered it may be asked anew. And
    nobody asks himself."""
    if body["agency"] == view.me:
        return (Objection("agency", wording.OWN_CITY),)
    waiting = {wait.since for wait in view.state.waits}
    out = {
        document.body["agency"]
        for document in view.documents
        if document.name == "ask_assistance" and document.key in waiting and document.body is not None
    }
    return (Objection("agency", wording.ASKED_ALREADY),) if body["agency"] in out else ()


def answered(view: CaseView, document: Document) -> Outcome:
    """The other city has answered."""
    application = view.latest("application")
    if not view.i_own or document.body is None or application is None:
        return Outcome()
    status = document.body["result"].get("answer", {}).get("status")
    if status == "draws_pension":
        return Outcome(drafts=(Draft("to_review", {}),), remarks=(wording.DRAWS_ELSEWHERE,))
    if status == "none":
        return ask_or_go_on(view, application, located_before(view))
    return _not_answered(view, application, status)


def _not_answered(view: CaseView, application: Document, status: str | None) -> Outcome:
    """Not their person, or closed without an answer: a person says where to ask next."""
    remark = wording.NOT_THEIRS if status == "not_our_person" else wording.NO_ANSWER
    located = located_before(view)
    left = _places_left(view, application, located)
    return Outcome(proposals=tuple(_proposal(place, located) for place in left), remarks=(remark,))


def drawn_elsewhere(view: CaseView) -> tuple[Explanation, ...]:
    """For each city that has answered that it pays the person a pension: which, and since when."""
    found = []
    for document in view.documents:
        if document.name != "resume" or document.body is None:
            continue
        answer = document.body["result"].get("answer", {})
        if answer.get("status") == "draws_pension":
            since = f"，自{answer['since']}起" if answer.get("since") else ""
            place = city(str(document.body["result"].get("agency") or ""))
            found.append(
                Explanation(
                    name="在其他城市领取的待遇",
                    value=f"{place}：{_BENEFITS[answer['benefit']]}{since}",
                    note="由该市协查答复；不能同时领取两份基本养老保险待遇",
                    sources=(Source("人社部发〔2014〕17号 第八条"),),
                )
            )
    return tuple(found)
