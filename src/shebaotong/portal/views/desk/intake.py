"""Taking a request at the window: who it is, what he wants, what he has brought, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Item, Material, Role, Spare, Text, to_simplified
from shebaotong.portal.asked import ask, asked
from shebaotong.portal.carrying import carry_to_the_end
from shebaotong.portal.cities import all_cities, city
from shebaotong.portal.forms import identity
from shebaotong.portal.forms.materials import MaterialsRead, others, read_materials, shown_materials
from shebaotong.portal.forms.question import Section, sections_of
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.forms.uploads import Uploads, places_of, read_uploads, shown_uploads
from shebaotong.portal.languages import say
from shebaotong.portal.receipt import receipt
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import words as desk_words
from shebaotong.portal.views.desk.case import decision_to_print
from shebaotong.portal.views.desk.frame import base, inbox_side


@dataclass
class Filled:
    """What came of a form that was sent."""

    body: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    owner: str = ""
    materials: MaterialsRead = field(default_factory=MaterialsRead)
    uploads: Uploads = field(default_factory=Uploads)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def intake(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find the item: by its name or by the words that people use for it."""
    require_role(actor, Role.CLERK)
    if request.method == "POST":
        return ask(request, request.POST.get("q", "")[:60])
    query = to_simplified(asked(request) or "")
    offered = [item for item in cases.items() if item.for_person and "window" in item.channels]
    found = [item for item in offered if not query or _fits(item, query)]
    side = inbox_side(request, actor, timezone.now())
    values = {
        **base(actor, "intake", side["counted"]),
        **side,
        "item_query": query,
        "items": [
            {
                "title": say(item.title),
                "note": say(item.summary),
                "href": reverse("portal:intake_item", args=[item.code]),
            }
            for item in found
        ],
    }
    return render(request, "portal/desk/intake.html", values)


