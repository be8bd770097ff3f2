"""From what was typed to a document's body: each kind of answer read once, each error at its question.

What was typed is never changed or lost: the page shows it again beside the error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Item, Month, parse_yuan
from shebaotong.portal.forms.question import Question
from shebaotong.portal.languages import say

Errors = dict[str, str]
"""Question name to what is wrong and how to mend it."""

_DECIMAL = re.compile(r"[0-9]{1,2}(\.[0-9]{1,6})?")
_KEY = re.compile(r"[A-Za-z0-9_.-]+")
_YEAR = re.compile(r"(19|20)[0-9]{2}")

LONGEST = {"text": 60, "textarea": 1000}


def form_key(post: QueryDict) -> str:
    """The key that the form was drawn with, without what no key of ours holds and no table could store."""
    return "".join(_KEY.findall(post.get("key", "")))[:100]


class Wrong(Exception):
    """An answer that cannot be read; the text says how to mend it."""


def read(questions: Sequence[Question], post: QueryDict, item: Item) -> tuple[dict[str, Any], Errors]:
    """The body and the errors. Questions that do not apply leave nothing in the body."""
    body: dict[str, Any] = {}
    errors: Errors = {}
    typed = {question.name: post.get(question.name, "") for question in questions}
    for question in questions:
        if not question.applies(typed):
            continue
        if question.along and not any(name in body or name in errors for name in question.along):
            if typed[question.name].strip():
                errors[question.name] = _("这一项是上面那个数的依据，请先填数。")
            continue
        try:
            value = _READERS[question.kind](question, post, item)
        except Wrong as wrong:
            errors[question.name] = str(wrong)
            continue
        if value is None:
            if question.required:
                errors[question.name] = _("“%(question)s”这一项要填。") % {"question": say(question.label)}
            continue
        body[question.name] = value
    return body, errors


def _plain(question: Question, post: QueryDict, item: Item) -> str | None:
    text = post.get(question.name, "").strip()
    longest = LONGEST[question.kind]
    if len(text) > longest:
        raise Wrong(_("最多%(most)d个字，现在有%(now)d个。") % {"most": longest, "now": len(text)})
    return text or None


def _choice(question: Question, post: QueryDict, item: Item) -> str | None:
    value = post.get(question.name, "")
    if value and value not in {option.value for option in question.options}:
        raise Wrong(_("没有这个选项，请重新选。"))
    return value or None


def _month(question: Question, post: QueryDict, item: Item) -> str | None:
    text = post.get(question.name, "").strip()
    if not text:
        return None
    try:
        return str(Month.parse(text))
    except ValueError:
        raise Wrong(_("月份要写成年-月，例如2026-11。")) from None


def _day(question: Question, post: QueryDict, item: Item) -> str | None:
    text = post.get(question.name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Wrong(_("日期要写成年-月-日，例如2026-11-20。")) from None


def _integer(question: Question, post: QueryDict, item: Item) -> int | None:
    text = post.get(question.name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Wrong(_("请填整数，不带单位。"))
    return int(text)


def _yuan(question: Question, post: QueryDict, item: Item) -> int | None:
    text = post.get(question.name, "").strip()
    if not text:
        return None
    try:
        return parse_yuan(text)
    except ValueError:
        raise Wrong(_("金额以元为单位，最多两位小数，例如3123.45。")) from None


def _decimal(question: Question, post: QueryDict, item: Item) -> str | None:
    """A number with a few decimals, kept as it was written: 0.872 is not 0.8720."""
    text = post.get(question.name, "").strip()
    if not text:
        return None
    if not _DECIMAL.fullmatch(text):
        raise Wrong(_("请填小数，最多六位小数，例如0.872。"))
    return text


def _fen_of(text: str) -> int:
    """0 for what is no amount."""
    try:
        return parse_yuan(text)
    except ValueError:
        return 0


def _years_yuan(question: Question, post: QueryDict, item: Item) -> list[dict[str, int]] | None:
    """One year and amount a line; a year without an amount is left open and asked for again."""
    found: dict[int, int] = {}
    for number, line in enumerate(post.get(question.name, "").splitlines(), start=1):
        year, *amount = line.replace("，", ",").replace("：", " ").replace(":", " ").split() or [""]
        if not amount:
            if year and not _YEAR.fullmatch(year):
                raise Wrong(_("第%(line)d行要先写年份，空一格，再写金额。") % {"line": number})
            continue
        fen = _fen_of("".join(amount))
        if not _YEAR.fullmatch(year) or fen <= 0:
            raise Wrong(_("第%(line)d行要先写年份，空一格，再写金额。") % {"line": number})
        if int(year) in found:
            raise Wrong(_("%(year)s年写了两次。") % {"year": year})
        found[int(year)] = fen
    return [{"year": year, "fen": fen} for year, fen in sorted(found.items())] or None


def _yes_no(question: Question, post: QueryDict, item: Item) -> bool | None:
    value = post.get(question.name, question.default)
    return {"yes": True, "no": False}.get(value)


def _agency(question: Question, post: QueryDict, item: Item) -> str | None:
    return post.get(question.name, "").strip() or None


def _agencies(question: Question, post: QueryDict, item: Item) -> list[str]:
    return sorted(set(post.getlist(question.name)))


def _missing(question: Question, post: QueryDict, item: Item) -> list[dict[str, Any]] | None:
    """All that is missing, told at once: each with how it may be had instead (一次性告知)."""
    chosen = set(post.getlist(question.name))
    found = [
        {
            "code": material.code,
            "title": {"zh": material.title.zh, "en": material.title.en},
            "how": {
                "zh": material.reason.zh if material.reason else "请带原件到任一成员城市窗口，或网上补交。",
                "en": material.reason.en
                if material.reason
                else "Bring it to any member window or hand it in online.",
            },
        }
        for material in item.materials
        if material.code in chosen
    ]
    return found or None


def _materials(question: Question, post: QueryDict, item: Item) -> list[dict[str, Any]] | None:
    chosen = set(post.getlist(question.name))
    found = [{"code": m.code, "status": "seen"} for m in item.materials if m.code in chosen]
    return found or None


def _text_pair(question: Question, post: QueryDict, item: Item) -> dict[str, str] | None:
    """Chinese is required; where nobody wrote English the Chinese text stands in its place."""
    chinese = post.get(f"{question.name}.zh", "").strip()
    english = post.get(f"{question.name}.en", "").strip()
    return {"zh": chinese, "en": english or chinese} if chinese else None


Reader = Callable[[Question, QueryDict, Item], Any]
_READERS: Mapping[str, Reader] = {
    "text": _plain,
    "textarea": _plain,
    "radio": _choice,
    "select": _choice,
    "month": _month,
    "date": _day,
    "integer": _integer,
    "yuan": _yuan,
    "decimal": _decimal,
    "years_yuan": _years_yuan,
    "yesno": _yes_no,
    "agency": _agency,
    "agencies": _agencies,
    "missing": _missing,
    "materials": _materials,
    "text_pair": _text_pair,
}
KINDS = frozenset(_READERS)
