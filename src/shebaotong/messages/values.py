"""The values that a message may carry. Each has a type, so that no name and no number can slip in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shebaotong.kernel.api import Text

CODE_DIGITS = 8
_AGENCY = re.compile(r"\d{6}")
_CODE = re.compile(rf"\d{{{CODE_DIGITS}}}")
SHORT_REFERENCE = 6
"""Digits of the case number in an SMS: enough to tell one's own cases apart, too few to look one up."""


class BadMessage(ValueError):
    """A template or value that the messages do not know; the text says which."""


@dataclass(frozen=True, slots=True)
class ValueType:
    """How a value is read, and the longest text that it can become in an SMS."""

    read: Callable[[str, Callable[[str], Text]], Text]
    longest_zh: int
    longest_en: int
    secret: bool = False
    """Stands in the SMS alone: not in the message centre, and not in what is kept of the message."""


def _city(value: str, city_name: Callable[[str], Text]) -> Text:
    if not _AGENCY.fullmatch(value):
        raise BadMessage("a city is given by the six digits of its agency")
    return city_name(value)


def _date(value: str, city_name: Callable[[str], Text]) -> Text:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise BadMessage("a date is given as YYYY-MM-DD") from None
    return Text(f"{day.year}年{day.month}月{day.day}日", day.isoformat())


def _code(value: str, city_name: Callable[[str], Text]) -> Text:
    if not _CODE.fullmatch(value):
        raise BadMessage(f"a one-time code has {CODE_DIGITS} digits")
    return Text(value, value)


TYPES = {
    "city": ValueType(_city, longest_zh=8, longest_en=14),
    "date": ValueType(_date, longest_zh=11, longest_en=10),
    "code": ValueType(_code, longest_zh=CODE_DIGITS, longest_en=CODE_DIGITS, secret=True),
}


def short_reference(case_number: str) -> str:
    return case_number[-SHORT_REFERENCE:]
