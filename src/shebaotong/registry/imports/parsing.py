"""From what comes in to a record, or to something that can at least be kept."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any

from shebaotong.kernel.api import strict_json
from shebaotong.registry.imports.reasons import Reason, ReasonCode

JsonRecord = dict[str, Any]
_MARK = "\ufffd"
"""In the place of what cannot be kept."""
# PostgreSQL keeps neither NUL nor half of a surrogate pair.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_DEEPEST = 32
"""How deeply a record is looked into; a sound one has four levels."""
_LONGEST_NUMBER = 4_096
"""In bits. Python writes no number of more than some 14 000 in decimals."""


_CHARACTERS = Reason(ReasonCode.CHARACTERS, "")


def keepable(text: str) -> bool:
    """Whether PostgreSQL can keep every character."""
    return not _UNKEEPABLE.search(text)


def parse(given: JsonRecord | str) -> tuple[JsonRecord, list[Reason]]:
    """A record from a line of JSON or from data, and why it cannot be taken as it is.

    What cannot be kept in a database is replaced by U+FFFD, so that even such a record can be held. A line
    that has no sound form as data is held as it came.
    """
    if isinstance(given, str):
        try:
            read = strict_json(given)
        except ValueError as error:
            return _line(given), [Reason(ReasonCode.FORM, "", str(error))]
    else:
        read = given
    if isinstance(read, dict) and _plain(read, _DEEPEST):
        return read, []
    look = _Look()
    kept = look.at(read)
    if not isinstance(read, dict):
        kept = {"line": kept}
        look.reasons.insert(0, Reason(ReasonCode.FORM, "", "not an object"))
    if isinstance(given, str) and look.lost:
        kept = _line(given)
    return kept, look.reasons


def _line(text: str) -> JsonRecord:
    return {"line": _UNKEEPABLE.sub(_MARK, text)}


def _plain(value: Any, deepest: int) -> bool:
    """Whether it can be kept as it is and all its numbers are whole: nearly every record is so, and is not
    looked at more closely."""
    kind = type(value)
    if kind is str:
        return not _UNKEEPABLE.search(value)
    if kind is int:
        return value.bit_length() <= _LONGEST_NUMBER  # type: ignore[no-any-return]
    if kind is list:
        return deepest > 0 and all(_plain(entry, deepest - 1) for entry in value)
    if kind is dict:
        keys = all(type(key) is str and not _UNKEEPABLE.search(key) for key in value)
        return keys and deepest > 0 and all(_plain(entry, deepest - 1) for entry in value.values())
    return kind is bool or kind is NoneType


class _Look:
    """A closer look at what is not plain."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []
        self.lost = False
        """Whether something could not be kept in its place as it came."""

    def at(self, value: Any, *path: object) -> Any:
        """What can be kept of it; the reasons say what is wrong where."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            long = value.bit_length() > _LONGEST_NUMBER
            return self._lose(path, "a number this long cannot be kept") if long else int(value)
        if isinstance(value, float):
            return self._fraction(float(value), path)
        if not isinstance(value, dict | list | tuple):
            seen = str(value) if isinstance(value, date | Decimal) else _MARK
            return self._lose(path, f"{type(value).__name__} is no JSON", seen)
        if len(path) == _DEEPEST:
            return self._lose(path, "nested too deeply")
        if isinstance(value, dict):
            return {self._key(key, path): self.at(entry, *path, key) for key, entry in value.items()}
        return [self.at(entry, *path, place) for place, entry in enumerate(value)]

    def _text(self, text: str) -> str:
        if not keepable(text) and _CHARACTERS not in self.reasons:
            self.reasons.append(_CHARACTERS)
        return _UNKEEPABLE.sub(_MARK, text)

    def _key(self, key: object, path: tuple[object, ...]) -> str:
        if isinstance(key, str):
            return self._text(key)
        self._refuse(path, f"a name is text, not {type(key).__name__}")
        return self._text(str(key))

    def _fraction(self, number: float, path: tuple[object, ...]) -> Any:
        """JSON Schema takes 100.0 for a whole number; a column of whole numbers does not."""
        if not math.isfinite(number):
            return self._lose(path, f"{number} is no number of JSON", str(number))
        self._refuse(path, f"{number}: numbers are whole, without a decimal point")
        return number

    def _lose(self, path: tuple[object, ...], why: str, instead: str = _MARK) -> str:
        self.lost = True
        self._refuse(path, why)
        return instead

    def _refuse(self, path: tuple[object, ...], why: str) -> None:
        field = _UNKEEPABLE.sub(_MARK, "/".join(map(str, path)))
        self.reasons.append(Reason(ReasonCode.FORM, field, why))
