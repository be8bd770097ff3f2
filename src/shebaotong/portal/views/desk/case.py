"""The page of one case: route, materials, what the registers say, documents, conversation, actions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Key, Status, casenumber
from shebaotong.portal.cities import city
from shebaotong.portal.explained import explained_in
from shebaotong.portal.languages import listed, say
from shebaotong.portal.signed_in import require_cases, staff_page
from shebaotong.portal.views.desk import (
    body_words,
    case_facts,
    case_files,
    case_page,
    case_papers,
    case_route,
)
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.case_contacts import contacts_of
from shebaotong.portal.views.desk.frame import base, inbox_side

# Behind a further press: what ends or moves a case is not pressed by mistake.
_RARE = frozenset({"case.forward", "case.close", "case.withdraw", "case.reopen"})
# Shown as a conversation, a list or on another page, never as a button.
_ELSEWHERE = frozenset({"case.message", "case.remark", "case.invalidate"})


def reading_of(number: str, actor: Actor) -> cases.Reading:
    """Raises Http404 alike for a case of somebody else and for none at all, PermissionDenied for whose work
    cases are not."""
    require_cases(actor)
    try:
        return cases.read(number=number, actor=actor)
    except cases.UnknownCase:
        raise Http404 from None


@require_safe
@staff_page
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    return case_with(request, actor, number)


def case_with(
    request: HttpRequest, actor: Actor, number: str, *, unsent: str = "", why: str = "", status: int = 200
) -> HttpResponse:
    """The page of a case; ``unsent``: a message that was refused, shown again with the reason ``why``."""
    now = timezone.now()
    reading = reading_of(number, actor)
    if cases.mark_opened(number=number, actor=actor, now=now):
        reading = reading_of(number, actor)
    cases.mark_seen(agency=actor.agency, case_number=number, roles=actor.roles, now=now)
    side = inbox_side(request, actor, now, open_number=number)
    joined = cases.joined_cases(reading)
    awaited, buttons = _awaited(reading, actor), action_buttons(reading)
    holder = cases.claimed_by(agency=actor.agency, numbers=[number]).get(number, "")
    values = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "number": number,
        "head": case_page.head(reading, actor),
        "route": case_route.route(reading, awaited),
        "materials": case_page.materials(reading),
        "material_columns": [{"text": _("材料")}, {"text": _("来源")}, {"text": _("状态")}],
        "attachments": case_files.attachments(reading, actor, joined),
        "attachment_columns": [
            {"text": _("文件")},
            {"text": _("材料")},
            {"text": _("收件")},
            {"text": _("时间")},
            {"text": _("大小"), "wide_only": True},
        ],
        "asked_for": body_words.asked_for(reading),
        "found": case_facts.found(reading),
        "answers": body_words.answers(reading),
        "explained": case_facts.explained(reading),
        "payments": case_facts.payments(reading),
        "payment_columns": [
            {"text": _("支付什么")},
            {"text": _("金额")},
            {"text": _("从什么时候起")},
            {"text": _("状态")},
        ],
        "documents": case_papers.documents(reading),
        "document_columns": [
            {"text": _("文书")},
            {"text": _("出具")},
            {"text": _("时间")},
            {"text": _("范围")},
            {"text": _("回执"), "wide_only": True},
        ],
        "clock": case_page.clock(reading, now),
        "chat": case_page.chat(reading, actor.agency),
        "unsent": unsent,
        "why_unsent": why,
        # The address of a refused message takes no GET: whoever changes the language there comes here.
        "here": reverse("portal:case", args=[number]) if unsent else request.get_full_path(),
        "actions": [button for button in buttons if not button["rare"]],
        "more": [*(button for button in buttons if button["rare"]), *_void_decision(reading, actor)],
        "denied": _denied(reading, actor),
        "late": [late_title(reading, key) for key in reading.copy.state.late],
        "holder": holder,
        "ended": reading.copy.state.status is Status.ENDED,
        "print": decision_to_print(reading),
        "may_claim": case_page.may_handle(reading, actor),
        "may_say": any(action.allowed for action in reading.actions if action.type == "case.message"),
        "is_mine": bool(holder) and cases.holds(actor=actor, number=number),
        "related": _related(reading, awaited, joined),
        "talks_with": listed(city(a) for a in reading.copy.state.participants if a != actor.agency),
        "partners": contacts_of(reading, actor.agency),
    }
    return render(request, "portal/desk/case.html", values, status=status)


def action_buttons(reading: cases.Reading) -> list[dict[str, Any]]:
    """The documents that this actor may write now: the one answer of the engine, drawn as buttons."""
    proposed = {p["type"] for p in proposals(reading)}
    buttons = [
        {
            "text": say(action.declared.action),
            "href": reverse("portal:act", args=[reading.copy.number, action.type]),
            "kind": "danger" if action.declared.danger else "",
            "proposed": action.declared.code in proposed,
            "primary": action.declared.primary,
            "rare": action.type in _RARE,
        }
        for action in reading.actions
        if action.allowed and action.declared.action is not None and action.type not in _ELSEWHERE
    ]
    # One primary button on a screen: the one that the engine proposes, else the first that leads on.
    buttons.sort(key=lambda b: (not b["proposed"], not b["primary"], bool(b["kind"])))
    waiting = reading.copy.state.status is Status.WAITING
    if (
        buttons
        and not waiting
        and not buttons[0]["kind"]
        and (buttons[0]["proposed"] or buttons[0]["primary"])
    ):
        buttons[0]["kind"] = "primary"
    return buttons


def proposals(reading: cases.Reading) -> list[dict[str, Any]]:
    """What the engine proposed last, as long as nothing was written since that it has not seen.

    Of several cities that it proposed to ask, those that have been asked are gone: to ask one leads to no new
    outcome, and who is asked twice without having answered is refused."""
    outcome = reading.outcome
    found: list[dict[str, Any]] = ((outcome.body or {}) if outcome else {}).get("proposals", [])
    asked = {(each.name, (each.body or {}).get("agency")) for each in reading.copy.documents}
    return [p for p in found if "agency" not in p["body"] or (p["type"], p["body"]["agency"]) not in asked]


def _void_decision(reading: cases.Reading, actor: Actor) -> list[dict[str, Any]]:
    """The decision in force is declared void from the case itself; other documents from their own page."""
    decision = reading.copy.state.decision
    found = None if decision is None else reading.copy.document(decision.key)
    href = case_papers.void_address(reading, actor, found)
    return [{"text": _("作废这份决定"), "href": href, "kind": "danger"}] if href else []


def _denied(reading: cases.Reading, actor: Actor) -> list[str]:
    """Why the step that is due now is not this person's: four eyes, own case, another post."""
    state = reading.copy.state
    if state.status is not Status.OPEN or state.turn != actor.agency:
        return []
    due = [action for action in reading.actions if state.step in action.declared.steps]
    told = (cases.Denial.FOUR_EYES, cases.Denial.OWN_CASE)
    found = {desk_words.denial_words(action.denial) for action in due if action.denial in told}
    leads = {action.declared.role for action in due if action.declared.primary}
    if leads and not found and not leads & actor.roles and not any(action.allowed for action in due):
        posts = listed(sorted(desk_words.role_word(role) for role in leads))
        found.add(_("这一步由%(posts)s岗位的同事办。您在这里可以看进度。") % {"posts": posts})
    return sorted(found)


