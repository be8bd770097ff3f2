"""Writing a document into a case: its form, with what the engine proposes already filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Key, Move, Role
from shebaotong.portal.carrying import carry
from shebaotong.portal.cities import city
from shebaotong.portal.forms import admin_forms
from shebaotong.portal.forms.question import Question, questions_of
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.forms.uploads import OTHER, Uploads, places_of, read_uploads, shown_uploads
from shebaotong.portal.languages import labelled, say
from shebaotong.portal.paging import mark_of, whole_number
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk import body_words, case_facts, case_page
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.case import late_title, proposals, reading_of
from shebaotong.portal.views.desk.frame import base, inbox_side


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def act(request: HttpRequest, actor: Actor, number: str, full_type: str) -> HttpResponse:
    reading = reading_of(number, actor)
    action = next((a for a in reading.actions if a.type == full_type), None)
    if action is None or action.declared.action is None:
        raise Http404
    questions = questions_for(reading, full_type)
    if request.method == "POST":
        uploads = _uploads(request, actor, reading, action)
        body, errors = read(questions, request.POST, reading.item)
        errors.update(uploads.errors)
        if action.denial is not None:
            # A colleague or the applicant was faster: what was typed is shown again, to be used elsewhere.
            return _form(request, actor, reading, action, questions, uploads.errors, uploads, status=422)
        if not errors:
            along = _unasked(reading, action, questions, body)
            body = {**_left_empty(reading, action, questions), **along, **body}
            errors = write_paper(
                request, actor, reading, full_type, body, uploads, say(action.declared.action)
            )
            if not errors:
                return redirect("portal:case", number)
        return _form(request, actor, reading, action, questions, errors, uploads, status=422)
    if action.denial is not None:
        messages.error(request, desk_words.denial_words(action.denial))
        return redirect("portal:case", number)
    return _form(request, actor, reading, action, questions, {}, Uploads())


def _takes_files(action: cases.Action) -> bool:
    """What the person hands in, online himself or through a clerk at the window."""
    return action.declared.role is Role.PERSON


def _uploads(request: HttpRequest, actor: Actor, reading: cases.Reading, action: cases.Action) -> Uploads:
    return read_uploads(
        request,
        agency=actor.agency,
        key=form_key(request.POST),
        places=places_of(reading.item) if _takes_files(action) else (),
        now=timezone.now(),
    )


def _left_empty(
    reading: cases.Reading, action: cases.Action, questions: tuple[Question, ...]
) -> dict[str, Any]:
    """What need not be filled in, where the document has a place for it all the same."""
    if action.type.partition(".")[0] != reading.item.code:
        return {}
    declared = action.declared
    schema = cases.entry(reading.item.code).schema(declared.code, declared.version).document
    wanted = schema.get("required", ())
    return {q.name: "" for q in questions if q.kind == "textarea" and not q.required and q.name in wanted}


def _unasked(
    reading: cases.Reading,
    action: cases.Action,
    questions: tuple[Question, ...],
    body: Mapping[str, Any],
) -> dict[str, Any]:
    """What the engine proposed and no question asks, such as the explanation of a figure, goes along, unless
    something else was chosen than it proposed: a record does not go with “not our person”. And which late
    document was read: the first one."""
    if late := _late(reading, action):
        return {"agency": late.agency, "number": late.number}
    offered = [p for p in proposals(reading) if p["type"] == action.declared.code]
    proposed: dict[str, Any] = offered[0]["body"] if offered else {}
    asked = {question.name: question.kind for question in questions}
    chosen = [name for name, kind in asked.items() if kind in ("radio", "select") and name in proposed]
    if any(body.get(name) != proposed[name] for name in chosen):
        return {}
    return {name: value for name, value in proposed.items() if name not in asked}


def _late(reading: cases.Reading, action: cases.Action) -> Key | None:
    return reading.copy.state.late[0] if action.declared.move is Move.ACKNOWLEDGE else None


def questions_for(reading: cases.Reading, full_type: str) -> tuple[Question, ...]:
    prefix, _, name = full_type.partition(".")
    if prefix == "case":
        return admin_forms.questions(name)
    return questions_of(cases.entry(reading.item.code).form.get("actions", {}).get(name, ()))


def write_paper(
    request: HttpRequest,
    actor: Actor,
    reading: cases.Reading,
    full_type: str,
    body: dict[str, Any],
    uploads: Uploads,
    done: str,
) -> Errors:
    """Write a form's document; errors by question, empty where it was written: then ``done`` is told."""
    if full_type == cases.ATTACHMENT and not uploads.files:
        return {f"file-{OTHER}": _("请至少选一个文件。")}
    seen = request.POST.get("revision", "")
    writing = cases.Writing(
        case_number=reading.copy.number,
        type=full_type,
        body=body,
        attaching=uploads.attaching(),
        revision=whole_number(seen),
    )
    now = timezone.now()
    try:
        cases.write(writing=writing, actor=actor, now=now, key=form_key(request.POST))
    except cases.StaleEdit:
        return {"": _("这件刚刚有新的变化。请先看一眼最新情况，您填的内容还在下面。")}
    except cases.NotAllowed as denied:
        return {"": desk_words.denial_words(denied.denial)}
    except cases.KeyReused:
        return {"": _("这一步已经提交过，内容不同。请返回办件看最新情况。")}
    except cases.FilesGone:
        return {"": desk_words.files_gone()}
    except cases.InvalidBody as bad:
        return placed(bad)
    except cases.NotAccepted as refused:
        return {"": say(refused.reason)}
    except cases.Refused as refused:
        return {"": say(refused.text)}
    except cases.Objected as against:
        return {each.field: say(each.text) for each in against.objections}
    # What follows in another city need not wait for the worker: the page that comes shows it.
    carry(actor.agency)
    messages.success(request, _("%(what)s：已办理。") % {"what": done})
    return {}


