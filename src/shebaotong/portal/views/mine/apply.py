"""Applying online: the item's own form and list of materials, the account's own identity, no clerk."""

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
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Item, Material, Spare, Status
from shebaotong.portal.carrying import carry_to_the_end
from shebaotong.portal.cities import all_cities
from shebaotong.portal.forms.materials import applies, read_instead, read_materials, shown_instead
from shebaotong.portal.forms.question import Section, sections_of
from shebaotong.portal.forms.reading import Errors, form_key, read
from shebaotong.portal.forms.refused import placed
from shebaotong.portal.forms.showing import shown
from shebaotong.portal.forms.uploads import Uploads, bring_along, places_of, read_uploads, shown_uploads
from shebaotong.portal.item_words import ONLINE, material
from shebaotong.portal.languages import listed, say
from shebaotong.portal.own_number import own_number
from shebaotong.portal.receipt import receipt
from shebaotong.portal.signed_in import citizen_page, signed_in
from shebaotong.portal.views.papers import my_reading


@dataclass
class Filled:
    """What came of a form that was sent."""

    body: dict[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    owner: str = ""
    missing: tuple[Material, ...] = ()
    uploads: Uploads = field(default_factory=Uploads)
    kept_at: str = ""
    """The city with which the uploads lie until the case is opened; empty: none is chosen yet."""
    asked: bool = False
    """Whether the page that was sent had fields for files: only then is one that is missing an error."""


@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
def apply(request: HttpRequest, user: accounts.User, code: str) -> HttpResponse:
    try:
        entry = cases.entry(code)
    except cases.UnknownItem:
        raise Http404 from None
    if not entry.item.for_person or ONLINE not in entry.item.channels:
        raise Http404
    sections = sections_of(entry.form)
    if request.method != "POST":
        return _page(request, entry.item, sections, Filled())
    filled = _fill(request, user, entry.item, sections)
    if filled.errors or filled.missing:
        return _page(request, entry.item, sections, filled, status=422)
    return _open(request, user, entry.item, sections, filled)


def _fill(request: HttpRequest, user: accounts.User, item: Item, sections: tuple[Section, ...]) -> Filled:
    # Nobody looks at originals here: what is not spared by data is uploaded, for the city to check.
    post = request.POST.copy()
    for name in [name for name in post if name.startswith("material-")]:
        del post[name]
    filled = Filled(owner=post.get("owner", ""))
    kind, number, error = own_number(request, user)
    if kind is None:
        filled.errors["identifier"] = error
    else:
        subject = {"identifier_kind": kind.value, "identifier": number, "name": user.display_name}
        filled.body["subject"] = subject | ({"phone": user.phone} if user.phone else {})
    if filled.owner not in dict(all_cities()):
        filled.errors["owner"] = _("请选择您参保的城市。")
    for section in sections:
        body, errors = read(section.questions, post, item)
        filled.body.update(body)
        filled.errors.update(errors)
    if item.materials:
        noted = read_materials(post, item)
        _read_files(request, item, filled)
        there = {each.place for each in filled.uploads.files}
        absent = [each for each in noted.missing if each.code not in there]
        instead = read_instead(post, absent)
        filled.body["materials"] = noted.body + instead
        promised = {each["code"] for each in instead}
        filled.missing = tuple(each for each in absent if each.code not in promised)
    return filled


def _read_files(request: HttpRequest, item: Item, filled: Filled) -> None:
    """What is uploaded lies with the city that is chosen, and goes along where another one is chosen."""
    cities, before, key = dict(all_cities()), request.POST.get("kept_at", ""), form_key(request.POST)
    filled.asked = before in cities
    filled.kept_at = next((each for each in (filled.owner, before) if each in cities), "")
    if not filled.kept_at or not key:
        return
    now = timezone.now()
    if before in cities and before != filled.kept_at:
        bring_along(by=signed_in(request).hand, key=key, source=before, agency=filled.kept_at, now=now)
    filled.uploads = read_uploads(
        request,
        agency=filled.kept_at,
        key=key,
        places=places_of(item),
        now=now,
        cities=tuple(cities),
    )
    filled.errors.update(filled.uploads.errors)


def _open(
    request: HttpRequest, user: accounts.User, item: Item, sections: tuple[Section, ...], filled: Filled
) -> HttpResponse:
    """The person acts towards the city of insurance itself, so no agreement is needed."""
    now = timezone.now()
    opening = cases.Opening(
        item=item.code, owner=filled.owner, body=filled.body, attaching=filled.uploads.attaching()
    )
    actor = accounts.actor_of(user, agency=filled.owner)
    try:
        written = cases.open_case(opening=opening, actor=actor, now=now, key=form_key(request.POST))
    except cases.NotAccepted as refused:
        filled.errors[""] = say(refused.reason)
    except cases.StaleEdit:
        filled.errors[""] = _("同一件事刚刚有人也在交，这次没有交上。您填的还在，请再交一次。")
    except cases.Refused as refused:
        filled.errors[""] = say(refused.text)
    except cases.NotAllowed:
        filled.errors[""] = _("这件事不能在网上办，请到窗口，或者打12333。")
    except cases.FilesGone:
        filled.errors[""] = _("先前传的照片放得太久，已经清掉了。请重新选一次。")
    except cases.KeyReused:
        filled.errors[""] = _("这张表已经交过，内容不同。请打开新的一张。")
    except cases.InvalidBody as bad:
        filled.errors.update(placed(bad))
    else:
        carry_to_the_end(actor, written.case_number)
        if written.joined:
            messages.info(request, _("这件事您已经在办，不用再交。"), extra_tags=f"apply-{item.code}")
            return redirect("portal:my_case", written.case_number)
        return redirect("portal:apply_done", written.case_number)
    return _page(request, item, sections, filled, status=422)


def _page(
    request: HttpRequest, item: Item, sections: tuple[Section, ...], filled: Filled, status: int = 200
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    cities = [{"value": value, "text": text} for value, text in all_cities()]
    values = {
        "item": {"title": say(item.title), "note": say(item.summary), "code": item.code},
        "error": filled.errors.get("identifier", ""),
        "identifier": typed.get("identifier", "")[:40] if typed else "",
        "owner": {
            "options": [{"value": "", "text": _("请选择")}, *cities],
            "value": filled.owner,
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
        "materials": [material(entry) for entry in item.materials],
        "missing": listed(say(entry.title) for entry in filled.missing),
        "uploads": _upload_fields(item, filled, typed),
        "next_papers": "" if filled.kept_at else listed(say(each.title) for each in _asked(item, typed)),
        "kept_at": filled.kept_at,
        "errors": [
            {"text": text, "href": f"#q-{name}" if name else "#main"} for name, text in filled.errors.items()
        ]
        + [
            {"text": _("还差%(what)s。") % {"what": say(each.title)}, "href": f"#q-file-{each.code}"}
            for each in filled.missing
            if filled.asked
        ],
        "key": form_key(typed) if typed else get_random_string(24),
        "back": reverse("portal:mine"),
    }
    return render(request, "portal/mine/apply.html", values, status=status)


def _asked(item: Item, typed: QueryDict | None) -> list[Material]:
    return [m for m in item.materials if Spare.DATA_SHARING not in m.spare and applies(m, typed)]


def _upload_fields(item: Item, filled: Filled, typed: QueryDict | None) -> list[dict[str, Any]]:
    """A field for each paper that is asked of this person, once it is known with which city it will lie."""
    asked = _asked(item, typed)
    if not filled.kept_at or not asked:
        return []
    fields = shown_uploads(item, filled.uploads, only=[each.code for each in asked])
    hints = {f"file-{each.code}": say(each.reason) for each in asked if each.reason}
    missing = {f"file-{each.code}" for each in filled.missing if filled.asked}
    instead = {f"file-{each.code}": shown_instead(each, typed) for each in asked if each.required}
    needed = {f"file-{each.code}" for each in asked if each.required}
    for each in fields:
        each["hint"] = hints.get(each["name"], "")
        each["optional"] = each["name"] not in needed
        each["instead"] = instead.get(each["name"], [])
        each["instead_name"] = each["name"].replace("file-", "instead-", 1)
        if each["name"] in missing and not each["error"]:
            each["error"] = _("请拍照传上来。")
    return fields


@require_safe
@citizen_page
def done(request: HttpRequest, user: accounts.User, number: str) -> HttpResponse:
    """The number to keep; where the answer was instant, the paper too."""
    reading = my_reading(user, number)
    state = reading.copy.state
    values = {
        "number": number,
        "item_code": reading.item.code,
        "receipt": receipt(reading, accepted=_("交上去了")),
        "ended": state.status is Status.ENDED,
        "track": request.build_absolute_uri(f"{reverse('portal:track')}?n={number}"),
    }
    return render(request, "portal/mine/apply_done.html", values)
