"""The kinds of number, with the form that each must have."""

from __future__ import annotations

import re
from enum import StrEnum

from shebaotong.kernel.text import Text


class IdentifierKind(StrEnum):
    RESIDENT = "resident"
    """Citizen identity number, 18 characters (GB 11643-1999)."""
    RESIDENT_15 = "resident_15"
    """Its first-generation form of 15 digits; it converts to the 18."""
    RESIDENCE_HK = "residence_hk"
    RESIDENCE_MO = "residence_mo"
    RESIDENCE_TW = "residence_tw"
    """Residence permits of Hong Kong, Macau and Taiwan residents: 18 characters, regions 81, 82, 83."""
    TRAVEL_HK_MO = "travel_hk_mo"
    """Mainland travel permit of Hong Kong and Macau residents, card of 2013: H or M and 8 digits."""
    TRAVEL_HK_MO_11 = "travel_hk_mo_11"
    """The card of 1999: the same nine characters and a two-digit count of reissues."""
    TRAVEL_TW = "travel_tw"
    """Mainland travel permit of Taiwan residents: 8 digits, for life."""
    TRAVEL_TW_OLD = "travel_tw_old"
    """Before 2008-09-25: the 8 digits, a two-digit count, and on some a letter of the issuer."""
    FOREIGN_2017 = "foreign_2017"
    """Foreigner's permanent residence card of 2017: 3 letters and 12 digits."""
    FOREIGN_2023 = "foreign_2023"
    """The card of 2023-12-01 on: 9 and 17 more characters."""
    PASSPORT = "passport"
    """Only together with the country that issued it."""
    USCC = "uscc"
    """Unified social credit code of an employer (GB 32100-2015)."""

    @property
    def text(self) -> Text:
        return _TEXTS[self]

    @property
    def has_no_hukou(self) -> bool:
        """A document of residents of Hong Kong, Macau and Taiwan, who have no household registration on the
        mainland."""
        return self in _WITHOUT_HUKOU


_WITHOUT_HUKOU = frozenset(
    {
        IdentifierKind.RESIDENCE_HK,
        IdentifierKind.RESIDENCE_MO,
        IdentifierKind.RESIDENCE_TW,
        IdentifierKind.TRAVEL_HK_MO,
        IdentifierKind.TRAVEL_HK_MO_11,
        IdentifierKind.TRAVEL_TW,
        IdentifierKind.TRAVEL_TW_OLD,
    }
)

_TEXTS = {
    IdentifierKind.RESIDENT: Text("公民身份号码", "citizen identity number"),
    IdentifierKind.RESIDENT_15: Text("15位居民身份证号码", "15-digit identity number"),
    IdentifierKind.RESIDENCE_HK: Text("香港居民居住证号码", "Hong Kong resident's residence permit number"),
    IdentifierKind.RESIDENCE_MO: Text("澳门居民居住证号码", "Macau resident's residence permit number"),
    IdentifierKind.RESIDENCE_TW: Text("台湾居民居住证号码", "Taiwan resident's residence permit number"),
    IdentifierKind.TRAVEL_HK_MO: Text(
        "港澳居民来往内地通行证号码", "Hong Kong and Macau travel permit number"
    ),
    IdentifierKind.TRAVEL_HK_MO_11: Text(
        "港澳居民来往内地通行证号码（1999年版）", "Hong Kong and Macau travel permit number (card of 1999)"
    ),
    IdentifierKind.TRAVEL_TW: Text("台湾居民来往大陆通行证号码", "Taiwan travel permit number"),
    IdentifierKind.TRAVEL_TW_OLD: Text(
        "台湾居民来往大陆通行证号码（旧版）", "Taiwan travel permit number (old form)"
    ),
    IdentifierKind.FOREIGN_2017: Text(
        "外国人永久居留身份证号码（2017年版）", "foreigner's permanent residence number (card of 2017)"
    ),
    IdentifierKind.FOREIGN_2023: Text(
        "外国人永久居留身份证号码（2023年版）", "foreigner's permanent residence number (card of 2023)"
    ),
    IdentifierKind.PASSPORT: Text("护照号码", "passport number"),
    IdentifierKind.USCC: Text("统一社会信用代码", "unified social credit code"),
}

LENGTHS: dict[IdentifierKind, tuple[int, ...]] = {
    IdentifierKind.RESIDENT: (18,),
    IdentifierKind.RESIDENT_15: (15,),
    IdentifierKind.RESIDENCE_HK: (18,),
    IdentifierKind.RESIDENCE_MO: (18,),
    IdentifierKind.RESIDENCE_TW: (18,),
    IdentifierKind.TRAVEL_HK_MO: (9,),
    IdentifierKind.TRAVEL_HK_MO_11: (11,),
    IdentifierKind.TRAVEL_TW: (8,),
    IdentifierKind.TRAVEL_TW_OLD: (10, 11),
    IdentifierKind.FOREIGN_2017: (15,),
    IdentifierKind.FOREIGN_2023: (18,),
    IdentifierKind.PASSPORT: tuple(range(5, 18)),
    IdentifierKind.USCC: (18,),
}

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_DIGIT = "[0-9]"
_LETTER = "[A-Z]"
_EIGHTEEN = (*[_DIGIT] * 17, "[0-9X]")

CHARACTERS: dict[IdentifierKind, tuple[str, ...]] = {
    IdentifierKind.RESIDENT: _EIGHTEEN,
    IdentifierKind.RESIDENT_15: (_DIGIT,) * 15,
    IdentifierKind.RESIDENCE_HK: _EIGHTEEN,
    IdentifierKind.RESIDENCE_MO: _EIGHTEEN,
    IdentifierKind.RESIDENCE_TW: _EIGHTEEN,
    IdentifierKind.TRAVEL_HK_MO: ("[HM]", *[_DIGIT] * 8),
    IdentifierKind.TRAVEL_HK_MO_11: ("[HM]", *[_DIGIT] * 10),
    IdentifierKind.TRAVEL_TW: (_DIGIT,) * 8,
    IdentifierKind.TRAVEL_TW_OLD: (*[_DIGIT] * 10, _LETTER),
    IdentifierKind.FOREIGN_2017: (*[_LETTER] * 3, *[_DIGIT] * 12),
    IdentifierKind.FOREIGN_2023: _EIGHTEEN,
    IdentifierKind.PASSPORT: ("[0-9A-Z]",) * 17,
    IdentifierKind.USCC: (
        *[f"[{USCC_ALPHABET}]"] * 2,
        *[_DIGIT] * 6,
        *[f"[{USCC_ALPHABET}]"] * 10,
    ),
}
"""What may stand at each place, first to last."""


# Every case asks this several times: of each length the kinds that have it, each as one expression.
_WHOLE = {
    size: [
        (kind, re.compile("".join(CHARACTERS[kind][:size])))
        for kind in IdentifierKind
        if size in LENGTHS[kind]
    ]
    for size in set().union(*LENGTHS.values())
}


def kinds_of_form(number: str) -> list[IdentifierKind]:
    """The kinds of which the number has the length and the characters."""
    return [kind for kind, whole in _WHOLE.get(len(number), ()) if whole.fullmatch(number)]


def first_wrong_place(kind: IdentifierKind, number: str) -> int | None:
    """The index of the first character that cannot stand where it stands, or None."""
    for place, (character, allowed) in enumerate(zip(number, CHARACTERS[kind], strict=False)):
        if not re.fullmatch(allowed, character):
            return place
    return None
