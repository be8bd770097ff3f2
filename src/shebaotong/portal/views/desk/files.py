"""A file of a case, saved at the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from shebaotong.kernel.api import Actor
from shebaotong.portal.downloads import download
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk.case import reading_of


@require_safe
@staff_page
def case_file(request: HttpRequest, actor: Actor, number: str, sha256: str) -> HttpResponseBase:
    """A file of a case of this agency."""
    reading_of(number, actor)
    return download(agency=actor.agency, case_number=number, sha256=sha256)
