"""Numbers of people in what somebody has written freely: shown masked, as everywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from shebaotong.kernel.identity.checking import check
from shebaotong.kernel.identity.identifier import guess_kinds, mask_number, normalise_number
from shebaotong.kernel.identity.kinds import IdentifierKind

_DIGIT = "[0-9０-９]"
_BETWEEN = r"[\s()（）\u002d\u2010-\u2015\u2212\u200b-\u200f]{0,2}"
"""What people put between groups of digits."""
_ALONE = f"(?<!{_DIGIT}){{}}(?!{_DIGIT})"
_LOOKS = re.compile(
    "|".join(
        _ALONE.format(form)
        for form in (
            f"(?:{_DIGIT}{_BETWEEN}){{17}}[0-9０-９XxＸｘ]",
            f"{_DIGIT}{{15}}",
            f"(?<![A-Za-z])[A-Za-z]{{3}}{_DIGIT}{{12}}",
            f"(?<![A-Za-z])[HMhm]{_DIGIT}{{8}}(?:{_DIGIT}{{2}})?",
        )
    )
)
_KINDS = frozenset(IdentifierKind) - {
    # Employers' codes are public; what has eight to eleven digits, or is a passport, could be anything.
    IdentifierKind.USCC,
    IdentifierKind.PASSPORT,
    IdentifierKind.TRAVEL_TW,
    IdentifierKind.TRAVEL_TW_OLD,
}


def mask_in_text(text: str) -> str:
    """The text with every valid number of a person masked, as ``mask_number`` does.

    A number of 15 or 18 characters counts where its day of birth and, if it has one, its check character are
    right, whatever stands between its digits. Everything else stays as it was written.
    """
    made, end = [], 0
    for start, stop, masked in _found(text):
        made += [text[end:start], masked]
        end = stop
    return "".join([*made, text[end:]]) if made else text


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while (match := _LOOKS.search(text, at)) is not None:
        number = normalise_number(match[0])
        kind = next((kind for kind in guess_kinds(number) if _is_valid(kind, number)), None)
        if kind is None:
            # A true one may begin inside of what only looked like one.
            at = match.start() + 1
            continue
        yield match.start(), match.end(), mask_number(kind, number)
        at = match.end()


def _is_valid(kind: IdentifierKind, number: str) -> bool:
    return kind in _KINDS and check(kind, number, date.max) is None
