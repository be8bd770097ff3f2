"""What no body may hold, whatever its schema allows: it could not be signed, stored or shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
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
_CONTAINERS = (dict, list, tuple, Mapping)
"""What a body may hold besides single values; what JSON makes first, for a Mapping is long in finding out."""


def check_plain(body: Any) -> None:
    """Raises InvalidBody for characters that cannot be kept, months and days of no living memory, numbers
    that are no whole ones of at most 53 bits, keys that become one in NFC, and bodies too deep or too large.
    """
    found = _Found([])
    _walk(body, "", 0, found)
    if found.characters > MOST_CHARACTERS:
        found.errors.append(_error("", "size", "内容太长。", "The contents are too long."))
    if found.errors:
        raise InvalidBody(tuple(found.errors[:_MOST_ERRORS]))


@dataclass(slots=True)
class _Found:
    """What a walk through a body has found so far."""

    errors: list[FieldError]
    characters: int = 0


def _walk(value: Any, pointer: str, depth: int, found: _Found) -> None:
    if isinstance(value, str):
        found.characters += len(value)
        _text(value, pointer, found)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > MOST_INTEGER:
            found.errors.append(_error(pointer, "number", "数字太大。", "The number is too large."))
    elif isinstance(value, _CONTAINERS) and depth < _DEEPEST:
        found.characters += len(value)
        _inside(value, pointer, depth, found)
    elif isinstance(value, _CONTAINERS):
        found.errors.append(_error(pointer, "depth", "层次太深。", "Nested too deeply."))
    else:
        text = ("只能填整数，不能有小数点。", "Only whole numbers, without a decimal point.")
        found.errors.append(_error(pointer, "number", *text))


def _inside(
    value: Mapping[str, Any] | list[Any] | tuple[Any, ...], pointer: str, depth: int, found: _Found
) -> None:
    if isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            if len(found.errors) >= _MOST_ERRORS:
                return
            _walk(inner, f"{pointer}/{place}", depth + 1, found)
        return
    if len({unicodedata.normalize("NFC", key) for key in value}) < len(value):
        found.errors.append(_error(pointer, "key", "有两个相同的字段名。", "Two names of fields are one."))
    for key, inner in value.items():
        if len(found.errors) >= _MOST_ERRORS:
            return
        found.characters += len(key)
        if refused_character(key):
            text = ("字段名中有不能保存的字符。", "A name of a field cannot be kept.")
            found.errors.append(_error(pointer, "key", *text))
            continue
        _walk(inner, f"{pointer}/{key}", depth + 1, found)


def _text(value: str, pointer: str, found: _Found) -> None:
    moment = _MONTH_OR_DAY.fullmatch(value)
    if moment is not None and int(moment[1]) not in _YEARS:
        zh = f"年份要在{_YEARS[0]}年到{_YEARS[-1]}年之间。"
        en = f"The year must lie between {_YEARS[0]} and {_YEARS[-1]}."
        found.errors.append(_error(pointer, "year", zh, en))
    refused = refused_character(value)
    if refused:
        code = f"U+{ord(refused):04X}"
        zh = f"有不能保存的字符（{code}），请删去再填。"
        en = f"A character cannot be kept ({code}): leave it out."
        found.errors.append(_error(pointer, "text", zh, en))


def _error(pointer: str, rule: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, rule, en, text=Text(zh, en))
