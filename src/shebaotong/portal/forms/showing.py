"""Questions as the components show them, with what was typed or proposed and what was wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Item, show_yuan
from shebaotong.portal.cities import all_cities
from shebaotong.portal.forms.question import Question
from shebaotong.portal.languages import say

NO_LIMIT: Mapping[str, Collection[str]] = {}
_WRAPPED = ("agencies", "yesno")
"""Many short answers stand side by side."""
_INPUTS = {
    "text": "text",
    "textarea": "textarea",
    "years_yuan": "textarea",
    "month": "month",
    "date": "date",
}
_ROWS, _MOST_ROWS = 4, 16
"""Lines of a text area: so many, more where more stand in it already."""
_INPUT_MODES = {"yuan": "decimal", "decimal": "decimal", "integer": "numeric"}


def shown(
    questions: Sequence[Question],
    *,
    item: Item,
    typed: QueryDict | None,
    proposed: Mapping[str, Any],
    errors: Mapping[str, str],
    cities: Mapping[str, Collection[str]] = NO_LIMIT,
) -> list[dict[str, Any]]:
    """For each question the component and its parameters; ``typed`` wins over ``proposed``.

    ``cities``: by question the codes of those that may be chosen, where not every city may.
    """
    return [
        {
            **_one(q, item, typed, proposed, errors.get(q.name, ""), cities.get(q.name)),
            "only_if": ";".join(f"{name}={value}" for name, value in q.only_if.items()),
            "condition": _condition(q, questions),
        }
        for q in questions
    ]


def _condition(question: Question, questions: Sequence[Question]) -> str:
    """When the question applies, in words: a page without scripts shows it always."""
    yes_no = {"yes": _("是"), "no": _("否")}
    wanted = [
        _("“%(question)s”选“%(answer)s”才填。")
        % {
            "question": say(other.label),
            "answer": {o.value: say(o.label) for o in other.options}.get(value) or yes_no.get(value, value),
        }
        for other in questions
        if (value := question.only_if.get(other.name))
    ]
    return "".join(wanted)


def _one(
    question: Question,
    item: Item,
    typed: QueryDict | None,
    proposed: Mapping[str, Any],
    error: str,
    among: Collection[str] | None,
) -> dict[str, Any]:
    common = {
        "name": question.name,
        "id": f"q-{question.name}",
        "hint": say(question.help) if question.help else "",
        "error": error,
        "optional": not question.required,
    }
    label = say(question.label)
    values = _values(question, typed, proposed)
    if question.kind in ("radio", "yesno", "agencies", "missing", "materials"):
        many = question.kind not in ("radio", "yesno")
        options = [
            {"value": value, "text": text, "checked": value in values}
            for value, text in _options(question, item, among)
        ]
        return {
            "component": "choices",
            "legend": label,
            "options": options,
            "many": many,
            "inline": question.kind in _WRAPPED,
            **common,
        }
    if question.kind in ("select", "agency"):
        options = [{"value": "", "text": _("请选择")}]
        options += [{"value": value, "text": text} for value, text in _options(question, item, among)]
        return {"component": "select", "label": label, "options": options, "value": _first(values), **common}
    if question.kind == "text_pair":
        return {"component": "pair", "label": label, "pair": _pair(question, typed, proposed), **common}
    return {
        "component": "field",
        "label": label,
        "kind": _INPUTS.get(question.kind, "text"),
        "value": _first(values),
        "unit": _("元") if question.kind == "yuan" else "",
        "inputmode": _INPUT_MODES.get(question.kind, ""),
        "rows": min(_MOST_ROWS, max(_ROWS, _first(values).count("\n") + 2)),
        **common,
    }


def _values(question: Question, typed: QueryDict | None, proposed: Mapping[str, Any]) -> list[str]:
    if typed is not None:
        return typed.getlist(question.name)
    if question.name not in proposed:
        return [question.default] if question.default else []
    value = proposed[question.name]
    if question.kind == "yuan":
        return [show_yuan(value).replace(",", "")]
    if question.kind == "yesno":
        return ["yes" if value else "no"]
    if question.kind == "years_yuan":
        return ["\n".join(_year_line(entry) for entry in value)]
    if isinstance(value, list):
        return [entry["code"] if isinstance(entry, Mapping) else str(entry) for entry in value]
    return [str(value)]


def _year_line(entry: Mapping[str, int]) -> str:
    """``2015 5313.25``; a year that is still asked for stands alone."""
    amount = show_yuan(entry["fen"]).replace(",", "") if "fen" in entry else ""
    return f"{entry['year']} {amount}"


def _pair(question: Question, typed: QueryDict | None, proposed: Mapping[str, Any]) -> dict[str, str]:
    if typed is not None:
        return {lang: typed.get(f"{question.name}.{lang}", "") for lang in ("zh", "en")}
    given = proposed.get(question.name, {})
    return {lang: given.get(lang, "") for lang in ("zh", "en")}


def _options(question: Question, item: Item, among: Collection[str] | None) -> list[tuple[str, str]]:
    if question.kind == "yesno":
        return [("yes", _("是")), ("no", _("否"))]
    if question.kind in ("agency", "agencies"):
        return [each for each in all_cities() if among is None or each[0] in among]
    if question.kind in ("missing", "materials"):
        return [(material.code, say(material.title)) for material in item.materials]
    return [(option.value, say(option.label)) for option in question.options]


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""
