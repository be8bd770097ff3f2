"""The addresses: items, cases, documents, receipts, keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Path, Query, Router, Status

from shebaotong.cases import api as cases
from shebaotong.gateway import shapes, whole
from shebaotong.gateway.attachments import attaching
from shebaotong.gateway.auth import READ, WRITE, caller
from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Item, Reach, Text
from shebaotong.network import api as network

router = Router()
open_router = Router()

_READING = dict.fromkeys((401, 403, 404, 422, 503), shapes.ProblemOut)
_WRITING = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 503), shapes.ProblemOut)

CaseNumber = Annotated[str, Path(pattern=shapes.CASE_NUMBER)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=shapes.KEY,
        description="Drawn by the caller for each command; the same key again gives the same answer.",
    ),
]


@router.get("/items", response={200: list[shapes.ItemOut], **_READING}, operation_id="items")
def items(request: HttpRequest) -> list[dict[str, Any]]:
    """The catalogue."""
    caller(request, READ)
    return [_item(item) for item in cases.items()]


def _item(item: Item) -> dict[str, Any]:
    promised = item.limits.promised
    return {
        "code": item.code,
        "version": item.version,
        "title": {"zh": item.title.zh, "en": item.title.en},
        "summary": {"zh": item.summary.zh, "en": item.summary.en},
        "risk": item.risk.value,
        "mode": item.mode.value,
        "channels": list(item.channels),
        "legal_days": item.limits.legal.days,
        "promised_days": promised.days if promised else None,
        "documents": [document.code for document in item.documents],
    }


@router.post("/cases", response={201: shapes.WrittenOut, **_WRITING}, operation_id="open_case")
def open_case(
    request: HttpRequest, order: shapes.OpenIn, idempotency_key: IdempotencyKey
) -> Status[shapes.WrittenOut]:
    """Open a case at the caller's agency, or join the open one of the same person and item."""
    actor = caller(request, WRITE)
    opening = cases.Opening(
        item=order.item, owner=order.owner, body=order.body, attaching=attaching(actor, order.files)
    )
    written = cases.open_case(opening=opening, actor=actor, now=timezone.now(), key=idempotency_key)
    return _written(written)


@router.get("/cases", response={200: shapes.PageOut, **_READING}, operation_id="list_cases")
def list_cases(
    request: HttpRequest,
    bucket: Annotated[str, Query(pattern="^(act|wait|supplement|ended)$", alias="list")] = "act",
    after: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=100)] = 30,
) -> dict[str, Any]:
    """The caller's agency's cases of one list, by due time, a page at a time."""
    now = timezone.now()
    page = cases.inbox(
        agency=caller(request, READ).agency, bucket=bucket, after=_after(after), size=size, now=now
    )
    rows = [
        {name: getattr(row, name) for name in shapes.RowOut.model_fields if name != "lamp"}
        | {"lamp": row.lamp(now).value}
        for row in page.rows
    ]
    return {"cases": rows, "next": "~".join(page.next) if page.next else ""}


