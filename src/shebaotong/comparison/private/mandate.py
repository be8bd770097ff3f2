"""The mandate: what two provinces have agreed to compare, and nothing besides.

It is a JSON file, the same bytes on both sides. Its digest stands in the handshake, so two provinces
that hold different mandates never exchange an element.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Literal

import jsonschema_rs

from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.kernel.api import NotCanonical, PrivateKey, canonical, sign

Side = Literal["left", "right"]


def opposite(side: Side) -> Side:
    return "right" if side == "left" else "left"


@dataclass(frozen=True, slots=True)
class MandatedParty:
    """One province: its agency code, its machine's key and the persons who sign for it, by ``kid``."""

    agency: str
    node: str
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandatedList:
    """What one side may send: columns of common persons, and a list of exactly ``elements`` points."""

    columns: frozenset[str]
    elements: int
    commitment: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of comparison with the lists of both sides, fixed before anything runs."""

    kind: str
    as_of: date
    left: MandatedList
    right: MandatedList

    def side(self, side: Side) -> MandatedList:
        return self.left if side == "left" else self.right


@dataclass(frozen=True, slots=True)
class Mandate:
    """A parsed mandate. That it parses says nothing about whether it is signed: see ``approval``."""

    id: str
    purpose: str
    legal_basis: str
    valid_from: date
    valid_until: date
    engines: tuple[str, ...]
    jobs_most: int
    jobs_days: int
    minimum_persons: int
    overlap_least: int
    overlap_most: int
    left: MandatedParty
    right: MandatedParty
    comparisons: tuple[Comparison, ...]
    signatures: tuple[str, ...]
    payload: bytes
    """Canonical JSON of the body: what the approvers sign."""

    @property
    def digest(self) -> str:
        """SHA-256 of the signed bytes, hex."""
        return hashlib.sha256(self.payload).hexdigest()

    def party(self, side: Side) -> MandatedParty:
        return self.left if side == "left" else self.right

    def side_of(self, agency: str) -> Side:
        """Which side an agency takes. Raises Refused where it takes none."""
        if agency == self.left.agency:
            return "left"
        if agency == self.right.agency:
            return "right"
        raise Refused(
            Reason.NOT_A_PARTY,
            f"Mandate {self.id} is between {self.left.agency} and {self.right.agency}, not {agency}.",
            "Use the folder of keys of one of these agencies, or the mandate that names yours.",
        )

    def comparison(self, kind: str | None) -> Comparison:
        """The comparison of a kind; without one, the only comparison that the mandate allows."""
        allowed = [entry.kind for entry in self.comparisons]
        if kind is None and len(allowed) == 1:
            return self.comparisons[0]
        found = next((entry for entry in self.comparisons if entry.kind == kind), None)
        if found is None:
            raise Refused(
                Reason.KIND_NOT_ALLOWED,
                f"Mandate {self.id} allows {', '.join(allowed)}; asked for: {kind or 'none by name'}.",
                "Name one of the allowed kinds, or have a mandate signed for this one.",
            )
        return found


def parse_mandate(text: str) -> Mandate:
    """Read a mandate file. Raises Refused for anything that the schema does not describe."""
    try:
        data = json.loads(text)
        _SCHEMA.validate(data)
        return _mandate(data)
    except (ValueError, NotCanonical, jsonschema_rs.ValidationError) as error:
        where = getattr(error, "instance_path", None)
        place = f" at /{'/'.join(str(step) for step in where)}" if where else ""
        first_line = str(error).splitlines()[0]
        raise Refused(
            Reason.MANDATE_UNREADABLE,
            f"The mandate cannot be read{place}: {first_line}.",
            "Ask the province that drew it up for the file as it was signed; do not edit it.",
        ) from error


def sign_mandate(text: str, key: PrivateKey) -> str:
    """The same mandate with one more signature. Raises Refused where it cannot be read, or names the
    key nowhere among its approvers."""
    mandate = parse_mandate(text)
    if key.kid not in (*mandate.left.approvers, *mandate.right.approvers):
        raise Refused(
            Reason.MANDATE_UNSIGNED,
            f"Mandate {mandate.id} does not name {key.kid} among its approvers.",
            "Sign with the key that it names, or have it drawn up again.",
        )
    data = json.loads(text)
    data["signatures"] = [*data["signatures"], sign(key, mandate.payload)]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _mandate(data: dict[str, Any]) -> Mandate:
    body = data["body"]
    kinds = [entry["kind"] for entry in body["comparisons"]]
    if len(set(kinds)) != len(kinds):
        raise ValueError("one kind is listed twice")
    if body["left"]["agency"] == body["right"]["agency"]:
        raise ValueError("both sides are the same agency")
    return Mandate(
        id=body["id"],
        purpose=body["purpose"],
        legal_basis=body["legal_basis"],
        valid_from=date.fromisoformat(body["valid_from"]),
        valid_until=date.fromisoformat(body["valid_until"]),
        engines=tuple(body["engines"]),
        jobs_most=body["jobs"]["most"],
        jobs_days=body["jobs"]["days"],
        minimum_persons=body["minimum_persons"],
        overlap_least=body["overlap"]["least"],
        overlap_most=body["overlap"]["most"],
        left=_party(body["left"]),
        right=_party(body["right"]),
        comparisons=tuple(_comparison(entry) for entry in body["comparisons"]),
        signatures=tuple(data["signatures"]),
        payload=canonical(body),
    )


def _party(entry: dict[str, Any]) -> MandatedParty:
    return MandatedParty(entry["agency"], entry["node"], tuple(entry["approvers"]))


def _comparison(entry: dict[str, Any]) -> Comparison:
    return Comparison(
        kind=entry["kind"],
        as_of=date.fromisoformat(entry["as_of"]),
        left=_list(entry["left"]),
        right=_list(entry["right"]),
    )


def _list(entry: dict[str, Any]) -> MandatedList:
    return MandatedList(frozenset(entry["columns"]), entry["elements"], entry["commitment"])


_SCHEMA = jsonschema_rs.validator_for(
    json.loads(
        resources.files("shebaotong.comparison.private")
        .joinpath("schema/mandate.schema.json")
        .read_text(encoding="utf-8")
    ),
    validate_formats=True,
)
