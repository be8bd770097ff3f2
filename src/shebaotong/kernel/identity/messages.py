"""The wording of every refusal, in one place."""

from __future__ import annotations

from datetime import date

from shebaotong.kernel.identity.kinds import CHARACTERS, LENGTHS, IdentifierKind
from shebaotong.kernel.identity.refusal import NumberRefusal, RefusalReason
from shebaotong.kernel.text import Text


def empty(kind: IdentifierKind) -> NumberRefusal:
    return _refuse(RefusalReason.EMPTY, f"请填写{kind.text.zh}。", f"Enter the {kind.text.en}.")


def length(kind: IdentifierKind, got: int, looks_like: IdentifierKind | None) -> NumberRefusal:
    lengths = LENGTHS[kind]
    wanted = str(lengths[0]) if len(lengths) == 1 else f"{lengths[0]}—{lengths[-1]}"
    advice = Text("是否多输", "an extra one") if got > lengths[-1] else Text("是否漏输", "a missing one")
    if looks_like is not None:
        return _refuse(
            RefusalReason.LENGTH,
            f"{kind.text.zh}应为{wanted}位，现有{got}位。样子像{looks_like.text.zh}，是的话请改选证件种类；"
            f"不是的话，请检查{advice.zh}。",
            f"The {kind.text.en} has {wanted.replace('—', ' to ')} characters, not {got}. This looks like a "
            f"{looks_like.text.en}: if it is, choose that kind of document, else look for {advice.en}.",
        )
    return _refuse(
        RefusalReason.LENGTH,
        f"{kind.text.zh}应为{wanted}位，现有{got}位，请检查{advice.zh}，或者证件类型是否选对。",
        f"The {kind.text.en} has {wanted.replace('—', ' to ')} characters, not {got}: look for {advice.en}, "
        "or choose another kind of document.",
    )


def character(kind: IdentifierKind, place: int, found: str) -> NumberRefusal:
    allowed = CHARACTERS[kind][place]
    wanted = {
        "[0-9]": Text("数字", "a digit"),
        "[A-Z]": Text("大写字母", "a capital letter"),
        "[HM]": Text("H或M", "H or M"),
        "[0-9X]": Text("数字或X", "a digit or X"),
        "[0-9A-Z]": Text("数字或字母", "a digit or letter"),
    }.get(allowed, Text("数字或字母（不用I、O、S、V、Z）", "a digit or letter (never I, O, S, V or Z)"))
    return _refuse(
        RefusalReason.CHARACTER,
        f"{kind.text.zh}第{place + 1}位应为{wanted.zh}，现为“{found}”，请对照证件更正。",
        f"Place {place + 1} of the {kind.text.en} must be {wanted.en}, not “{found}”: "
        "compare with the document.",
    )


def wrong_kind(kind: IdentifierKind, looks_like: IdentifierKind | None) -> NumberRefusal:
    if looks_like is None:
        return _refuse(
            RefusalReason.WRONG_KIND,
            f"号码开头不是{kind.text.zh}的开头，请检查证件类型是否选对。",
            f"The number does not begin as a {kind.text.en} does: check the kind of document.",
        )
    return _refuse(
        RefusalReason.WRONG_KIND,
        f"这是{looks_like.text.zh}，不是{kind.text.zh}，请改选证件类型。",
        f"This is a {looks_like.text.en}, not a {kind.text.en}: choose that kind of document.",
    )


def impossible_date(kind: IdentifierKind, first: int, last: int) -> NumberRefusal:
    return _refuse(
        RefusalReason.IMPOSSIBLE_DATE,
        f"{kind.text.zh}第{first}至{last}位是出生日期，但没有这一天，请对照证件更正。",
        f"Places {first} to {last} of the {kind.text.en} are the day of birth, and there is no such day: "
        "compare with the document.",
    )


def too_old(kind: IdentifierKind, earliest: date) -> NumberRefusal:
    return _refuse(
        RefusalReason.TOO_OLD,
        f"{kind.text.zh}中的出生日期早于{earliest.year}年，请对照证件更正。",
        f"The day of birth in the {kind.text.en} lies before {earliest.year}: compare with the document.",
    )


def future(kind: IdentifierKind, as_of: date) -> NumberRefusal:
    return _refuse(
        RefusalReason.FUTURE,
        f"{kind.text.zh}中的出生日期晚于{as_of}，请对照证件更正。",
        f"The day of birth in the {kind.text.en} lies after {as_of}: compare with the document.",
    )


def check_digit(kind: IdentifierKind) -> NumberRefusal:
    return _refuse(
        RefusalReason.CHECK_DIGIT,
        f"{kind.text.zh}的最后一位与前面各位不相符，通常是有一位输错或者相邻两位颠倒，请逐位核对。",
        f"The last character of the {kind.text.en} does not agree with the others: usually one is mistyped "
        "or two are swapped. Compare them one by one.",
    )


def country_missing() -> NumberRefusal:
    return _refuse(
        RefusalReason.COUNTRY_MISSING,
        "护照号码须同时选择签发国家或地区（三个字母的代码，如JPN）。",
        "A passport number needs the country that issued it (its three-letter code, e.g. JPN).",
    )


def unknown_region(region: str) -> Text:
    return Text(
        f"号码中的行政区划代码{region}不在历年代码表中，请核对；号码仍可使用。",
        f"The region code {region} is in no edition of the code table: check it. "
        "The number may still be used.",
    )


def _refuse(reason: RefusalReason, zh: str, en: str) -> NumberRefusal:
    return NumberRefusal(reason, Text(zh, en))
