"""Attachments: files that a document of the administration brings into a case, and their way to other cities.

A file is named by digest in the envelope of ``case.attachment`` and by name in its body; no item needs to
know of it. The bytes are kept in ``files/`` for each agency by itself. Between agencies they travel in a
parcel of their own, read when it is carried, so that no outbox holds them twice.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shebaotong.cases import admin
from shebaotong.cases.copy import Copy
from shebaotong.cases.errors import FilesGone
from shebaotong.cases.work import Work
from shebaotong.exchange.api import FILE, CarryFailure, Parcel, Transport
from shebaotong.files import api as files
from shebaotong.kernel.api import Document, FileRef, json_text, read_json

NAME = "attachment"
TYPE = f"{admin.PREFIX}.{NAME}"

LARGEST = 28 * 1024 * 1024
"""Characters of a parcel with a file: 20 MB as base64, and its name."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was uploaded and is to go into a case."""

    sha256: str
    material: str = ""
    """Code of the item's material that it shows; empty for anything else."""


@dataclass(frozen=True, slots=True)
class Attaching:
    """The files that a command brings along, and the draft in which they were uploaded."""

    files: Sequence[Attachment] = ()
    draft: str = ""
    """``files.draft_of`` the account and the form's key; files that the case holds already need none."""

    def digest(self) -> list[list[str]]:
        """For the digest of an idempotent command."""
        return [[each.sha256, each.material] for each in self.files]


NO_FILES = Attaching()


def attach(work: Work, attaching: Attaching, *, hand: str) -> Document | None:
    """Write the document that brings the files into the case; None where there are none.

    Raises FilesGone where an upload was collected meanwhile.
    """
    if not attaching.files:
        return None
    try:
        kept = files.take_files(
            agency=work.copy.agency,
            draft=attaching.draft,
            case_number=work.copy.number,
            digests=[each.sha256 for each in attaching.files],
            now=work.desk.now,
        )
    except LookupError as missing:
        raise FilesGone from missing
    entries = [
        {"sha256": file.sha256, "name": file.name} | ({"material": each.material} if each.material else {})
        for file, each in zip(kept, attaching.files, strict=True)
    ]
    body = {"files": entries}
    admin.SCHEMAS[NAME].check(body)
    return work.write(
        prefix=admin.PREFIX,
        declared=admin.document(NAME),
        body=body,
        hand=hand,
        files=[FileRef(file.sha256, file.media_type, file.size) for file in kept],
    )


def entries(copy: Copy) -> list[tuple[Document, FileRef, Mapping[str, Any]]]:
    """Every attachment of a copy with its document and its entry in the body, void documents left out."""
    return [
        (document, file, named.get(file.sha256, {}))
        for document in copy.documents
        if document.envelope.files and document.key not in copy.state.void
        for named in [{entry["sha256"]: entry for entry in (document.body or {}).get("files", ())}]
        for file in document.envelope.files
    ]


class WithFiles:
    """A transport that puts the bytes of a file into its parcel just before it is carried."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        """See :class:`Transport`. Files go one by one: each may be large."""
        small = [parcel for parcel in parcels if parcel.kind != FILE]
        failures = dict(self._transport.carry(small, now=now)) if small else {}
        for parcel in parcels:
            if parcel.kind == FILE and (failure := self._carry_file(parcel, now)):
                failures[parcel] = failure
        return failures

    def _carry_file(self, parcel: Parcel, now: datetime) -> CarryFailure | None:
        try:
            filled = _filled(parcel)
        except CarryFailure as failure:
            return failure
        return self._transport.carry([filled], now=now).get(filled)


def _filled(parcel: Parcel) -> Parcel:
    digest = read_json(parcel.content)["sha256"]
    try:
        kept, parts = files.open_file(agency=parcel.sender, case_number=parcel.case_number, sha256=digest)
    except files.FileMissing as missing:
        # We may have let a newcomer in before the file, which another city sends, has reached us.
        raise CarryFailure(str(missing), permanent=missing.erased) from missing
    content = {
        "sha256": digest,
        "name": kept.name,
        "content": base64.b64encode(b"".join(parts)).decode(),
    }
    return replace(parcel, content=json_text(content))


def take_in(parcel: Parcel, copy: Copy, arrived_at: datetime) -> None:
    """Keep the file in a parcel for the receiver's copy, if a document of the sender's side names it.

    Raises CarryFailure: for a while where that document has not come yet, for good where the bytes are
    not what it names.
    """
    content = _read(parcel)
    # Several documents may name one file; who says something else of it does not keep the true one out.
    named = {ref for each in copy.documents for ref in each.envelope.files if ref.sha256 == content["sha256"]}
    if not named:
        raise CarryFailure("the document that names this file has not arrived yet", permanent=False)
    if parcel.sender not in copy.state.participants:
        # If we are a newcomer ourselves, the document that lets the sender in may still be on its way to us.
        ours = copy.agency in copy.state.participants
        raise CarryFailure(f"{parcel.sender} has no part in this case", permanent=ours)
    try:
        data = base64.b64decode(content["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise CarryFailure("the file is not base64", permanent=True) from error
    try:
        kept = files.store_file(
            agency=copy.agency,
            name=content["name"],
            stream=io.BytesIO(data),
            case_number=copy.number,
            now=arrived_at,
        )
    except files.FileRefused as refused:
        raise CarryFailure(str(refused), permanent=True) from refused
    if FileRef(kept.sha256, kept.media_type, kept.size) not in named:
        # Nothing of it stays: this raises out of the transaction that stored it.
        raise CarryFailure("the file is not the one that the document names", permanent=True)


def _read(parcel: Parcel) -> dict[str, str]:
    if len(parcel.content) > LARGEST:
        raise CarryFailure("the parcel is too large", permanent=True)
    try:
        content = read_json(parcel.content)
        return {name: str(content[name]) for name in ("sha256", "name", "content")}
    except (KeyError, TypeError, ValueError) as error:
        raise CarryFailure("the parcel is no file", permanent=True) from error
