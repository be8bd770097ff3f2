"""What each kind requires beyond length and characters: beginning, day of birth, check digit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from shebaotong.kernel.identity import messages
from shebaotong.kernel.identity.kinds import IdentifierKind
from shebaotong.kernel.identity.refusal import NumberRefusal

EARLIEST_BIRTH = date(1850, 1, 1)

_BEGINNINGS = {
    IdentifierKind.RESIDENCE_HK: "810000",
    IdentifierKind.RESIDENCE_MO: "820000",
    IdentifierKind.RESIDENCE_TW: "830000",
    IdentifierKind.FOREIGN_2023: "9",
}
"""Numbers of 18 characters that only look like a citizen's."""


def check(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    """The first objection to a number that already fits its kind's form; None where there is none."""
    return _CHECKS[kind](kind, number, as_of)


def eighteen_kind(number: str) -> IdentifierKind:
    """Which of the kinds with 18 digits the beginning says that it is."""
    for kind, beginning in _BEGINNINGS.items():
        if number.startswith(beginning):
            return kind
    return IdentifierKind.RESIDENT


def day_at(number: str, start: int) -> date | None:
    """The day written as ``YYYYMMDD`` from ``start`` on, or None where there is no such day."""
    try:
        return date(
            int(number[start : start + 4]),
            int(number[start + 4 : start + 6]),
            int(number[start + 6 : start + 8]),
        )
    except ValueError:
        return None


def machine_check_digit(text: str) -> str:
    """Weights 7, 3, 1 over digits and letters (A = 10), modulo 10, as on machine-readable documents."""
    return str(sum(int(character, 36) * (7, 3, 1)[place % 3] for place, character in enumerate(text)) % 10)


def _eighteen(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    found = eighteen_kind(number)
    if found is not kind:
        return messages.wrong_kind(kind, found)
    return _born(kind, day_at(number, 6), as_of, places=(7, 14)) or _last(
        kind, number, mod_11_2.calc_check_digit(number[:-1])
    )


def _fifteen(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    return _born(kind, day_at(f"19{number[6:]}", 0), as_of, places=(7, 12))


def _foreign_2017(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    # Two digits of the year leave the century open: the day must exist in one that lies before as_of.
    days = [day_at(f"{century}{number[7:13]}", 0) for century in (19, 20)]
    if not any(day is not None and day <= as_of for day in days):
        return messages.impossible_date(kind, 8, 13)
    return _last(kind, number, machine_check_digit(number[:-1]))


def _uscc(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    return _last(kind, number, uscc.calc_check_digit(number[:-1]))


def _form_only(kind: IdentifierKind, number: str, as_of: date) -> NumberRefusal | None:
    """Travel permits and passports carry neither a day of birth nor a check digit that is published."""
    return None


def _born(
    kind: IdentifierKind, day: date | None, as_of: date, *, places: tuple[int, int]
) -> NumberRefusal | None:
    if day is None:
        return messages.impossible_date(kind, *places)
    if day < EARLIEST_BIRTH:
        return messages.too_old(kind, EARLIEST_BIRTH)
    return messages.future(kind, as_of) if as_of < day else None


def _last(kind: IdentifierKind, number: str, expected: str) -> NumberRefusal | None:
    return None if number[-1] == expected else messages.check_digit(kind)


_CHECKS: dict[IdentifierKind, Callable[[IdentifierKind, str, date], NumberRefusal | None]] = {
    IdentifierKind.RESIDENT: _eighteen,
    IdentifierKind.RESIDENT_15: _fifteen,
    IdentifierKind.RESIDENCE_HK: _eighteen,
    IdentifierKind.RESIDENCE_MO: _eighteen,
    IdentifierKind.RESIDENCE_TW: _eighteen,
    IdentifierKind.TRAVEL_HK_MO: _form_only,
    IdentifierKind.TRAVEL_HK_MO_11: _form_only,
    IdentifierKind.TRAVEL_TW: _form_only,
    IdentifierKind.TRAVEL_TW_OLD: _form_only,
    IdentifierKind.FOREIGN_2017: _foreign_2017,
    IdentifierKind.FOREIGN_2023: _eighteen,
    IdentifierKind.PASSPORT: _form_only,
    IdentifierKind.USCC: _uscc,
}
