"""What follows in a rights record.

社会保险经办条例第三十二条：用人单位和个人可以免费查询、核对其缴费和享受社会保险待遇记录，
社会保险经办机构应当及时提供（quoted in substance; the screen names the clause).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shebaotong.kernel.api import (
    CaseView,
    Document,
    Draft,
    Fact,
    FactKind,
    FactQuery,
    Notify,
    Outcome,
    Text,
    bears_name,
    queries_about,
)
from shebaotong.rules.api import Parameters

_ASKED = (
    FactKind.PERSON,
    FactKind.ENROLMENTS,
    FactKind.CONTRIBUTIONS,
    FactKind.ACCOUNT,
    FactKind.ENTITLEMENTS,
)
_PURPOSE = Text("应本人申请出具个人权益记录", "At the person's request, to issue the rights record")


def needs(view: CaseView, document: Document) -> Sequence[FactQuery]:
    """The owner's register answers the request; nobody else reads anything."""
    if document.name != "request" or not view.i_own or document.body is None:
        return ()
    return queries_about(subject=document.body["subject"], kinds=_ASKED, purpose=_PURPOSE)


def decide(view: CaseView, document: Document, facts: Sequence[Fact], parameters: Parameters) -> Outcome:
    """The owner issues the record at once; the starter tells the person."""
    if document.name == "request" and view.i_own:
        return _answer(view, document, facts)
    if document.name == "record" and view.i_started:
        return Outcome(effects=(Notify("record_ready"),))
    if document.name == "unknown_person" and view.i_started:
        return Outcome(effects=(Notify("decided_refused"),))
    return Outcome()


def _answer(view: CaseView, document: Document, facts: Sequence[Fact]) -> Outcome:
    """A number alone opens nobody's record: the name must be the one that the register has, or had."""
    found = {fact.kind: fact for fact in facts}
    person = found[FactKind.PERSON]
    if not person.known:
        return Outcome(drafts=(Draft("unknown_person", _nothing()),))
    if not bears_name(person.value, (document.body or {})["subject"]["name"]):
        return Outcome(drafts=(Draft("unknown_person", _another_name()),))
    body: dict[str, Any] = {
        "as_of": found[FactKind.PERSON].as_of.isoformat(),
        "issued_by": view.me,
    }
    body.update({kind.value: found[kind].value for kind in _ASKED})
    return Outcome(drafts=(Draft("record", body),))


def _nothing() -> dict[str, Any]:
    return {
        "reason": {
            "zh": "按您提供的证件号码，本市登记系统中没有您的参保记录。",
            "en": "Under the document number given, this city's register holds no record of you.",
        },
        "remedy": {
            "zh": "请核对证件号码，或换一个您参加过社保的城市再查；如有异议，可向本市社保经办机构申请核对。",
            "en": "Please check the number or choose another city in which you were insured; "
            "you may ask this city's agency to check its records.",
        },
    }


def _another_name() -> dict[str, Any]:
    """Whose number it is, is not told."""
    return {
        "reason": {
            "zh": "您提供的姓名和这个证件号码登记的姓名不一样，不能出具记录。",
            "en": "The name given is not the one that is registered under this document number, "
            "so that no record can be issued.",
        },
        "remedy": {
            "zh": "请对照证件核对号码和姓名再查一次。改过名字的，可以填从前的姓名，"
            "也可以请参保地社保经办机构更正登记。",
            "en": "Please check number and name against the document and ask again. Who has changed his name "
            "may give the former one, or have the agency of the place of insurance mend its record.",
        },
    }
