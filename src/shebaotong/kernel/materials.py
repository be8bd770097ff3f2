"""What an application's list of materials says: what is missing, and what another city has checked.

In a body ``materials`` is a list of ``{code, status, source?}``; ``status`` says that a material was seen,
how it is spared, or that it does not apply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from shebaotong.kernel.document import Document, Key
from shebaotong.kernel.item import Material, Spare
from shebaotong.kernel.outcome import Missing
from shebaotong.kernel.text import Text

SEEN = "seen"
ATTACHMENT = "attachment"
"""Name of the document that brings files into a case."""
SUPPLEMENT = "supplement"
"""Name of the document by which an item lets the person bring what was missing."""
_HOW = Text("请带原件到任一成员城市窗口，或网上补交。", "Bring it to any member window or hand it in online.")


def uploaded(documents: Iterable[Document], *, void: Collection[Key] = ()) -> frozenset[str]:
    """Codes of the materials that files in the case show. Nobody need have compared them with an original."""
    return frozenset(
        entry["material"]
        for document in documents
        if document.name == ATTACHMENT and document.body is not None and document.key not in void
        for entry in document.body["files"]
        if entry.get("material")
    )


def with_supplements(*, application: Mapping[str, Any], documents: Iterable[Document]) -> dict[str, Any]:
    """The body of an application with the materials that supplements (补正材料) have brought since."""
    later = [
        entry
        for document in documents
        if document.name == SUPPLEMENT and document.body is not None
        for entry in document.body["materials"]
    ]
    return {**application, "materials": [*application["materials"], *later]}


def lacking(
    *, materials: Sequence[Material], body: Mapping[str, Any], handed_in: Collection[str] = ()
) -> tuple[Missing, ...]:
    """Every required material that applies and was neither seen nor lawfully spared, all at once
    (一次性告知). What data sharing spares is never asked of the person, and nobody is sent for what he has
    ``handed_in`` as a file: whether it will do is for the reviewer to say."""
    status = {entry["code"]: entry["status"] for entry in body.get("materials", ())}
    return tuple(
        Missing(material.code, material.title, material.reason or _HOW)
        for material in materials
        if material.required
        and Spare.DATA_SHARING not in material.spare
        and (not material.only_if or body.get(material.only_if))
        and material.code not in handed_in
        and status.get(material.code) not in (SEEN, *(spare.value for spare in material.spare))
    )


def recognised(*, materials: Sequence[Material], body: Mapping[str, Any], accepted_at: str) -> dict[str, str]:
    """Code and source of each material that another city has checked and that the responsible city
    recognises without seeing it again (互认). What was seen, the accepting agency has checked unless the
    entry names another one; what is recognised without a source has an empty one, never the accepting's."""
    sources = {
        entry["code"]: str(entry.get("source", "")) or (accepted_at if entry["status"] == SEEN else "")
        for entry in body.get("materials", ())
        if entry["status"] in (SEEN, Spare.RECOGNITION.value)
    }
    return {
        material.code: sources[material.code]
        for material in materials
        if material.code in sources and Spare.RECOGNITION in material.spare
    }
