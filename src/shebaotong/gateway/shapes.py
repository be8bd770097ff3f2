"""What the API takes and gives. Codes are strings that the engine knows; unknown ones are refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema

CASE_NUMBER = "^[0-9]{16}$"
AGENCY = "^[0-9]{6}$"
KEY = "^[\\x21-\\x7e]{8,100}$"


class ItemOut(Schema):
    code: str
    version: int
    title: dict[str, str]
    summary: dict[str, str]
    risk: str
    mode: str
    channels: list[str]
    legal_days: int
    promised_days: int | None
    documents: list[str]


class OpenIn(Schema):
    item: str = Field(pattern="^[a-z_]{2,60}$")
    owner: str = Field(pattern=AGENCY, description="The agency that holds the person's record.")
    body: dict[str, Any]


class WriteIn(Schema):
    type: str = Field(pattern="^[a-z_]{2,60}\\.[a-z_]{2,60}$")
    body: dict[str, Any]
    revision: int | None = Field(default=None, ge=0, le=2**31 - 1)


class WrittenOut(Schema):
    case_number: str
    document_number: int
    joined: bool
    repeated: bool


class ActionOut(Schema):
    type: str
    title: dict[str, str]


class CaseOut(Schema):
    number: str
    item: str
    item_version: int
    starter: str
    owner: str
    participants: list[str]
    status: str
    step: str
    turn: str
    ending: str
    verdict: str
    due_at: datetime | None
    legal_due_at: datetime | None
    provisional: bool
    waits: list[dict[str, str]]
    revision: int
    actions: list[ActionOut]


class RowOut(Schema):
    number: str
    item: str
    starter: str
    owner: str
    status: str
    step: str
    turn: str
    due_at: datetime | None
    lamp: str


class PageOut(Schema):
    cases: list[RowOut]
    next: str = Field(description="Pass as `after` for the next page; empty on the last.")


class DocumentOut(Schema):
    envelope: dict[str, Any]
    signature: str
    body: dict[str, Any] | None = Field(description="Null where a lawful order erased it.")
    salt: str | None
    delivered_at: datetime | None


class ReceiptOut(Schema):
    receipt: dict[str, Any]
    signature: str


class ProblemOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    detail: str
    status: int
    invalid_params: list[dict[str, str]] = Field(default_factory=list)
