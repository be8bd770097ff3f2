"""Why a number is refused, in words that say what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shebaotong.kernel.text import Text


class RefusalReason(StrEnum):
    EMPTY = "empty"
    LENGTH = "length"
    CHARACTER = "character"
    WRONG_KIND = "wrong_kind"
    IMPOSSIBLE_DATE = "impossible_date"
    TOO_OLD = "too_old"
    FUTURE = "future"
    CHECK_DIGIT = "check_digit"
    COUNTRY_MISSING = "country_missing"


@dataclass(frozen=True, slots=True)
class NumberRefusal:
    """The first thing wrong with a number; the text never repeats more of it than one character."""

    reason: RefusalReason
    text: Text
