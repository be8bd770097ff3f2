"""What no body may hold, whatever its schema allows: it could not be signed, stored or shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from shebaotong.cases.schema import FieldError, InvalidBody
from shebaotong.kernel.api import MOST_INTEGER, Text, refused_character

MOST_CHARACTERS = 400_000
"""Of a body as a whole; with its envelope it stays well below what a parcel may hold."""
_DEEPEST = 30
_MONTH_OR_DAY = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(-[0-3][0-9])?")
_YEARS = range(1900, 2200)
"""No fact of social insurance is older, and none that is written today lies later; rules count with months
and could not with those of the year 0."""
_MOST_ERRORS = 50


def check_plain(body: Any) -> None:
    """Raises InvalidBody for characters that cannot be kept, months and days of no living memory, numbers
    that are no whole ones of at most 53 bits, keys that become one in NFC, and bodies too deep or too large.
    """
    seen = [0]
    errors = []
    for error in _walk(body, "", 0, seen):
        errors.append(error)
        if len(errors) == _MOST_ERRORS:
            break
    if errors:
        raise InvalidBody(tuple(errors))


def _walk(value: Any, pointer: str, depth: int, seen: list[int]) -> Iterator[FieldError]:
    if isinstance(value, str):
        seen[0] += len(value)
        yield from _text(value, pointer)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > MOST_INTEGER:
            yield _error(pointer, "number", "数字太大。", "The number is too large.")
    elif isinstance(value, Mapping | list | tuple) and depth < _DEEPEST:
        seen[0] += len(value)
        yield from _inside(value, pointer, depth, seen)
    elif isinstance(value, Mapping | list | tuple):
        yield _error(pointer, "depth", "层次太深。", "Nested too deeply.")
    else:
        text = ("只能填整数，不能有小数点。", "Only whole numbers, without a decimal point.")
        yield _error(pointer, "number", *text)
    if not pointer and seen[0] > MOST_CHARACTERS:
        yield _error("", "size", "内容太长。", "The contents are too long.")


def _inside(
    value: Mapping[str, Any] | list[Any] | tuple[Any, ...], pointer: str, depth: int, seen: list[int]
) -> Iterator[FieldError]:
    if isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _walk(inner, f"{pointer}/{place}", depth + 1, seen)
        return
    if len({unicodedata.normalize("NFC", key) for key in value}) < len(value):
        yield _error(pointer, "key", "有两个相同的字段名。", "Two names of fields are one.")
    for key, inner in value.items():
        seen[0] += len(key)
        if refused_character(key):
            yield _error(pointer, "key", "字段名中有不能保存的字符。", "A name of a field cannot be kept.")
            continue
        yield from _walk(inner, f"{pointer}/{key}", depth + 1, seen)


def _text(value: str, pointer: str) -> Iterator[FieldError]:
    moment = _MONTH_OR_DAY.fullmatch(value)
    if moment is not None and int(moment[1]) not in _YEARS:
        yield _error(
            pointer,
            "year",
            f"年份要在{_YEARS[0]}年到{_YEARS[-1]}年之间。",
            f"The year must lie between {_YEARS[0]} and {_YEARS[-1]}.",
        )
    found = refused_character(value)
    if found:
        code = f"U+{ord(found):04X}"
        yield _error(
            pointer,
            "text",
            f"有不能保存的字符（{code}），请删去再填。",
            f"A character cannot be kept ({code}): leave it out.",
        )


def _error(pointer: str, rule: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, rule, en, text=Text(zh, en))
