"""Documents to print, and the page where anybody verifies one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Document, Key, Role, casenumber
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.explained import explained_in
from shebaotong.portal.languages import say
from shebaotong.portal.paper.printing import NoChineseFont, to_pdf
from shebaotong.portal.paper.sheets import sheet_of
from shebaotong.portal.signed_in import citizen_page, require_cases, staff_page
from shebaotong.portal.views.tracking import find


@require_safe
@staff_page
def staff_pdf(request: HttpRequest, actor: Actor, number: str, key: str) -> HttpResponse:
    """A document for the person, printed at the window."""
    require_cases(actor)
    try:
        reading = cases.read(number=number, actor=actor)
    except cases.UnknownCase:
        raise Http404 from None
    return _pdf(request, reading, _document(reading, key))


@never_cache
@require_POST
def tracked_paper(request: HttpRequest) -> HttpResponse:
    """The same for who follows his case, as a page or as a file: his numbers go with the request."""
    _error, found = find(request.POST.get("number", ""), request.POST.get("last_four", ""))
    if found is None:
        raise Http404
    person = Actor(found.agency, "", frozenset({Role.PERSON}), person_token=found.person_token)
    reading = cases.read(number=found.number, actor=person)
    document = _document(reading, request.POST.get("key", ""))
    if request.POST.get("as") == "page":
        names = ("number", "last_four", "key")
        return _page(request, reading, document, {"asked": [(name, request.POST[name]) for name in names]})
    return _pdf(request, reading, document)


@require_safe
@citizen_page
def my_pdf(request: HttpRequest, user: accounts.User, number: str, key: str) -> HttpResponse:
    """The same for the person who has signed in."""
    reading = my_reading(user, number)
    return _pdf(request, reading, _document(reading, key))


@require_safe
@citizen_page
def my_paper(request: HttpRequest, user: accounts.User, number: str, key: str) -> HttpResponse:
    """The same document to read on the page: in large type, aloud, and on a machine that opens no PDF."""
    reading = my_reading(user, number)
    more = {
        "back": reverse("portal:my_case", args=[number]),
        "pdf": reverse("portal:my_pdf", args=[number, key]),
    }
    return _page(request, reading, _document(reading, key), more)


def my_reading(user: accounts.User, number: str) -> cases.Reading:
    """A case of the person, in the copy of the agency that accepted it. Raises Http404."""
    try:
        agency = network.agency_of_case(case_number=number)
        return cases.read(number=number, actor=accounts.actor_of(user, agency=agency.code))
    except (network.UnknownAgency, cases.UnknownCase):
        raise Http404 from None


def _document(reading: cases.Reading, key: str) -> Document:
    for document in reading.copy.documents:
        if str(document.key).replace("/", "-") == key and reading.copy.stands_for_person(document):
            return document
    raise Http404


def _page(
    request: HttpRequest, reading: cases.Reading, document: Document, more: Mapping[str, object]
) -> HttpResponse:
    """What the paper says, with the same code; ``more`` says how to come back and to the file."""
    sheet = sheet_of(reading, document, _verify_url(request, reading, document))
    sections = [_shown(section) for section in sheet["sections"] if "lines" not in section]
    values = {"sheet": sheet, "sections": sections, "explained": explained_in(document)}
    return render(request, "portal/paper.html", {**values, **more})


def _shown(section: dict[str, Any]) -> dict[str, Any]:
    """A section of the sheet; a table as the page's own component takes it."""
    if "table" not in section:
        return section
    columns = [{"text": heading} for heading in section["table"]["columns"]]
    return section | {"table": {"columns": columns, "rows": section["table"]["rows"]}}


def _pdf(request: HttpRequest, reading: cases.Reading, document: Document) -> HttpResponse:
    try:
        made = to_pdf(sheet_of(reading, document, _verify_url(request, reading, document)))
    except NoChineseFont as lacking:
        return render(request, "portal/no_font.html", {"what": str(lacking)}, status=503)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{reading.copy.number}.pdf") or ""
    response["Cache-Control"] = "no-store"
    return response


def _verify_url(request: HttpRequest, reading: cases.Reading, document: Document) -> str:
    code = f"{reading.copy.agency}-{reading.copy.number}-{document.key.agency}-{document.key.number}"
    address = reverse("portal:verify", args=[code])
    return request.build_absolute_uri(f"{address}?{urlencode({'s': cases.proof_of(document)})}")


@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, void, or unknown. Nothing here tells more than the paper in hand."""
    paper = _paper(code, request.GET.get("s", ""))
    values: dict[str, object] = {"found": paper is not None}
    if paper is not None:
        issued = timezone.localtime(paper.issued_at).strftime("%Y-%m-%d %H:%M")
        values |= {
            "good": paper.intact and not paper.void,
            "rows": [
                {"key": _("文书"), "value": say(paper.title)},
                {"key": _("事项"), "value": say(paper.item)},
                {"key": _("出具"), "value": city(paper.author)},
                {"key": _("出具时间"), "value": issued},
                {"key": _("姓名"), "value": paper.masked_name or _("已依法删除")},
                {"key": _("办件号"), "value": casenumber.show(paper.case_number)},
            ],
            "void": paper.void,
        }
    return render(request, "portal/verify.html", values, status=200 if paper else 404)


def _paper(code: str, proof: str) -> cases.Paper | None:
    parts = code.split("-")
    if len(parts) != 4 or not all(part.isdecimal() for part in parts) or not (code + proof).isascii():
        return None
    agency, number, author, document_number = parts
    try:
        network.find_agency(code=agency)
    except network.UnknownAgency:
        return None
    return cases.verify_paper(
        agency=agency,
        case_number=number,
        key=Key(author, int(document_number[:9])),
        proof=proof,
    )
