"""What the API takes and gives. Codes are strings that the engine knows; unknown ones are refused.

The shapes of the busiest calls are plain pydantic models. The framework's own ``Schema`` also looks for
attributes of database objects, which takes time and finds nothing in JSON.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Schema
from pydantic import BaseModel

CASE_NUMBER = "^[0-9]{16}$"
AGENCY = "^[0-9]{6}$"
DIGEST = "^[0-9a-f]{64}$"
MOST_FILES = 40
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


class AttachmentIn(BaseModel):
    """A file that was uploaded by ``POST /files`` or that the case holds already."""

    sha256: str = Field(pattern=DIGEST)
    material: str = Field(
        default="", pattern="^([a-z_]{2,40})?$", description="Code of the item's material that it shows."
    )


class OpenIn(BaseModel):
    item: str = Field(pattern="^[a-z_]{2,60}$")
    owner: str = Field(pattern=AGENCY, description="The agency that holds the person's record.")
    body: dict[str, Any]
    files: list[AttachmentIn] = Field(default_factory=list, max_length=MOST_FILES)


class WriteIn(BaseModel):
    type: str = Field(pattern="^[a-z_]{2,60}\\.[a-z_]{2,60}$")
    body: dict[str, Any]
    files: list[AttachmentIn] = Field(default_factory=list, max_length=MOST_FILES)
    revision: int | None = Field(default=None, ge=0, le=2**31 - 1)


class WrittenOut(BaseModel):
    case_number: str
    document_number: int
    joined: bool
    repeated: bool


class ActionOut(Schema):
    type: str
    title: dict[str, str]


class JoinedOut(Schema):
    number: str
    starter: str = Field(description="Agency that accepted it.")


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
    joined_into: str = Field(description="The case that goes on; empty unless `ending` is `joined`.")
    joined: list[JoinedOut] = Field(
        description="Claims of the same person and item that ended into this case, of which the agency holds"
        " a copy. What was handed in there stays there: read each by its number."
    )
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
    salt: str | None = Field(description="Null in a masked answer too: the digest is of the whole body.")
    whole: bool = Field(description="As it was signed; false: numbers and telephones are masked.")
    delivered_at: datetime | None


class FileOut(Schema):
    sha256: str = Field(description="Hex; names the file everywhere.")
    name: str
    media_type: str = Field(description="What the bytes are, whatever the name says.")
    size: int = Field(description="Bytes.")


class CaseFileOut(FileOut):
    name: str = Field(description="Empty where the body that named it was erased.")
    material: str = Field(description="Code of the item's material; empty for anything else.")
    author: str = Field(description="Agency whose document brought it in.")
    number: int = Field(description="Number of that document.")
    held: bool = Field(description="False: erased by order, or not carried here yet.")


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
