"""Looking somebody up in the agency's own register, for a stated purpose that the person will see."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.portal.languages import listed, say
from shebaotong.portal.paging import whole_number
from shebaotong.portal.signed_in import require_role, staff_page
from shebaotong.portal.views.desk import case_page
from shebaotong.portal.views.desk.case import reading_of
from shebaotong.portal.views.desk.frame import HANDLERS, base, inbox_side
from shebaotong.registry import api as registry

_SHOWN = 20
_LAST_FOUR = re.compile("[0-9]{3}[0-9Xx]")
"""Of any document's number; four letters are a name in pinyin."""


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
        # Full-width letters and digits are what an input method gives as easily.
        wanted = unicodedata.normalize("NFKC", request.POST.get("who", "")).strip()[:60]
        purpose = request.POST.get("purpose", "").strip()[:200]
        values |= {"who": wanted, "purpose": purpose}
        if len(purpose) < 4:
            values["errors"].append({"text": _("请写明查询目的，本人会看到。"), "href": "#q-purpose"})
        if not wanted:
            values["errors"].append({"text": _("请填姓名、拼音、证件后四位或证件号。"), "href": "#q-who"})
        if not values["errors"]:
            after = whole_number(request.POST.get("after", "")) or 0
            try:
                found = _find(actor, wanted, Text(purpose, purpose), after)
            except registry.RegistryRefused as refused:
                values["errors"].append({"text": say(refused.text), "href": "#q-who"})
            else:
                values["results"] = [_row(person) for person in found]
                values["after"] = after
                values["next"] = found[-1].person if len(found) == _SHOWN else 0
    return render(request, "portal/desk/people.html", values, status=422 if values["errors"] else 200)


def _find(actor: Actor, wanted: str, purpose: Text, after: int) -> tuple[registry.Found, ...]:
    """Raises RegistryRefused for what cannot be looked for."""
    field = "name"
    if _LAST_FOUR.fullmatch(wanted):
        field = "last_four"
    elif wanted.isascii():
        field = "number" if any(c.isdigit() for c in wanted) else "pinyin"
    return registry.find_people(
        agency=actor.agency,
        reader=cases.reader_of(actor),
        purpose=purpose,
        now=timezone.now(),
        after=after,
        limit=_SHOWN,
        **{field: wanted},
    )


def _row(person: registry.Found) -> list[Any]:
    return [
        {"text": person.name, "note": listed(person.former_names)},
        _("女") if person.sex == "F" else _("男"),
        str(person.birth.year),
        listed(person.numbers),
        person.phone,
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
