"""Files: sent as the bytes of a request, named by digest, brought into a case by a document, read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Status

from shebaotong.cases import api as cases
from shebaotong.files import api as files
from shebaotong.gateway import shapes, whole
from shebaotong.gateway.auth import READ, WRITE, caller
from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Actor, Text, mask_in_text

files_router = Router()

_BYTES = "application/octet-stream"
_REFUSALS = dict.fromkeys((401, 403, 404, 413, 415, 422, 503), shapes.ProblemOut)
_READING = dict.fromkeys((401, 403, 404, 422, 503), shapes.ProblemOut)
_SENT = {
    "requestBody": {
        "required": True,
        "description": "The bytes of one PDF, JPEG, PNG or HEIC file, at most 20 MB.",
        "content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}},
    }
}

CaseNumber = Annotated[str, Path(pattern=shapes.CASE_NUMBER)]


def attaching(actor: Actor, named: Sequence[shapes.AttachmentIn]) -> cases.Attaching:
    """What a command brings along, from what this caller has uploaded."""
    found = [cases.Attachment(each.sha256, each.material) for each in named]
    return cases.Attaching(found, _draft(actor)) if found else cases.Attaching()


def _draft(actor: Actor) -> str:
    """Where uploads of one caller lie until a document brings them into a case."""
    return files.draft_of("api", by=actor.hand)


@files_router.post(
    "/files",
    response={201: shapes.FileOut, **_REFUSALS},
    operation_id="send_file",
    openapi_extra=_SENT,
)
def send_file(
    request: HttpRequest,
    name: Annotated[str, Query(min_length=1, max_length=200, description="The file's name.")],
) -> Status[dict[str, Any]]:
    """Keep a file for a day, until a document brings it into a case. The same bytes again are one file."""
    actor = caller(request, WRITE)
    if request.content_type != _BYTES:
        text = Text(f"正文必须是 {_BYTES}。", f"The body must be {_BYTES}.")
        raise Problem(415, "media-type", text)
    try:
        kept = files.store_file(
            agency=actor.agency,
            name=name,
            stream=request,
            case_number=_draft(actor),
            now=timezone.now(),
        )
    except files.FileRefused as refused:
        status = 413 if refused.code == "too_large" else 422
        raise Problem(status, f"file-refused/{refused.code.replace('_', '-')}", refused.text) from None
    return Status(201, _file(kept))


def _file(kept: files.Kept) -> dict[str, Any]:
    return {"sha256": kept.sha256, "name": kept.name, "media_type": kept.media_type, "size": kept.size}


@files_router.get(
    "/cases/{number}/files",
    response={200: list[shapes.CaseFileOut], **_READING},
    operation_id="list_files",
)
def list_files(request: HttpRequest, number: CaseNumber) -> list[dict[str, Any]]:
    """The files that documents have brought into the case, in causal order."""
    actor = caller(request, READ)
    copy = cases.read(number=number, actor=actor).copy
    held = {
        kept.sha256
        for kept in files.files_of_case(agency=actor.agency, case_number=number)
        if not kept.erased
    }
    return [
        {
            "sha256": file.sha256,
            "media_type": file.media_type,
            "size": file.size,
            "name": mask_in_text(named.get("name", "")),
            "material": named.get("material", ""),
            "author": document.key.agency,
            "number": document.key.number,
            "held": file.sha256 in held,
        }
        for document, file, named in cases.attachments_of(copy)
    ]


@files_router.get(
    "/cases/{number}/files/{sha256}",
    response={200: bytes, **_READING},
    operation_id="get_file",
    openapi_extra={
        "responses": {200: {"content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def get_file(
    request: HttpRequest,
    number: CaseNumber,
    sha256: Annotated[str, Path(pattern=shapes.DIGEST)],
    purpose: whole.Purpose = "",
) -> HttpResponseBase:
    """The bytes of one of the case's files, under its own media type, to be saved and never shown inline.

    A scan cannot be masked: it needs `cases:read-whole` and a purpose, and each reading is logged.
    """
    actor, reading = whole.reading(request, number, purpose)
    if not purpose:
        raise whole.purpose_needed()
    if not cases.people_named(reading.copy):
        erased = Text(
            "本人信息已依法删除，文件不再提供。", "The person was erased by order; so is the way here."
        )
        raise Problem(404, "unknown-file", erased)
    try:
        kept, parts = files.open_file(agency=actor.agency, case_number=number, sha256=sha256)
    except files.FileMissing as missing:
        text = Text("这个办件没有这份文件。", f"The file is {missing}.")
        raise Problem(404, "unknown-file", text) from None
    whole.note(actor, reading, purpose, what="file")
    headers = files.download_headers(name=kept.name, media_type=kept.media_type, size=kept.size)
    return StreamingHttpResponse(parts, headers=headers)