def _fits(item: Item, query: str) -> bool:
    words = (item.title.zh, item.summary.zh, *item.keywords)
    if any(query in word or word in query for word in words):
        return True
    # English has many words for a thing, in any order: all that were typed stand somewhere in what it says.
    english = f"{item.title.en} {item.summary.en}".lower()
    return all(word in english for word in query.lower().split())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def intake_item(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    require_role(actor, Role.CLERK)
    try:
        entry = cases.entry(code)
    except cases.UnknownItem:
        raise Http404 from None
    if not entry.item.for_person:
        raise Http404
    sections = sections_of(entry.form)
    if request.method != "POST":
        return _page(request, actor, entry.item, sections, Filled())
    uploads = _uploads(request, actor, entry.item)
    if "back" in request.POST:
        return _page(request, actor, entry.item, sections, Filled(uploads=uploads))
    filled = fill(request.POST, entry.item, sections, here=actor.agency)
    filled.uploads = uploads
    filled.errors.update(uploads.errors)
    if filled.errors:
        return _page(request, actor, entry.item, sections, filled, status=422)
    if filled.materials.missing:
        try:
            # Who may not be helped here is not sent home for papers first.
            cases.check_agreement(entry.item, actor.agency, filled.owner, actor.channel, timezone.now())
        except cases.NotAccepted as refused:
            return _refused(request, actor, entry.item, filled, refused)
        return _missing(request, actor, entry.item, sections, filled)
    return _open(request, actor, entry.item, sections, filled)


def _uploads(request: HttpRequest, actor: Actor, item: Item) -> Uploads:
    places = places_of(item) if item.materials else ()
    return read_uploads(request, agency=actor.agency, key=_key(request), places=places, now=timezone.now())


def fill(post: QueryDict, item: Item, sections: tuple[Section, ...], *, here: str) -> Filled:
    """Everything that was typed, read once; what is wrong stands in ``errors``."""
    filled = Filled(owner=post.get("owner", ""))
    subject, errors = identity.read_subject(post, timezone.localdate())
    filled.errors.update(errors)
    if filled.owner not in dict(all_cities()):
        filled.errors["owner"] = _("请选择参保的城市。不清楚的，先问本人在哪里交过社保。")
    for section in sections:
        body, errors = read(section.questions, post, item)
        filled.body.update(body)
        filled.errors.update(errors)
    filled.body["subject"] = subject
    if item.materials:
        filled.materials = read_materials(post, item, others=dict(others(here)))
        filled.errors.update(filled.materials.errors)
        filled.body["materials"] = filled.materials.body
    return filled


def _open(
    request: HttpRequest, actor: Actor, item: Item, sections: tuple[Section, ...], filled: Filled
) -> HttpResponse:
    now = timezone.now()
    opening = cases.Opening(
        item=item.code, owner=filled.owner, body=filled.body, attaching=filled.uploads.attaching()
    )
    try:
        written = cases.open_case(opening=opening, actor=actor, now=now, key=_key(request))
    except cases.NotAccepted as refused:
        return _refused(request, actor, item, filled, refused)
    except cases.NotAllowed as denied:
        filled.errors[""] = desk_words.denial_words(denied.denial)
        return _page(request, actor, item, sections, filled, status=422)
    except cases.StaleEdit:
        filled.errors[""] = _("同一件事刚刚有人也在交，这次没有交上。您填的还在，请再交一次。")
        return _page(request, actor, item, sections, filled, status=422)
    except cases.Refused as refused:
        filled.errors[""] = say(refused.text)
        return _page(request, actor, item, sections, filled, status=422)
    except cases.InvalidBody as bad:
        filled.errors.update(placed(bad))
        return _page(request, actor, item, sections, filled, status=422)
    except cases.FilesGone:
        filled.errors[""] = desk_words.files_gone()
        return _page(request, actor, item, sections, filled, status=422)
    except cases.KeyReused:
        filled.errors[""] = _("这张表已经提交过一次，内容不同。请打开新的一张。")
        return _page(request, actor, item, sections, filled, status=422)
    carry_to_the_end(actor, written.case_number)
    if written.joined:
        text = _("同一个人的同一件事正在办，已打开原来的办件。")
        messages.info(request, text, extra_tags=f"intake-{item.code}")
        if filled.uploads.files:
            messages.info(request, _("这次交的扫描件已放进原来的办件。"))
        return redirect("portal:case", written.case_number)
    return redirect("portal:intake_done", written.case_number)


def _key(request: HttpRequest) -> str:
    """Drawn with the empty form: the same form sent twice is one request."""
    return form_key(request.POST)


def _page(
    request: HttpRequest,
    actor: Actor,
    item: Item,
    sections: tuple[Section, ...],
    filled: Filled,
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    side = inbox_side(request, actor, timezone.now())
    values = {
        **base(actor, "intake", side["counted"]),
        **side,
        "item": {"title": say(item.title), "note": say(item.summary), "code": item.code},
        "identity": identity.shown_subject(typed, filled.errors),
        "owner": {
            "options": [
                {"value": "", "text": _("请选择")},
                *({"value": value, "text": text} for value, text in all_cities()),
            ],
            "value": typed.get("owner", "") if typed else "",
            "error": filled.errors.get("owner", ""),
        },
        "sections": [
            {
                "title": say(section.title),
                "questions": shown(
                    section.questions, item=item, typed=typed, proposed={}, errors=filled.errors
                ),
            }
            for section in sections
        ],
        "materials": shown_materials(item, typed, cities=others(actor.agency), errors=filled.errors),
        "uploads": shown_uploads(item, filled.uploads),
        "error_list": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in filled.errors.items()
        ],
        "key": form_key(typed) if typed else get_random_string(24),
    }
    return render(request, "portal/desk/intake_item.html", values, status=status)


def _missing(
    request: HttpRequest, actor: Actor, item: Item, sections: tuple[Section, ...], filled: Filled
) -> HttpResponse:
    """一次性告知：all that is missing on one sheet to take home; nothing was accepted, nothing is lost."""
    side = inbox_side(request, actor, timezone.now())
    values = {
        **base(actor, "intake", side["counted"]),
        **side,
        "item": {"title": say(item.title), "code": item.code},
        "missing": [
            {
                "title": say(material.title),
                "note": _how_to_bring(material),
                "tone": "warn",
            }
            for material in filled.materials.missing
        ],
        "today": timezone.localdate(),
        "typed": _typed(request, filled.uploads),
        "who": filled.body["subject"]["name"],
    }
    return render(request, "portal/desk/intake_missing.html", values, status=422)


def _how_to_bring(material: Material) -> str:
    """Why it is wanted, and that the request need not wait for it where it may follow."""
    why = say(material.reason) if material.reason else _("请带原件到任一成员城市的窗口。")
    if Spare.LATER not in material.spare:
        return why
    return _("%(why)s。这一样不用等，今天也可以先受理。") % {"why": why.removesuffix("。")}


def _typed(request: HttpRequest, uploads: Uploads) -> list[tuple[str, str]]:
    """All that was typed, to be sent along by a page that leads back to the form."""
    typed = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    return [*typed, *(pair for pair in uploads.hidden() if pair[1] not in request.POST.getlist(pair[0]))]


def _refused(
    request: HttpRequest, actor: Actor, item: Item, filled: Filled, refused: cases.NotAccepted
) -> HttpResponse:
    side = inbox_side(request, actor, timezone.now())
    values = {
        **base(actor, "intake", side["counted"]),
        **side,
        "item": {"title": say(item.title), "code": item.code},
        "reason": say(refused.reason),
        "online": city(filled.owner) if "online" in item.channels else "",
        "typed": _typed(request, filled.uploads),
        "where": [
            {
                "title": say(Text(near.outlet.name_zh, near.outlet.name_en)),
                "note": _("约%(km)d公里，%(phone)s") % {"km": round(near.km), "phone": near.outlet.phone},
                "tone": "info",
                "icon": "map-pin",
            }
            for near in refused.where_instead
        ],
    }
    return render(request, "portal/desk/intake_refused.html", values, status=422)


@require_safe
@staff_page
def intake_done(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The slip to take home: case number and a code that opens its progress; no name, no identity number."""
    try:
        reading = cases.read(number=number, actor=actor)
    except cases.UnknownCase:
        raise Http404 from None
    side = inbox_side(request, actor, timezone.now(), open_number=number)
    values = {
        **base(actor, "intake", side["counted"]),
        **side,
        "number": number,
        "item_code": reading.item.code,
        "receipt": receipt(reading, accepted=_("已受理")),
        "print": decision_to_print(reading),
        "track": request.build_absolute_uri(f"{reverse('portal:track')}?n={number}"),
        "ended": reading.copy.state.status.value == "ended",
    }
    return render(request, "portal/desk/intake_done.html", values)