def _after(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    at, _, number = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not (number.isascii() and number.isdigit()):
        bad = Text("after 不是上一页给出的值。", "`after` is not a value that a page gave.")
        raise Problem(422, "invalid-request", bad, [{"pointer": "/after", "reason": "not a page mark"}])
    return at, number


@router.get("/cases/{number}", response={200: shapes.CaseOut, **_READING}, operation_id="get_case")
def get_case(request: HttpRequest, number: CaseNumber) -> dict[str, Any]:
    """State of a case with the documents that the caller may write now."""
    reading = cases.read(number=number, actor=caller(request, READ))
    state = reading.copy.state
    return {
        "number": state.number,
        "item": state.item,
        "item_version": state.item_version,
        "starter": state.starter,
        "owner": state.owner,
        "participants": list(state.participants),
        "status": state.status.value,
        "step": state.step,
        "turn": state.turn,
        "ending": state.ending,
        "verdict": state.decision.verdict if state.decision else "",
        "joined_into": state.joined,
        "joined": [{"number": each.number, "starter": each.starter} for each in cases.joined_to(reading)],
        "due_at": state.clock.due_at if state.clock.running else None,
        "legal_due_at": state.clock.legal_due_at if state.clock.running else None,
        "provisional": state.clock.provisional,
        "waits": [{"key": wait.key, "reason": wait.reason} for wait in state.waits],
        "revision": reading.copy.revision,
        "actions": [
            {
                "type": action.type,
                "title": {"zh": action.declared.title.zh, "en": action.declared.title.en},
            }
            for action in reading.actions
            if action.allowed
        ],
    }


@router.post(
    "/cases/{number}/documents", response={201: shapes.WrittenOut, **_WRITING}, operation_id="write_document"
)
def write_document(
    request: HttpRequest, number: CaseNumber, order: shapes.WriteIn, idempotency_key: IdempotencyKey
) -> Status[shapes.WrittenOut]:
    """Write a document into a case; what may be written now stands in the case's ``actions``."""
    actor = caller(request, WRITE)
    writing = cases.Writing(
        case_number=number,
        type=order.type,
        body=order.body,
        attaching=attaching(actor, order.files),
        revision=order.revision,
    )
    written = cases.write(writing=writing, actor=actor, now=timezone.now(), key=idempotency_key)
    return _written(written)


def _written(written: cases.Written) -> Status[shapes.WrittenOut]:
    return Status(
        201,
        shapes.WrittenOut(
            case_number=written.case_number,
            document_number=written.document_number,
            joined=written.joined,
            repeated=written.repeated,
        ),
    )


@router.get(
    "/cases/{number}/documents",
    response={200: list[shapes.DocumentOut], **_READING},
    operation_id="list_documents",
)
def list_documents(
    request: HttpRequest, number: CaseNumber, purpose: whole.Purpose = ""
) -> list[dict[str, Any]]:
    """The shared documents of the agency's copy, in causal order.

    Numbers and telephones are masked, unless the token may read whole (`cases:read-whole`) and says for what
    (`purpose`): then bodies are as they were signed, with what verifies them, and the reading is logged.
    """
    actor, reading = whole.reading(request, number, purpose)
    if purpose:
        whole.note(actor, reading, purpose, what="unmask")
    return [
        {
            "envelope": document.envelope.to_json(),
            "signature": document.signature,
            "body": document.body if purpose else whole.masked(document.body),
            # With the salt, what is masked could be guessed by the digest of the body.
            "salt": document.salt if purpose else None,
            "whole": bool(purpose),
            "delivered_at": document.delivered_at,
        }
        for document in reading.copy.documents
        if document.envelope.reach is not Reach.INTERNAL
    ]


@router.get(
    "/cases/{number}/receipts",
    response={200: list[shapes.ReceiptOut], **_READING},
    operation_id="list_receipts",
)
def list_receipts(request: HttpRequest, number: CaseNumber) -> list[dict[str, Any]]:
    """Who has what since when, each signed by who says so."""
    reading = cases.read(number=number, actor=caller(request, READ))
    return [
        {"receipt": receipt.to_json(), "signature": receipt.signature} for receipt in reading.copy.receipts
    ]


@open_router.get(
    "/agencies/{code}/jwks.json",
    response={200: dict[str, Any], 404: shapes.ProblemOut, 422: shapes.ProblemOut},
    operation_id="jwks",
)
def jwks(request: HttpRequest, code: Annotated[str, Path(pattern=shapes.AGENCY)]) -> dict[str, Any]:
    """The agency's public keys (RFC 7517), retired ones included: anybody may verify a document."""
    try:
        network.find_agency(code=code)
    except network.UnknownAgency:
        raise Problem(404, "unknown-agency", Text("没有这个机构。", "No such agency.")) from None
    return network.jwks(agency=code)
