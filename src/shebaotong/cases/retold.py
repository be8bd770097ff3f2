"""What the body of an administrative document says once more of its envelope: people read the one, the engine
acts on the other, and they must say the same.

An item's own documents say nothing of their envelope. Which of the two was meant nobody can know, so that
such a document is refused like one that is not sound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shebaotong.cases import admin, attachments
from shebaotong.cases.copy import Copy
from shebaotong.exchange.api import CarryFailure
from shebaotong.files import api as files
from shebaotong.kernel.api import Document, Envelope, FileRef

_Told = Callable[[Mapping[str, Any]], object]
_Meant = Callable[[Envelope], object]


def _target(body: Mapping[str, Any]) -> object:
    return body["agency"], body["number"]


_RETOLD: Mapping[str, tuple[_Told, _Meant]] = {
    "forward": (lambda body: body["agency"], lambda envelope: envelope.flow.owner),
    "invalidate": (_target, lambda envelope: envelope.flow.target),
    "acknowledge": (_target, lambda envelope: envelope.flow.target),
    "admit": (lambda body: body["agency"], lambda envelope: envelope.flow.agency),
    "joined": (lambda body: body["case"], lambda envelope: envelope.flow.joined),
    "resume": (lambda body: body["case"], lambda envelope: envelope.flow.wait),
    "attachment": (
        lambda body: sorted(entry["sha256"] for entry in body["files"]),
        lambda envelope: sorted(ref.sha256 for ref in envelope.files),
    ),
}


def check_retold(copy: Copy, document: Document) -> None:
    """Refuse an administrative document whose body, valid by its schema, contradicts its envelope, or that
    says of a file what the file in this copy is not. Needs the copy's context.

    Raises CarryFailure, permanent. A body that was erased says nothing.
    """
    envelope = document.envelope
    prefix, _, name = envelope.type.partition(".")
    if prefix != admin.PREFIX:
        return
    if document.body is not None and name in _RETOLD:
        told, meant = _RETOLD[name]
        if told(document.body) != meant(envelope):
            raise CarryFailure(f"the body of {envelope.type} is about something else", permanent=True)
    if name == attachments.NAME and not _files_agree(copy, envelope.files):
        raise CarryFailure("a file is not what the document says of it", permanent=True)


def _files_agree(copy: Copy, named: tuple[FileRef, ...]) -> bool:
    """One content has one size and type, and those of the bytes where we hold them."""
    if len(set(named)) != len({ref.sha256 for ref in named}):
        return False
    held = {
        kept.sha256: FileRef(kept.sha256, kept.media_type, kept.size)
        for kept in files.files_of_case(agency=copy.agency, case_number=copy.number)
    }
    return all(held.get(ref.sha256, ref) == ref for ref in named)
