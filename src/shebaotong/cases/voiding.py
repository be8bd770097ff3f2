"""Declaring a document void (作废): what may be void at all, the same at the desk and by API.

It is for what was written for the item, and for papers that were handed in. Conversation stays what was said,
and what the engine writes of its own follows from the rest: void, it would only be hidden.
"""

from __future__ import annotations

from shebaotong.cases import attachments
from shebaotong.cases.copy import Copy
from shebaotong.cases.errors import Refused, StaleEdit
from shebaotong.kernel.api import Key, Text


def voidable(copy: Copy) -> frozenset[Key]:
    """The shared documents that may be declared void by their authors, were they not void already."""
    written_for = f"{copy.state.item}."
    return frozenset(
        document.key
        for document in copy.documents
        if document.envelope.type.startswith(written_for) or document.envelope.type == attachments.TYPE
    )


def check_looked_at(copy: Copy, revision: int | None) -> None:
    """What follows depends on how the case stands: whoever declares something void has seen that first.

    Raises Refused where he does not say what he has seen, StaleEdit where it has changed since.
    """
    if revision is None:
        text = Text(
            "作废前请先看办件现在的情况，并带上看到的版本（revision）。",
            "Read the case before declaring something void, and send the `revision` that you have seen.",
        )
        raise Refused("revision_needed", text)
    if revision != copy.revision:
        raise StaleEdit
