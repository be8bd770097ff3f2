"""What is stored beside names and numbers so that search is by equality.

Under row-level security a pattern (LIKE) does not use its index; an equal token does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from shebaotong.kernel.api import Identifier, guess_kinds, normalise_number

# Surnames that are read otherwise than the same character elsewhere.
_SURNAMES = {
    "尉迟": "yuchi",
    "万俟": "moqi",
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "朴": "piao",
    "覃": "qin",
    "翟": "zhai",
    "缪": "miao",
    "冼": "xian",
    "任": "ren",
    "华": "hua",
    "乐": "yue",
    "召": "shao",
}
_NOT_LETTERS = re.compile(r"[^a-z\u3400-\uffff\U00010000-\U0010ffff]+")


def pinyin_key(name: str) -> str:
    """``杜月华`` → ``duyuehua``: letters without tones or spaces; a character without a reading stays."""
    for surname, reading in _SURNAMES.items():
        if name.startswith(surname):
            return reading + _letters("".join(_reading(char) for char in name[len(surname) :]))
    return _letters("".join(_reading(char) for char in name))


def typed_pinyin(text: str) -> str:
    """The same key from what a person types: ``Dù Yuè Huá``, ``du yue hua`` and ``duyuehua`` are one."""
    return _letters(text)


@lru_cache(maxsize=20_000)
def _reading(char: str) -> str:
    import pypinyin  # With its dictionaries a third of the program's start, and few processes read names.

    return "".join(pypinyin.lazy_pinyin(char))


def _letters(text: str) -> str:
    # Keyboards write ü as v.
    lower = unicodedata.normalize("NFC", text.lower()).translate(str.maketrans("üǖǘǚǜ", "vvvvv"))
    plain = "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))
    return _NOT_LETTERS.sub("", plain)


def keys_of(*, kind: str, number: str) -> tuple[str, ...]:
    """The keys under which a number may stand: of its kind, or of every kind that it could be.

    ``kind`` empty: not known. Empty for text that no document's number can be.
    """
    plain = normalise_number(number)
    fitting = guess_kinds(plain)
    kinds = [found for found in fitting if kind in ("", found.value)]
    return tuple(dict.fromkeys(Identifier(found, plain).stem for found in kinds))
