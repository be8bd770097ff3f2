"""People's names: as written, as compared, as shown masked.

Names of minorities and foreigners carry a middle dot that keyboards produce in a dozen forms, and
characters beyond the first plane of Unicode that many systems lose. Both are kept; the dot becomes U+00B7.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from itertools import product
from typing import Any

from shebaotong.kernel.chinese import character_forms, to_simplified
from shebaotong.kernel.text import Text

DOT = "·"
MAX_LENGTH = 100
_MOST_SPELLINGS = 512

_DOTS = re.compile(r"\s*[·‧•∙⋅・･．.。●﹒᛫]\s*")
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
_PARTS = re.compile(f"([{DOT} ])")

# Control, format and surrogate characters; unassigned ones outside the ideographic planes, where Unicode
# may have assigned more than this Python knows.
_REFUSED = frozenset({"Cc", "Cf", "Cs"})


class BadName(ValueError):
    """The text cannot be a person's name; ``text`` says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(en)


def normalise_name(text: str) -> str:
    """The name as it is stored: NFC, one form of the dot, no spaces at the ends or within Chinese.

    Rare characters, private-use ones of older systems among them, stay as they are. Raises BadName for an
    empty or overlong text and for characters that no name has (control, unassigned, direction marks).
    """
    name = _INVISIBLE.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()
    for character in name:
        if _unusable(character):
            raise BadName(
                f"姓名中有无法保存的字符（U+{ord(character):04X}），请重新输入姓名。",
                f"The name has a character that cannot be kept (U+{ord(character):04X}): enter it again.",
            )
    if _HAN.search(name):
        name = _DOTS.sub(DOT, name).replace(" ", "").strip(DOT)
    if not any(_letter(character) for character in name) or len(name) > MAX_LENGTH:
        raise BadName(
            f"请填写姓名（不超过{MAX_LENGTH}个字）。", f"Enter a name of at most {MAX_LENGTH} characters."
        )
    return name


def name_key(name: str) -> str:
    """For comparing names from two systems: dots, spaces, hyphens, width and case do not count, nor whether
    it is written in traditional or simplified characters.

    A permit of Taiwan, Hong Kong or Macau says 黃 where a register of the mainland says 黄.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _INVISIBLE.sub("", _DOTS.sub("", folded)).replace(" ", "").replace("-", "")
    # One by one: in a name a character is no part of a phrase.
    return "".join(map(to_simplified, bare))


def name_spellings(name: str) -> tuple[str, ...]:
    """A normalised name in every mixture of traditional and simplified characters, for a register that is
    searched by equality: 黄国维 stands there as 黃國維 where that is what his permit says.

    A name of which there are too many, longer than any written so, stays as it is and simplified.
    """
    forms = [character_forms(character) for character in name]
    if math.prod(map(len, forms)) > _MOST_SPELLINGS:
        return tuple(dict.fromkeys((name, "".join(simple for simple, *_others in forms))))
    return tuple("".join(each) for each in product(*forms))


def mask_name(name: str) -> str:
    """``杜*``, ``杜*华``, ``阿**丽·买*提``, ``J*** S****``: each part keeps its first character.

    A Chinese part of three or more keeps its last one too; a part of one character is hidden.
    """
    return "".join(part if part in {DOT, " "} else _mask_part(part) for part in _PARTS.split(name))


def _mask_part(part: str) -> str:
    if len(part) < 2:
        return "*" * len(part)
    keeps_last = len(part) > 2 and _HAN.search(part) is not None
    return f"{part[0]}{'*' * (len(part) - 1 - keeps_last)}{part[-1] if keeps_last else ''}"


def _unusable(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _REFUSED or (category == "Cn" and not _HAN.match(character))


def _letter(character: str) -> bool:
    return character.isalpha() or _HAN.match(character) is not None or unicodedata.category(character) == "Co"


def bears_name(person: Mapping[str, Any], name: str) -> bool:
    """Whether somebody has, or has had, the name that was typed, in whatever way it is written.

    ``person``: what a register tells of him (``FactKind.PERSON``): ``name``, and perhaps ``former_names``.
    """
    names = [person["name"], *(former["name"] for former in person.get("former_names", ()))]
    return name_key(name) in {name_key(each) for each in names}


def name_remark(person: Mapping[str, Any], name: str) -> Text | None:
    """What to tell whoever examines a claim whose name is not the one that the register holds today.

    ``person``: as for :func:`bears_name`; None where the names agree, or the register tells none.
    """
    held = person.get("name")
    if held is None or name_key(held) == name_key(name):
        return None
    if bears_name(person, name):
        return Text(
            f"申请写的姓名“{name}”是曾用名，登记的现用姓名是“{held}”。请对照证件核对，决定书印的是申请写的姓名。",
            f"The claim gives a former name, {name}; the register has {held}. Check the document: "
            "the decision prints the name of the claim.",
        )
    return Text(
        f"这个证件号码登记的姓名是“{held}”，申请写的是“{name}”。先查明是不是同一个人，再往下办。",
        f"The register has this number under {held}, the claim under {name}. "
        "Find out whether they are one person before going on.",
    )
