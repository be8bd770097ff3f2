"""Looking somebody up in the agency's own register, for a stated purpose that the person will see."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Role, Text
from shebaotong.portal.languages import listed
from shebaotong.portal.signed_in import require_role, staff_page
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
        wanted = request.POST.get("who", "").strip()[:60]
        purpose = request.POST.get("purpose", "").strip()[:200]
        values |= {"who": wanted, "purpose": purpose}
        if len(purpose) < 4:
            values["errors"].append({"text": _("请写明查询目的，本人会看到。"), "href": "#q-purpose"})
        if not wanted:
            values["errors"].append({"text": _("请填姓名、拼音、证件后四位或证件号。"), "href": "#q-who"})
        if not values["errors"]:
            values["results"] = _find(actor, wanted, Text(purpose, purpose))
    return render(request, "portal/desk/people.html", values, status=422 if values["errors"] else 200)


def _find(actor: Actor, wanted: str, purpose: Text) -> list[list[Any]]:
    field = "name"
    if wanted.isascii() and len(wanted) == 4:
        field = "last_four"
    elif wanted.isascii():
        field = "number" if any(c.isdigit() for c in wanted) else "pinyin"
    try:
        found = registry.find_people(
            agency=actor.agency,
            reader=cases.reader_of(actor),
            purpose=purpose,
            now=timezone.now(),
            **{field: wanted},  # type: ignore[arg-type]
        )
    except registry.RegistryRefused:
        return []
    return [
        [
            {"text": person.name, "note": listed(person.former_names)},
            _("女") if person.sex == "F" else _("男"),
            str(person.birth.year),
            listed(person.numbers),
            person.phone,
        ]
        for person in found
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def unmask(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The whole number of a case's person: on purpose, logged, and visible to the person."""
    require_role(actor, *HANDLERS)
    reading = reading_of(number, actor)
    if reading.subject is None or actor.person_token in reading.copy.subjects:
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
