"""What an application's list of materials says: what is missing, and what another city has checked.

In a body ``materials`` is a list of ``{code, status, source?}``; ``status`` says that a material was seen,
how it is spared, or that it does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shebaotong.kernel.item import Material, Spare
from shebaotong.kernel.outcome import Missing
from shebaotong.kernel.text import Text

SEEN = "seen"
_HOW = Text("请带原件到任一成员城市窗口，或网上补交。", "Bring it to any member window or hand it in online.")


def lacking(*, materials: Sequence[Material], body: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Every required material that applies and was neither seen nor lawfully spared, all at once
    (一次性告知). What data sharing spares is never asked of the person."""
    status = {entry["code"]: entry["status"] for entry in body.get("materials", ())}
    return tuple(
        Missing(material.code, material.title, material.reason or _HOW)
        for material in materials
        if material.required
        and Spare.DATA_SHARING not in material.spare
        and (not material.only_if or body.get(material.only_if))
        and status.get(material.code) not in (SEEN, *(spare.value for spare in material.spare))
    )


def recognised(*, materials: Sequence[Material], body: Mapping[str, Any]) -> dict[str, str]:
    """Code and source of each material that was checked where the claim was accepted and that the
    responsible city recognises without seeing it again (互认). An empty source: the accepting agency."""
    sources = {
        entry["code"]: str(entry.get("source", ""))
        for entry in body.get("materials", ())
        if entry["status"] in (SEEN, Spare.RECOGNITION.value)
    }
    return {
        material.code: sources[material.code]
        for material in materials
        if material.code in sources and Spare.RECOGNITION in material.spare
    }
