"""A file of a case, saved at the desk: each time, the person reads in the access log who had it and why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Text
from shebaotong.portal.downloads import download
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk import case_page
from shebaotong.portal.views.desk.case import reading_of


@require_GET
@staff_page
def case_file(request: HttpRequest, actor: Actor, number: str, sha256: str) -> HttpResponseBase:
    """A file of a case of this agency, always whole; nobody's own, as with numbers (``people.unmask``)."""
    reading = reading_of(number, actor)
    if case_page.is_own(reading, actor):
        raise Http404
    if not cases.people_named(reading.copy):
        # Who he was has been erased by order: nobody could read that his papers are read.
        raise Http404
    answer = download(agency=actor.agency, case_number=number, sha256=sha256)
    cases.note_whole_reading(
        copy=reading.copy, actor=actor, purpose=_purpose(reading, sha256), what="file", now=timezone.now()
    )
    return answer


def _purpose(reading: cases.Reading, sha256: str) -> Text:
    item, title = reading.item.title, _shows(reading, sha256)
    return Text(f"办理“{item.zh}”：{title.zh}", f"{item.en}: {title.en}")


def _shows(reading: cases.Reading, sha256: str) -> Text:
    """The material that it shows. Never the file's name, which its sender has chosen."""
    codes = {
        entry.get("material", "")
        for _document, file, entry in cases.attachments_of(reading.copy)
        if file.sha256 == sha256
    }
    found = next((material for material in reading.item.materials if material.code in codes), None)
    return found.title if found else Text("其他材料", "another paper")
