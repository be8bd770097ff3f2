"""The body of a document in words: each field by the label of its form, each code by its option.

What no form asks, because the engine writes it, an item names under ``papers`` of its ``form.yaml``; what
every document has alike is named here. No code and no key of the machine reaches the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import IdentifierKind, Item, casenumber, mask_in_text, mask_number, show_yuan
from shebaotong.portal.cities import city
from shebaotong.portal.forms import admin_forms
from shebaotong.portal.forms.question import Question, questions_of, sections_of
from shebaotong.portal.languages import clauses, day_in_words, listed, say
from shebaotong.portal.views.desk import case_facts, case_page, words

EXPLAINED = "explanation"
"""Shown as a tree of its own, not as a row."""
ADMIN = "case"
_FACTS = ("enrolments", "contributions", "account", "entitlements")

Row = dict[str, str]


def rows(item: Item, full_type: str, body: Mapping[str, Any]) -> list[Row]:
    """The filled fields of a body, in the order of its form, without whole numbers of people in free text.

    ``full_type``: as the envelope names it.
    """
    asked = {question.name: question for question in _questions(item, full_type)}
    order = [*(name for name in asked if name in body), *(name for name in body if name not in asked)]
    found: list[Row] = []
    for name in order:
        if name != EXPLAINED and body[name] not in (None, "", [], {}):
            found += _rows(item, name, body[name], asked.get(name))
    return [{**row, "value": mask_in_text(row["value"])} for row in found]


def asked_for(reading: cases.Reading) -> list[Row]:
    """What the request itself says, in the order of its form; who asks and which papers stand elsewhere."""
    opening = reading.copy.documents[0]
    body = opening.body or {}
    questions = {question.name for question in _questions(reading.item, opening.envelope.type)}
    told = {name: value for name, value in body.items() if name in questions}
    return rows(reading.item, opening.envelope.type, told)


def answers(reading: cases.Reading) -> list[dict[str, str]]:
    """What other cities have answered in this case, newest last, as lines beside the registers."""
    lines = []
    for document in reading.copy.documents:
        told = (document.body or {}).get("result", {}) if document.name == "resume" else {}
        if "item" not in told:
            continue
        first, *rest = rows(cases.item(told["item"]), told["type"], told["answer"]) or [{"value": ""}]
        title = first["value"] or _("没有答复就结束了")
        note = [f"{row['key']} {row['value']}" for row in rest]
        lines.append(
            {
                "title": _("%(city)s答复：%(what)s") % {"city": city(told["agency"]), "what": title},
                "note": clauses([*note, words.when(document.delivered_at)]),
                "tone": "info",
                "icon": "arrows-exchange",
            }
        )
    return lines


def _questions(item: Item, full_type: str) -> Iterable[Question]:
    prefix, _dot, name = full_type.partition(".")
    if prefix == ADMIN:
        return admin_forms.questions(name)
    form = cases.entry(item.code).form
    if name == form.get("document"):
        opening = [question for section in sections_of(form) for question in section.questions]
        return [*opening, *questions_of(form.get("papers", {}).get(name, ()))]
    declared: Sequence[Mapping[str, Any]] = form.get("actions", {}).get(name) or form.get("papers", {}).get(
        name, ()
    )
    return questions_of(declared)


def _rows(item: Item, name: str, value: Any, question: Question | None) -> list[Row]:
    if name in _SPECIAL:
        return _SPECIAL[name](item, value)
    if name in _FACTS:
        lines = case_facts.fact_lines({"kind": name, "known": True, "value": value})
        return [{"key": line["title"], "value": line["note"]} for line in lines]
    label = say(question.label) if question is not None else _common().get(name, name)
    return [{"key": label, "value": _value(name, value, question)}]


def _value(name: str, value: Any, question: Question | None) -> str:
    options = {option.value: say(option.label) for option in question.options} if question else {}
    kind = question.kind if question is not None else ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping) and set(value) == {"zh", "en"}:
        return case_facts.say_pair(value)
    if name.endswith("_fen") and isinstance(value, int):
        return _("%(yuan)s元") % {"yuan": show_yuan(value)}
    if kind in ("agency", "agencies") or name in ("agency", "place", "issued_by"):
        codes = value if isinstance(value, list) else [value]
        return listed(city(str(code)) for code in codes)
    if kind in ("month", "date"):
        return day_in_words(str(value))
    if isinstance(value, list):
        return listed(options.get(str(each), str(each)) for each in value)
    return options.get(str(value), str(value))


def _subject(item: Item, told: Mapping[str, str]) -> list[Row]:
    kind = IdentifierKind(told["identifier_kind"])
    found = [
        {"key": _("申请人"), "value": told["name"]},
        {"key": _("证件种类"), "value": say(kind.text)},
        {"key": _("证件号"), "value": mask_number(kind, told["identifier"])},
    ]
    if told.get("phone"):
        found.append({"key": _("手机"), "value": f"{told['phone'][:3]}****{told['phone'][-4:]}"})
    return found


def _person(item: Item, told: Mapping[str, Any]) -> list[Row]:
    return [{"key": _("姓名"), "value": str(told.get("name", ""))}] if told.get("name") else []


def _materials(item: Item, noted: Sequence[Mapping[str, str]]) -> list[Row]:
    titles = {material.code: say(material.title) for material in item.materials}
    return [
        {
            "key": titles.get(entry["code"], entry["code"]),
            "value": case_page.material_word(entry["status"])
            + (f"，{city(entry['source'])}" if entry.get("source") else ""),
        }
        for entry in noted
        if entry["status"] != "not_applicable"
    ]


def _missing(item: Item, listed: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [
        {"key": case_facts.say_pair(entry["title"]), "value": case_facts.say_pair(entry["how"])}
        for entry in listed
    ]


def _files(item: Item, listed: Sequence[Mapping[str, str]]) -> list[Row]:
    titles = {material.code: say(material.title) for material in item.materials}
    return [
        {"key": titles.get(entry.get("material", ""), _("附件")), "value": entry["name"]} for entry in listed
    ]


def _result(item: Item, told: Mapping[str, Any]) -> list[Row]:
    """What the case that was waited for has ended with, in the words of its own item."""
    if "item" not in told:
        return []
    answered = rows(cases.item(told["item"]), told["type"], told["answer"])
    return [{"key": _("谁答复的"), "value": city(told["agency"])}, *answered]


def _record(item: Item, told: Mapping[str, Any]) -> list[Row]:
    """What another city holds of a person's contributions: so many months, on which bases, how much money."""
    years = [year for year in told["years"] if any(year["paid"])]
    months = sum(sum(year["paid"]) for year in years)
    lines = [_("%(n)d个月") % {"n": months}]
    if years:
        first, last = years[0]["year"], years[-1]["year"]
        lines.append(_("%(first)s年至%(last)s年") % {"first": first, "last": last})
    balance = sum(entry["balance_fen"] for entry in told["accounts"])
    return [
        {"key": _("缴费记录"), "value": "，".join(lines)},
        {"key": _("个人账户"), "value": _("%(yuan)s元") % {"yuan": show_yuan(balance)}},
    ]


