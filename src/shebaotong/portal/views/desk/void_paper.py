"""Declaring a document void (作废): an approver gives the reason, looks once more, and then it is done.

The engine says who may, as for every other document; the page offers what was written for the item and leaves
conversation, receipts and what the engine keeps for itself alone.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Document, Role
from shebaotong.portal.cities import city
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.forms.uploads import Uploads
from shebaotong.portal.languages import listed, say
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk import body_words, case_page, case_papers
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.act import questions_for, write_paper
from shebaotong.portal.views.desk.case import reading_of
from shebaotong.portal.views.desk.frame import base, inbox_side

TYPE = "case.invalidate"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def void_paper(request: HttpRequest, actor: Actor, number: str, key: str) -> HttpResponse:
    reading = reading_of(number, actor)
    document = case_papers.found_by(reading, key)
    if document is None:
        raise Http404
    if not cases.may_declare_void(reading=reading, actor=actor, key=document.key):
        if request.method == "POST" and _void_meanwhile(reading, actor, document):
            denied = _("这份文书刚才已经由同事作废，不用再作废。")
            return _page(request, actor, reading, document, {}, looked=False, denied=denied)
        raise Http404
    errors: Errors = {}
    looked = False
    if request.method == "POST":
        body, errors = read(questions_for(reading, TYPE), request.POST, reading.item)
        looked = not errors and "change" not in request.POST
        if looked and "sure" in request.POST:
            target = {"agency": document.key.agency, "number": document.key.number}
            errors = write_paper(request, actor, reading, TYPE, {**target, **body}, Uploads(), _("作废"))
            if not errors:
                return redirect("portal:case", number)
            looked = False
    return _page(request, actor, reading, document, errors, looked=looked)


def _page(
    request: HttpRequest,
    actor: Actor,
    reading: cases.Reading,
    document: Document,
    errors: Errors,
    *,
    looked: bool,
    denied: str = "",
) -> HttpResponse:
    number = reading.copy.number
    side = inbox_side(request, actor, timezone.now(), open_number=number)
    typed = request.POST if request.method == "POST" else None
    questions = questions_for(reading, TYPE)
    values: dict[str, Any] = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "number": number,
        "head": case_page.head(reading, actor),
        "paper": case_papers.title_of(reading, document),
        "rows": [
            {"key": _("出具"), "value": city(document.envelope.author)},
            {"key": _("落款时间"), "value": desk_words.when(document.envelope.claimed_at)},
            *body_words.rows(reading.item, document.envelope.type, document.body or {}),
        ],
        "follows": what_follows(reading, document),
        "looked": looked,
        "denied": denied,
        "reason": typed.get("reason", "").strip() if typed else "",
        "questions": shown(questions, item=reading.item, typed=typed, proposed={}, errors=errors),
        "error_list": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in errors.items()
        ],
        "paper_href": reverse("portal:document", args=[number, case_papers.address_key(document)]),
        "revision": reading.copy.revision,
        "key": (form_key(typed) if typed else "")
        or f"{number}-{TYPE}-{document.key}-{reading.copy.revision}-{actor.hand[:8]}".replace("/", "-"),
    }
    return render(request, "portal/desk/void_paper.html", values, status=422 if errors or denied else 200)


def _void_meanwhile(reading: cases.Reading, actor: Actor, document: Document) -> bool:
    """Whether another approver was first: the page had been this one's to open."""
    mine = document.key.agency == actor.agency and Role.APPROVER in actor.roles
    return mine and document.key in reading.copy.state.void


def what_follows(reading: cases.Reading, document: Document) -> list[str]:
    """What declaring it void does, said before it is done."""
    state, lines = reading.copy.state, []
    if state.decision is not None and state.decision.key == document.key:
        step = say(reading.item.steps[0].title)
        lines.append(_("这是现在生效的决定。作废后，这件重新打开，回到“%(step)s”。") % {"step": step})
        if state.decision.verdict == "granted":
            lines.append(_("有按它发的待遇的，先暂停；没支付的支付单撤销，已支付的列为待追回。等重新决定。"))
    else:
        lines.append(_("作废后，它不再作数；这件停在现在这一步。要重办的，另按退回。"))
    lines.append(_("文书和作废的理由都留在这一件里，不会删除；打印件不再有效。"))
    others = listed(city(agency) for agency in state.participants if agency != reading.copy.agency)
    if others:
        lines.append(_("%(cities)s和本人会看到作废和理由。") % {"cities": others})
    else:
        lines.append(_("本人会看到作废和理由。"))
    return lines
