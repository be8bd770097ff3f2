"""A number that names a person or an employer, together with its kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.iso7064 import mod_11_2

from shebaotong.kernel.identity import messages
from shebaotong.kernel.identity.checking import check, day_at, eighteen_kind
from shebaotong.kernel.identity.kinds import LENGTHS, IdentifierKind, first_wrong_place, kinds_of_form
from shebaotong.kernel.identity.refusal import NumberRefusal
from shebaotong.kernel.regions import region_title
from shebaotong.kernel.text import Text

# What people put between groups of digits, and what copying leaves behind.
_SEPARATORS = re.compile(r"[\s()\u002d\u2010-\u2015\u2212\u200b-\u200f\ufeff]+")
_COUNTRY = re.compile(r"[A-Z]{3}")

_EIGHTEENS = frozenset(
    {
        IdentifierKind.RESIDENT,
        IdentifierKind.RESIDENCE_HK,
        IdentifierKind.RESIDENCE_MO,
        IdentifierKind.RESIDENCE_TW,
    }
)
"""Kinds that follow GB 11643: region, day of birth, sequence, check."""

_TOLD_BY_BEGINNING = _EIGHTEENS | {IdentifierKind.FOREIGN_2023}

_REISSUED = {IdentifierKind.TRAVEL_HK_MO_11: 9, IdentifierKind.TRAVEL_TW_OLD: 8}
"""How many characters stay the same when the document is issued again."""

_HAVE_OTHER_FORMS = frozenset(
    size for kind in (IdentifierKind.RESIDENT_15, *_REISSUED) for size in LENGTHS[kind]
)
"""Lengths of which some kind has a stem that is not the number itself."""


class Sex(StrEnum):
    MALE = "M"
    FEMALE = "F"


@dataclass(frozen=True, slots=True, repr=False)
class Identifier:
    """A normalised number of a kind; ``country`` only for passports.

    It shows itself masked: the full number is read from ``number`` on purpose, never by accident.
    """

    kind: IdentifierKind
    number: str
    country: str = ""

    def __repr__(self) -> str:
        return f"Identifier({self.kind.value}, {self.masked})"

    __str__ = __repr__

    @property
    def last_four(self) -> str:
        return self.number[-4:]

    @property
    def masked(self) -> str:
        return mask_number(self.kind, self.number)

    @property
    def birth(self) -> date | None:
        """The day of birth, where the number carries one with its century."""
        if self.kind in _EIGHTEENS or self.kind is IdentifierKind.FOREIGN_2023:
            return day_at(self.number, 6)
        if self.kind is IdentifierKind.RESIDENT_15:
            return day_at(f"19{self.number[6:]}", 0)
        return None

    @property
    def sex(self) -> Sex | None:
        """By the sequence number, odd for men (GB 11643); None where the number does not say."""
        if self.kind in _EIGHTEENS:
            sequence = self.number[16]
        elif self.kind is IdentifierKind.RESIDENT_15:
            sequence = self.number[14]
        else:
            return None
        return Sex.MALE if int(sequence) % 2 else Sex.FEMALE

    @property
    def region(self) -> str | None:
        """Where the number was first issued (or the employer registered). Never the hukou."""
        places = {
            IdentifierKind.RESIDENT: (0, 6),
            IdentifierKind.RESIDENT_15: (0, 6),
            IdentifierKind.FOREIGN_2023: (1, 3),
            IdentifierKind.FOREIGN_2017: (3, 7),
            IdentifierKind.USCC: (2, 8),
        }
        found = places.get(self.kind)
        return self.number[slice(*found)] if found else None

    @property
    def stem(self) -> str:
        """The part that stays with the person when the document is issued again, equal in every form of it.

        A first-generation number as its 18 characters, a travel permit without its count of reissues.
        """
        if self.kind is IdentifierKind.RESIDENT_15:
            return self.to_18().number
        return self.number[: _REISSUED.get(self.kind, len(self.number))]

    def to_18(self) -> Identifier:
        """The 18 characters of a first-generation number: 19 before the year, and the check character.

        Raises ValueError for another kind.
        """
        if self.kind is not IdentifierKind.RESIDENT_15:
            raise ValueError(f"only a number of 15 digits converts, not {self.kind.value}")
        longer = f"{self.number[:6]}19{self.number[6:]}"
        return Identifier(IdentifierKind.RESIDENT, longer + mod_11_2.calc_check_digit(longer))


@dataclass(frozen=True, slots=True)
class NumberVerdict:
    """What came of checking a number: an identifier, or the reason why not; and warnings either way."""

    identifier: Identifier | None
    refusal: NumberRefusal | None = None
    warnings: tuple[Text, ...] = ()

    @property
    def valid(self) -> bool:
        return self.refusal is None


def normalise_number(text: str) -> str:
    """Full-width forms made plain, spaces, hyphens and brackets left out, letters in capitals."""
    if text.isascii() and text.isalnum():
        # As most are typed: there is nothing to leave out.
        return text.upper()
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    # What stood apart may combine once the space between is gone: go on until nothing changes.
    return plain if plain == text else normalise_number(plain)


def validate_number(*, kind: IdentifierKind, text: str, as_of: date, country: str = "") -> NumberVerdict:
    """Check what a person typed, by the day ``as_of``: births from 1850 to that day are possible.

    A region that was withdrawn, or that no table knows, is a warning: people still carry such numbers.
    """
    number = normalise_number(text)
    place = first_wrong_place(kind, number)
    if not number:
        refusal: NumberRefusal | None = messages.empty(kind)
    elif len(number) not in LENGTHS[kind]:
        refusal = messages.length(kind, len(number), _other_kind(number))
    elif place is not None:
        refusal = messages.character(kind, place, number[place])
    elif kind is IdentifierKind.PASSPORT and not _COUNTRY.fullmatch(country):
        refusal = messages.country_missing()
    else:
        refusal = check(kind, number, as_of)
    if refusal is not None:
        return NumberVerdict(None, refusal)
    made = Identifier(kind, number, country if kind is IdentifierKind.PASSPORT else "")
    return NumberVerdict(made, warnings=_region_warning(made))


def _other_kind(number: str) -> IdentifierKind | None:
    """The kind of personal document that a number of the wrong length has the form of; whatever has eight or
    nine characters could be a passport, so that says nothing."""
    said_nothing = (IdentifierKind.PASSPORT, IdentifierKind.USCC)
    return next((kind for kind in guess_kinds(number) if kind not in said_nothing), None)


def guess_kinds(text: str) -> tuple[IdentifierKind, ...]:
    """The kinds whose form the text has, the likeliest first; passports last, since almost all fits them.

    Only the form is looked at: a mistyped digit must not hide the kind that was meant.
    """
    number = normalise_number(text)
    fitting = kinds_of_form(number)
    if any(kind in _EIGHTEENS for kind in fitting):
        likely = eighteen_kind(number)
        fitting = [
            likely,
            *(kind for kind in fitting if kind not in _TOLD_BY_BEGINNING),
        ]
    return tuple(sorted(fitting, key=lambda kind: kind is IdentifierKind.PASSPORT))


def likely_stem(number: str) -> str:
    """The stem of a normalised number of the likeliest kind; of one that has no kind's form, itself."""
    if len(number) not in _HAVE_OTHER_FORMS:
        return number
    kinds = guess_kinds(number)
    return Identifier(kinds[0], number).stem if kinds else number


def mask_number(kind: IdentifierKind, number: str) -> str:
    """``4504**********1826``: at most four characters at each end, fewer of short numbers.

    An employer's code is public and stays whole.
    """
    if kind is IdentifierKind.USCC:
        return number
    size = len(number)
    head, tail = (4, 4) if size >= 15 else (1, 3) if size >= 9 else (1, 2)
    return number[:head] + "*" * (size - head - tail) + number[size - tail :]


def _region_warning(identifier: Identifier) -> tuple[Text, ...]:
    region = identifier.region
    if region is None:
        return ()
    code = f"{region}00" if identifier.kind is IdentifierKind.FOREIGN_2017 else region
    return () if region_title(code) is not None else (messages.unknown_region(region),)
