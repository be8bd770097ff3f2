"""Whole data: identity numbers, telephones and files that are otherwise masked or withheld.

A program gets them only with a scope of its own and for a purpose from a closed list. Each time is logged,
and the person can read it. It is the same that a clerk does at the desk by pressing a button.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from shebaotong.cases import api as cases
from shebaotong.gateway.auth import READ, READ_WHOLE, caller
from shebaotong.gateway.problems import Problem
from shebaotong.kernel.api import Actor, IdentifierKind, Text, mask_in_text, mask_number, mask_phone

PURPOSES: Mapping[str, Text] = {
    "check_identity": Text("核对申请人的身份", "to check who the applicant is"),
    "contact": Text("就这个办件联系本人", "to reach the person about this case"),
    "match_record": Text(
        "在本机构的业务系统里找到本人的记录", "to find the person's record in the agency's own system"
    ),
    "pay": Text("发放待遇", "to pay a benefit"),
    "archive": Text("按规定归档", "to keep the case in the archive"),
    "verify_signature": Text("核验文书的签名", "to verify a document's signature"),
}
"""For what a program may see a person's data whole: a closed list, in the words that the person reads."""

Purpose = Annotated[
    str,
    Query(
        max_length=40,
        description="For what whole data is wanted; empty: masked. Logged, shown to the person.",
        enum=["", *PURPOSES],
    ),
]


def reading(request: HttpRequest, number: str, purpose: str) -> tuple[Actor, cases.Reading]:
    """The case and who reads it. With a purpose: only where the token may read whole, and it is not his own.

    Raises Problem: ``scope``, ``unknown-purpose``, ``own-case``; and UnknownCase.
    """
    actor = caller(request, READ)
    if purpose:
        caller(request, READ_WHOLE)
        if purpose not in PURPOSES:
            known = ", ".join(PURPOSES)
            text = Text("没有这个目的。", f"No such purpose; there are: {known}.")
            raise Problem(422, "unknown-purpose", text, [_param(f"one of {known}")])
    found = cases.read(number=number, actor=actor)
    if purpose and actor.person_token and actor.person_token in found.copy.subjects:
        raise Problem(403, "own-case", Text("这是您本人的事，不能由您办理。", "It is the caller's own case."))
    return actor, found


def _param(reason: str) -> dict[str, str]:
    return {"pointer": "/purpose", "reason": reason}


def purpose_needed() -> Problem:
    text = Text("请说明目的（purpose）。", f"State a purpose; there are: {', '.join(PURPOSES)}.")
    return Problem(422, "purpose-needed", text, [_param("needed")])


def note(actor: Actor, found: cases.Reading, purpose: str, *, what: str) -> None:
    """Log for every person whom the case's documents name that this was read whole."""
    cases.note_whole_reading(
        copy=found.copy, actor=actor, purpose=PURPOSES[purpose], what=what, now=timezone.now()
    )


def masked(value: Any) -> Any:
    """A body without whole numbers and telephones, wherever they stand; numbers also in free text."""
    if isinstance(value, Mapping):
        kind = cases.kind_told(value)
        return {key: _masked_field(key, each, kind) for key, each in value.items()}
    if isinstance(value, list):
        return [masked(each) for each in value]
    return mask_in_text(value) if isinstance(value, str) else value


def _masked_field(key: str, value: Any, kind: IdentifierKind) -> Any:
    if not isinstance(value, str):
        return masked(value)
    if key == "identifier":
        return mask_number(kind, value)
    return mask_phone(value) if key == "phone" else mask_in_text(value)