def late_title(reading: cases.Reading, key: Key) -> str:
    """A document that the decision had not considered."""
    document = reading.copy.document(key)
    return case_papers.title_of(reading, document) if document else str(key)


def _awaited(reading: cases.Reading, actor: Actor) -> dict[str, cases.Reading]:
    """The cases that this one waits for, as far as this agency holds them."""
    found = {}
    for wait in reading.copy.state.waits:
        if wait.key.isdigit():
            with suppress(cases.UnknownCase):
                found[wait.key] = cases.read(number=wait.key, actor=actor)
    return found


def _related(
    reading: cases.Reading, awaited: dict[str, cases.Reading], joined: Sequence[cases.Copy]
) -> list[dict[str, str]]:
    """The case that waits for this one, those that this one waits for, and the claims that were joined."""
    state = reading.copy.state
    found = []
    if state.parent and state.starter == reading.copy.agency:
        found.append({"text": _("来自办件"), "number": state.parent})
    if state.joined:
        found.append({"text": _("并入办件"), "number": state.joined})
    found += [
        {
            "text": _("并入本件的申请，%(city)s受理") % {"city": city(claim.state.starter)},
            "number": claim.number,
        }
        for claim in joined
    ]
    found += [
        {
            "text": _("等%(city)s答复，催办和对话在那一件里") % {"city": city(child.copy.state.owner)},
            "number": number,
        }
        for number, child in awaited.items()
    ]
    return [{**each, "shown": casenumber.show(each["number"])} for each in found]


@require_safe
@staff_page
def document(request: HttpRequest, actor: Actor, number: str, key: str) -> HttpResponse:
    """One document with its body, signature and receipts."""
    reading = reading_of(number, actor)
    found = case_papers.found_by(reading, key)
    if found is None:
        raise Http404
    now = timezone.now()
    side = inbox_side(request, actor, now, open_number=number)
    good = reading.copy.stands_for_person(found)
    values = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "number": number,
        "title": case_papers.title_of(reading, found),
        "rows": body_words.rows(reading.item, found.envelope.type, found.body or {}),
        "explained": explained_in(found),
        "erased": found.body is None,
        "pdf": reverse("portal:staff_pdf", args=[number, key]) if good else "",
        "meta": case_papers.meta_rows(reading, found),
        "void": case_papers.void_reason(reading, found),
        "void_href": case_papers.void_address(reading, actor, found),
    }
    return render(request, "portal/desk/document.html", values)


def decision_to_print(reading: cases.Reading) -> dict[str, str]:
    """What a window hands to the person at the end: the decision in force, where it is for him."""
    decision = reading.copy.state.decision
    if reading.copy.state.status is not Status.ENDED or decision is None:
        return {}
    found = reading.copy.document(decision.key)
    if found is None or not reading.copy.stands_for_person(found):
        return {}
    key = case_papers.address_key(found)
    words = _("打印%(paper)s") % {"paper": case_papers.title_of(reading, found)}
    return {"text": words, "href": reverse("portal:staff_pdf", args=[reading.copy.number, key])}
