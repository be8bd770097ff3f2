"""The documents of a case as the clerk sees them: the list, one body, one envelope."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Document, Reach, Stage, mask_in_text
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words


def documents(reading: cases.Reading) -> list[list[Any]]:
    """Every document of the copy, newest first, with how far it has come."""
    rows = []
    for document in reversed(reading.copy.documents):
        envelope = document.envelope
        if document.name == "outcome":
            continue
        key = document.key
        href = reverse("portal:document", args=[envelope.case, address_key(document)])
        rows.append(
            [
                {"text": _list_title(reading, document), "href": href},
                city(envelope.author),
                words.when(document.delivered_at),
                {"tag": _reach(envelope.reach), "tone": "idle" if key.internal else "info"},
                _stage(reading, document),
            ]
        )
    return rows


def address_key(document: Document) -> str:
    """A document's key as it stands in addresses."""
    return str(document.key).replace("/", "-")


def found_by(reading: cases.Reading, key: str) -> Document | None:
    """The document that an address names, or None."""
    return next((d for d in reading.copy.documents if address_key(d) == key), None)


def void_address(reading: cases.Reading, actor: Actor, document: Document | None) -> str:
    """The page on which the actor declares it void; empty where he may not."""
    if document is None or not cases.may_declare_void(reading=reading, actor=actor, key=document.key):
        return ""
    return reverse("portal:void_paper", args=[reading.copy.number, address_key(document)])


def void_reason(reading: cases.Reading, document: Document) -> str | None:
    """Why it was declared void, empty where the reason was erased; None where it stands."""
    if document.key not in reading.copy.state.void:
        return None
    target = (document.key.agency, document.key.number)
    acts = [d for d in reading.copy.documents if d.envelope.flow.target == target and d.name == "invalidate"]
    return mask_in_text((acts[-1].body or {}).get("reason", "")) if acts else ""


def title_of(reading: cases.Reading, document: Document) -> str:
    declared = cases.declaration(reading.item, document.envelope.type)
    return say(declared.title) if declared else document.envelope.type


def _list_title(reading: cases.Reading, document: Document) -> str:
    title = title_of(reading, document)
    void = document.key in reading.copy.state.void
    return _("%(paper)s（已作废）") % {"paper": title} if void else title


def _reach(reach: Reach) -> str:
    return {Reach.INTERNAL: _("内部"), Reach.SHARED: _("共享"), Reach.PERSON: _("告知本人")}[reach]


def _stage(reading: cases.Reading, document: Document) -> str:
    """The farthest that others have signed for."""
    if document.key.internal:
        return ""
    stages = {r.stage for r in reading.copy.receipts if r.document == document.key}
    if Stage.OPENED in stages:
        return _("对方已阅")
    return _("已送达") if Stage.DELIVERED in stages else ""


def meta_rows(reading: cases.Reading, document: Document) -> list[dict[str, str]]:
    envelope = document.envelope
    rows = [
        {"key": _("类型"), "value": f"{envelope.type} v{envelope.version}"},
        {"key": _("出具"), "value": city(envelope.author)},
        {"key": _("编号"), "value": str(document.key)},
        {"key": _("范围"), "value": _reach(envelope.reach)},
        {"key": _("落款时间"), "value": words.when(envelope.claimed_at)},
        {"key": _("送达本市"), "value": words.when(document.delivered_at)},
        {"key": _("内容摘要"), "value": envelope.body_digest[:16] + "…"},
    ]
    for receipt in reading.copy.receipts:
        if receipt.document == document.key:
            stage = _("已阅") if receipt.stage is Stage.OPENED else _("送达")
            rows.append({"key": f"{city(receipt.issuer)} {stage}", "value": words.when(receipt.at)})
    return rows
