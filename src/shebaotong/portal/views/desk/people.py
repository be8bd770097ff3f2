"""Looking somebody up in the agency's own register, for a stated purpose that the person will see."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, Text, normalise_number
from shebaotong.portal.languages import listed, say
from shebaotong.portal.paging import whole_number
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import case_page
from shebaotong.portal.views.desk.case import reading_of
from shebaotong.portal.views.desk.frame import HANDLERS, base, inbox_side
from shebaotong.registry import api as registry


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Search by name, pinyin, last four or whole number. Without a purpose nothing is shown."""
    require_role(actor, *HANDLERS)
    now = timezone.now()
    side = inbox_side(request, actor, now)
    values: dict[str, Any] = {
        **base(actor, "people", side["counted"]),
        **side,
        "errors": [],
        "may_ask": Role.CLERK in actor.roles,
    }
    if request.method == "POST":
        # As it was meant: a phone's keyboard types ４５０４ where 4504 is meant.
        wanted = unicodedata.normalize("NFKC", request.POST.get("who", "")).strip()[:60]
        purpose = request.POST.get("purpose", "").strip()[:200]
        values |= {"who": wanted, "purpose": purpose}
        if len(purpose) < 4:
            values["errors"].append({"text": _("请写明查询目的，本人会看到。"), "href": "#q-purpose"})
        if not wanted:
            values["errors"].append({"text": _("请填姓名、拼音、证件后四位或证件号。"), "href": "#q-who"})
        if not values["errors"]:
            after = whole_number(request.POST.get("after", "")) or 0
            values |= _found(actor, wanted, Text(purpose, purpose), after)
    return render(request, "portal/desk/people.html", values, status=422 if values["errors"] else 200)


def _found(actor: Actor, wanted: str, purpose: Text, after: int) -> dict[str, Any]:
    """What the page shows of the search; where the register was not read it says so, never that nobody is
    there."""
    try:
        page = registry.find_people(
            agency=actor.agency,
            reader=cases.reader_of(actor),
            purpose=purpose,
            now=timezone.now(),
            after=after,
            **{_sought(wanted): wanted},  # type: ignore[arg-type]
        )
    except registry.RegistryRefused as refused:
        return {"errors": [{"text": say(refused.text), "href": "#q-who"}]}
    return {"results": _rows(page), "next": page.next, "later": bool(after)}


def _sought(wanted: str) -> str:
    """What it is that was typed: numbers have a digit, readings are written in Latin letters, with or without
    tones; all else is a name."""
    bare = "".join(c for c in unicodedata.normalize("NFD", wanted) if not unicodedata.combining(c))
    if any(character.isalpha() and not character.isascii() for character in bare):
        return "name"
    if any(character.isdecimal() for character in bare):
        return "last_four" if len(normalise_number(wanted)) == 4 else "number"
    return "pinyin"


def _rows(page: registry.FoundPage) -> list[list[Any]]:
    return [
        [
            {"text": person.name, "note": listed(person.former_names)},
            _("女") if person.sex == "F" else _("男"),
            str(person.birth.year),
            listed(person.numbers),
            person.phone,
        ]
        for person in page.people
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def unmask(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The whole number of a case's person: on purpose, logged, and visible to the person."""
    require_role(actor, *HANDLERS)
    reading = reading_of(number, actor)
    if reading.subject is None or case_page.is_own(reading, actor):
        raise Http404
    now = timezone.now()
    side = inbox_side(request, actor, now, open_number=number)
    values: dict[str, Any] = {
        **base(actor, "inbox", side["counted"]),
        **side,
        "number": number,
        "masked": reading.subject.masked,
        "errors": [],
    }
    if request.method == "POST":
        purpose = request.POST.get("purpose", "").strip()[:200]
        values["purpose"] = purpose
        if len(purpose) < 4:
            values["errors"] = [{"text": _("请写明查看目的，本人会看到。"), "href": "#q-purpose"}]
        else:
            _log_unmask(reading, actor, Text(purpose, purpose))
            values["full"] = reading.subject.identifier
    return render(request, "portal/desk/unmask.html", values, status=422 if values["errors"] else 200)


def _log_unmask(reading: cases.Reading, actor: Actor, purpose: Text) -> None:
    assert reading.subject is not None
    registry.note_unmasking(
        agency=actor.agency,
        identifier=reading.subject.identifier,
        identifier_kind=reading.subject.identifier_kind,
        reader=cases.reader_of(actor),
        purpose=purpose,
        case_number=reading.copy.number,
        now=timezone.now(),
    )
