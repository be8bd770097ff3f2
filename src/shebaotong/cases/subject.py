"""The person whom a case is about, as the opening document's body names him.

Every opening body has ``subject``: ``{identifier_kind, identifier, name}`` and perhaps ``phone``.
The tokens are how the agency finds its cases again; they hold no number in plain.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shebaotong.accounts import api as accounts
from shebaotong.cases.copy import Copy
from shebaotong.cases.schema import FieldError, InvalidBody
from shebaotong.kernel.api import (
    BadName,
    Identifier,
    IdentifierKind,
    Move,
    mask_number,
    name_key,
    normalise_name,
    normalise_number,
    validate_number,
)
from shebaotong.registry.api import pinyin_key, typed_pinyin

_LONGEST_TOKEN = 100
"""Characters; of a longer name the digest stands for it."""


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    identifier_kind: str
    identifier: str
    phone: str
    token: str
    """Keyed digest of the number in its canonical form (15 digits become 18)."""

    @property
    def masked(self) -> str:
        return mask_number(IdentifierKind(self.identifier_kind), self.identifier)

    @property
    def last_fours(self) -> tuple[str, ...]:
        """What the person reads as the last four characters: of a number of 15 digits also those of the 18
        that stand on the card of today."""
        number = Identifier(IdentifierKind(self.identifier_kind), self.identifier)
        old = number.kind is IdentifierKind.RESIDENT_15 and re.fullmatch("[0-9]{15}", number.number)
        if not old:
            return (number.last_four,)
        return (number.last_four, number.to_18().last_four)

    def search_tokens(self) -> tuple[str, ...]:
        return (
            _token("n", name_key(self.name)),
            _token("p", pinyin_key(self.name)),
            *(_token("4", each) for each in self.last_fours),
            _token("i", self.token),
        )

    def projected(self) -> dict[str, str]:
        return {"name": self.name, "masked": self.masked, "token": self.token}


def typed_tokens(text: str, number_token: str = "") -> list[str]:
    """The tokens that typed text could be: a name, its pinyin, the last four of a number, a whole one."""
    tokens = [
        _token("n", name_key(text)),
        _token("p", typed_pinyin(text)),
        _token("4", normalise_number(text)),
    ]
    return [*tokens, _token("i", number_token)] if number_token else tokens


def _token(kind: str, key: str) -> str:
    short = key if len(key) <= _LONGEST_TOKEN else hashlib.sha256(key.encode()).hexdigest()
    return f"{kind}:{short}"


def check_subject(body: Mapping[str, Any], on: date) -> None:
    """Raises InvalidBody for a name that nobody can have, and for a number that is not one of its kind, with
    what is wrong and what to do. The schema has allowed the body already."""
    stated = body["subject"]
    errors = []
    try:
        normalise_name(stated["name"])
    except BadName as bad:
        errors.append(FieldError("/subject/name", "name", bad.text.en, text=bad.text))
    verdict = validate_number(
        kind=IdentifierKind(stated["identifier_kind"]),
        text=stated["identifier"],
        as_of=on,
        country=stated.get("country", ""),
    )
    if verdict.refusal is not None:
        text = verdict.refusal.text
        errors.append(FieldError("/subject/identifier", verdict.refusal.reason.value, text.en, text=text))
    if errors:
        raise InvalidBody(tuple(errors))


def of_body(body: Mapping[str, Any]) -> Subject:
    """The subject of an opening body that its schema has allowed.

    Raises ValueError for a kind of document that nobody knows.
    """
    stated = body["subject"]
    kind, number = IdentifierKind(stated["identifier_kind"]), normalise_number(stated["identifier"])
    return Subject(
        name=stated["name"],
        identifier_kind=kind.value,
        identifier=number,
        phone=stated.get("phone", ""),
        token=accounts.person_token(number=number),
    )


def of_copy(copy: Copy) -> Subject | None:
    """The subject of a case; None where the opening body was erased or is not here yet."""
    for document in copy.documents:
        if document.envelope.flow.move is Move.OPEN and document.body is not None:
            return of_body(document.body)
    return None