def _average_wages(item: Item, told: Sequence[Mapping[str, int]]) -> list[Row]:
    wages = [
        _("%(year)s年%(yuan)s元") % {"year": each["year"], "yuan": show_yuan(each["fen"])} for each in told
    ]
    return [{"key": _("各年的月平均工资"), "value": listed(wages)}]


def _case(item: Item, number: str) -> list[Row]:
    return [{"key": _("办件号"), "value": casenumber.show(number)}]


def _for_item(item: Item, code: str) -> list[Row]:
    return [{"key": _("为了办什么"), "value": say(cases.item(code).title)}]


_SPECIAL: Mapping[str, Callable[[Item, Any], list[Row]]] = {
    "subject": _subject,
    "person": _person,
    "materials": _materials,
    "missing": _missing,
    "files": _files,
    "result": _result,
    "case": _case,
    "for_item": _for_item,
    "record": _record,
    "average_wages": _average_wages,
}


def _common() -> dict[str, str]:
    """Fields that administrative documents and documents of the engine have alike."""
    return {
        "text": _("内容"),
        "reason": _("理由"),
        "remedy": _("办法"),
        "remark": _("备注"),
        "note": _("备注"),
        "agency": _("城市"),
        "number": _("文书编号"),
        "calendar": _("日历版本"),
        "as_of": _("截至"),
        "issued_by": _("出具"),
    }


def named(item: Item, full_type: str, name: str) -> bool:
    """Whether a field has words: for the test that no key reaches a page."""
    known = {*_SPECIAL, *_FACTS, *_common(), EXPLAINED}
    return name in known or any(question.name == name for question in _questions(item, full_type))
