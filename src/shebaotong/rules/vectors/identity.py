"""Groups of vectors about numbers of persons and employers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shebaotong.kernel.api import (
    Identifier,
    IdentifierKind,
    NumberVerdict,
    guess_kinds,
    normalise_number,
    validate_number,
)
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs

_TRAVEL = {
    "hk_mo_permit": IdentifierKind.TRAVEL_HK_MO,
    "hk_mo_permit_11": IdentifierKind.TRAVEL_HK_MO_11,
    "tw_permit": IdentifierKind.TRAVEL_TW,
    "tw_permit_old": IdentifierKind.TRAVEL_TW_OLD,
}
_RESIDENCE = frozenset(
    {IdentifierKind.RESIDENCE_HK, IdentifierKind.RESIDENCE_MO, IdentifierKind.RESIDENCE_TW}
)


def _resident(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    """The group holds whatever follows GB 11643: residence permits of 81, 82 and 83 among them."""
    text = inputs.text("id")
    kind = next(iter(_RESIDENCE.intersection(guess_kinds(text))), IdentifierKind.RESIDENT)
    found = _valid(validate_number(kind=kind, text=text, as_of=context.as_of))
    assert found.sex is not None and found.birth is not None
    return {"valid": True, "sex": found.sex.value, "birth": found.birth.isoformat()}


def _resident_15(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    verdict = validate_number(kind=IdentifierKind.RESIDENT_15, text=inputs.text("id15"), as_of=context.as_of)
    return {"id18": _valid(verdict).to_18().number}


def _foreigner(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    text = inputs.text("id")
    recent = normalise_number(text)[:1] == "9"
    kind = IdentifierKind.FOREIGN_2023 if recent else IdentifierKind.FOREIGN_2017
    found = _valid(validate_number(kind=kind, text=text, as_of=context.as_of))
    return {
        "valid": True,
        "format": "2023" if recent else "2017",
        "region": found.region,
        "country": None if recent else found.number[:3],
        "country_numeric": found.number[3:6] if recent else None,
        "birth": found.birth.isoformat() if found.birth else None,
        "birth_yymmdd": None if recent else found.number[7:13],
    }


def _uscc(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    found = _valid(validate_number(kind=IdentifierKind.USCC, text=inputs.text("uscc"), as_of=context.as_of))
    return {
        "valid": True,
        "authority": found.number[0],
        "category": found.number[1],
        "region": found.region,
    }


def _travel(inputs: Inputs, context: Context) -> Mapping[str, Any]:
    kind = _TRAVEL[inputs.one_of("type", *_TRAVEL)]
    _valid(validate_number(kind=kind, text=inputs.text("no"), as_of=context.as_of))
    return {"valid": True}


def _valid(verdict: NumberVerdict) -> Identifier:
    if verdict.refusal is not None:
        raise NotComputable(verdict.refusal.text.zh, verdict.refusal.text.en)
    assert verdict.identifier is not None
    return verdict.identifier


_INVALID = {"valid": False}

GROUPS: Mapping[str, Group] = {
    "identifier.resident": Group(("valid", "sex", "birth"), _resident, _INVALID),
    "identifier.resident_15_to_18": Group(("id18",), _resident_15),
    "identifier.permanent_foreigner": Group(
        ("valid", "format", "region", "country", "country_numeric", "birth", "birth_yymmdd"),
        _foreigner,
        _INVALID,
    ),
    "identifier.uscc": Group(("valid", "authority", "category", "region"), _uscc, _INVALID),
    "identifier.travel_permit": Group(("valid",), _travel, _INVALID),
}
