"""Handing out a file of a case: saved, never shown in a page of ours."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase, StreamingHttpResponse

from shebaotong.files import api as files


def download(*, agency: str, case_number: str, sha256: str) -> HttpResponseBase:
    """The file in parts. The caller has checked who may read the case. Raises Http404."""
    try:
        kept, parts = files.open_file(agency=agency, case_number=case_number, sha256=sha256)
    except files.FileMissing:
        raise Http404 from None
    headers = files.download_headers(name=kept.name, media_type=kept.media_type, size=kept.size)
    return StreamingHttpResponse(parts, headers=headers)