def _cities(
    reading: cases.Reading, action: cases.Action, questions: tuple[Question, ...]
) -> dict[str, frozenset[str]]:
    """By question the cities that may be asked, or handed the case, under an agreement in force."""
    now, state = timezone.now(), reading.copy.state
    if action.declared.move is Move.FORWARD:
        bound = cases.askable(reading.item, state.starter, now) | {state.starter}
        return {"agency": bound - {state.owner}}
    return {
        question.name: cases.askable(cases.item(question.asks), reading.copy.agency, now)
        for question in questions
        if question.asks
    }


def _why(proposal: Mapping[str, Any]) -> str:
    """Why the engine proposes it; where it is to ask a city, which one: alternatives often share a reason."""
    why = case_facts.say_pair(proposal["why"])
    return labelled(city(proposal["body"]["agency"]), why) if "agency" in proposal["body"] else why


def _form(
    request: HttpRequest,
    actor: Actor,
    reading: cases.Reading,
    action: cases.Action,
    questions: tuple[Question, ...],
    errors: Errors,
    uploads: Uploads,
    status: int = 200,
) -> HttpResponse:
    number = reading.copy.number
    side = inbox_side(request, actor, timezone.now(), open_number=number)
    chosen = mark_of(request, "proposal") or 0
    late = _late(reading, action)
    offered = [p for p in proposals(reading) if p["type"] == action.declared.code]
    proposal = offered[chosen] if chosen < len(offered) else None
    typed = request.POST if request.method == "POST" else None
    assert action.declared.action is not None
    values = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "number": number,
        "head": case_page.head(reading, actor),
        "title": say(action.declared.action),
        "document_title": say(action.declared.title),
        "denied": desk_words.denial_words(action.denial) if action.denial else "",
        "late": late_title(reading, late) if late else "",
        "danger": action.declared.danger,
        "why": _why(proposal) if proposal else "",
        "offered": [{"text": _why(p), "index": at, "current": at == chosen} for at, p in enumerate(offered)],
        "questions": shown(
            questions,
            item=reading.item,
            typed=typed,
            proposed=proposal["body"] if proposal else {},
            errors=errors,
            cities=_cities(reading, action, questions),
        ),
        "error_list": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in errors.items()
        ],
        "uploads": shown_uploads(reading.item, uploads) if _takes_files(action) else [],
        "asked_for": body_words.asked_for(reading),
        "found": case_facts.found(reading),
        "answers": body_words.answers(reading),
        "explained": case_facts.explained(reading),
        "revision": reading.copy.revision,
        "chosen": chosen,
        # Kept while the form comes back with errors: what was uploaded is found by it.
        "key": (form_key(typed) if typed else "")
        or f"{reading.copy.number}-{action.type}-{reading.copy.revision}-{actor.hand[:8]}",
    }
    return render(request, "portal/desk/act.html", values, status=status)
