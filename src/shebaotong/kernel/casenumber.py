"""The case number (办件号): sixteen digits that an old person can read out over the phone.

First four digits: the agency that accepted the case (so that it is found without asking every
city); eleven random digits (so that nobody can guess a neighbour's); a check digit by
ISO/IEC 7064 MOD 11,10, which catches every single wrong digit and nearly every swapped pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LENGTH = 16


class BadCaseNumber(ValueError):
    """Not a case number; ``reason`` is ``length``, ``characters`` or ``check``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def new(agency: str, randbelow: Callable[[int], int]) -> str:
    """A fresh number for a case accepted by ``agency`` (six-digit code); ``randbelow`` as in secrets."""
    head = f"{agency[:4]}{randbelow(10**11):011d}"
    return head + _check_digit(head)


def parse(text: str) -> str:
    """The sixteen digits of what a person typed: spaces, hyphens and full-width digits are welcome.

    Raises BadCaseNumber.
    """
    plain = re.sub(r"[\s\-‐–—·.]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]*", plain):
        raise BadCaseNumber("characters")
    if len(plain) != LENGTH:
        raise BadCaseNumber("length")
    if _check_digit(plain[:-1]) != plain[-1]:
        raise BadCaseNumber("check")
    return plain


def show(number: str) -> str:
    """In groups of four, as it is printed and read out."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
