"""Handing in online what a city has found missing: a photograph each, no way to a window."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Move, Role, Text
from shebaotong.portal.carrying import carry
from shebaotong.portal.downloads import download
from shebaotong.portal.forms.question import Question, questions_of
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.forms.uploads import OTHER, Uploads, places_of, read_uploads, shown_uploads
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import citizen_page
from shebaotong.portal.views.papers import my_reading


def supplement_of(reading: cases.Reading) -> cases.Action | None:
    """The document with which the person hands in what is missing, where he may do so now."""
    return next(
        (
            action
            for action in reading.actions
            if action.allowed and action.declared.role is Role.PERSON and action.declared.move is Move.RESUME
        ),
        None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def supplement(request: HttpRequest, user: accounts.User, number: str) -> HttpResponse:
    reading = my_reading(user, number)
    action = supplement_of(reading)
    if action is None:
        messages.info(request, _("现在没有要补的材料。"))
        return redirect("portal:my_case", number)
    if request.method != "POST":
        return _page(request, reading, action, Uploads(), {})
    agency = reading.copy.agency
    uploads = read_uploads(
        request,
        agency=agency,
        key=form_key(request.POST),
        places=places_of(reading.item),
        now=timezone.now(),
    )
    body, errors = read(_asked(reading, action), request.POST, reading.item)
    errors.update(uploads.errors)
    if not errors and not uploads.files:
        errors[f"file-{(_missing(reading) or [OTHER])[0]}"] = _("请至少选一张照片，或者一个PDF。")
    errors = errors or _write(request, user, reading, action, body, uploads)
    if errors:
        return _page(request, reading, action, uploads, errors, status=422)
    messages.success(request, _("交上去了。有结果会告诉您。"))
    return redirect("portal:my_case", number)


def _questions(reading: cases.Reading, action: cases.Action) -> tuple[Question, ...]:
    forms = cases.entry(reading.item.code).form.get("actions", {})
    return questions_of(forms.get(action.declared.code, ()))


def _asked(reading: cases.Reading, action: cases.Action) -> tuple[Question, ...]:
    """The clerk's form without his part: online nobody has seen the originals."""
    return tuple(q for q in _questions(reading, action) if q.kind != "materials")


def _write(
    request: HttpRequest,
    user: accounts.User,
    reading: cases.Reading,
    action: cases.Action,
    body: dict[str, Any],
    uploads: Uploads,
) -> Errors:
    unseen: dict[str, Any] = {q.name: [] for q in _questions(reading, action) if q.kind == "materials"}
    agency, now = reading.copy.agency, timezone.now()
    writing = cases.Writing(
        case_number=reading.copy.number,
        type=action.type,
        body={**unseen, **body},
        attaching=uploads.attaching(),
    )
    try:
        actor = accounts.actor_of(user, agency=agency)
        cases.write(writing=writing, actor=actor, now=now, key=form_key(request.POST))
    except (cases.StaleEdit, cases.NotAllowed):
        return {"": _("这件事刚刚有变化，请回去看一看最新情况。")}
    except cases.FilesGone:
        return {"": _("先前传的照片放得太久，已经清掉了。请重新选一次。")}
    except cases.KeyReused:
        return {"": _("这些材料已经交过了。")}
    except cases.InvalidBody as bad:
        return placed(bad)
    except cases.Refused as refused:
        return {"": say(refused.text)}
    carry(agency)
    return {}


def _notice(reading: cases.Reading) -> list[dict[str, Any]]:
    """What the city has told to be missing, from the document that made the case wait."""
    waiting = {wait.since for wait in reading.copy.state.waits}
    for document in reading.copy.documents:
        if document.key in waiting:
            return list((document.body or {}).get("missing", ()))
    return []


def _missing(reading: cases.Reading) -> list[str]:
    known = {material.code for material in reading.item.materials}
    return [entry["code"] for entry in _notice(reading) if entry["code"] in known]


def _page(
    request: HttpRequest,
    reading: cases.Reading,
    action: cases.Action,
    uploads: Uploads,
    errors: Errors,
    status: int = 200,
) -> HttpResponse:
    number = reading.copy.number
    typed = request.POST if request.method == "POST" else None
    fields = shown_uploads(reading.item, uploads, only=_missing(reading))
    for each in fields:
        each["error"] = errors.get(each["name"], "")
    how = {entry["code"]: entry.get("how") for entry in _notice(reading)}
    for each in fields:
        hint = how.get(each["name"].removeprefix("file-"))
        each["hint"] = say(Text(hint["zh"], hint["en"])) if hint else ""
    values = {
        "title": say(reading.item.title),
        "uploads": fields,
        "questions": shown(
            _asked(reading, action), item=reading.item, typed=typed, proposed={}, errors=errors
        ),
        "errors": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in errors.items()
        ],
        "key": (form_key(typed) if typed else "") or f"{number}-{reading.copy.revision}-person",
        "back": reverse("portal:my_case", args=[number]),
    }
    return render(request, "portal/mine/supplement.html", values, status=status)


@require_safe
@citizen_page
def my_file(request: HttpRequest, user: accounts.User, number: str, sha256: str) -> HttpResponseBase:
    """A file of the person's own case."""
    reading = my_reading(user, number)
    if all(file.sha256 != sha256 for _document, file, _entry in cases.attachments_of(reading.copy)):
        raise Http404
    return download(agency=reading.copy.agency, case_number=number, sha256=sha256)
