"""What the engine found, as lines beside a case: registers, remarks, limits, and what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Explanation, Text
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words
from shebaotong.registry.api import Scheme, title_of


def found(reading: cases.Reading) -> dict[str, Any]:
    """What the engine found last: facts in short, remarks, and what must be asked."""
    document = reading.outcome
    body = (document.body or {}) if document else {}
    facts = [line for fact in body.get("facts", ()) for line in _fact_lines(fact)]
    remarks = [{"title": say_pair(entry), "note": "", "tone": "warn"} for entry in body.get("remarks", ())]
    remarks += [
        {"title": entry["what"], "note": _("请向%(whom)s询问") % {"whom": entry["whom"]}, "tone": "warn"}
        for entry in body.get("unknowns", ())
    ]
    limit = reading.item.limits
    advice = [
        {
            "title": _("法定期限%(n)d个工作日") % {"n": limit.legal.days},
            "note": limit.legal.reference,
            "tone": "info",
            "icon": "books",
        }
    ]
    if limit.promised is not None:
        unsure = "" if limit.promised.verified else _("（依据未核实）")
        advice.append(
            {
                "title": _("承诺期限%(n)d个工作日") % {"n": limit.promised.days},
                "note": limit.promised.reference + unsure,
                "tone": "info",
                "icon": "books",
            }
        )
    return {
        "facts": facts,
        "advice": [*remarks, *advice],
        "at": words.when(document.delivered_at) if document else "",
    }


def explained(reading: cases.Reading) -> list[dict[str, Any]]:
    """Why each number is what it is: the trees that the rules gave, newest outcome first to have any."""
    for document in reversed(reading.copy.documents):
        trees = (document.body or {}).get("explanation", ()) if document.name == "outcome" else ()
        if trees:
            return [_node(Explanation.from_json(tree)) for tree in trees]
    return []


def _node(node: Explanation) -> dict[str, Any]:
    return {
        "name": node.name,
        "value": node.value,
        "formula": node.formula,
        "note": node.note,
        "sources": "；".join(source.reference for source in node.sources),
        "verified": node.verified,
        "inputs": [_node(inner) for inner in node.inputs],
    }


def _fact_lines(fact: Mapping[str, Any]) -> list[dict[str, str]]:
    kind, value = fact["kind"], fact["value"]
    if not fact["known"]:
        titles = {"person": _("本市登记系统没有此人"), "places": _("定位系统没有其他参保地")}
        return [{"title": titles[kind], "note": "", "tone": "warn"}] if kind in titles else []
    if kind == "entitlements":
        running = [e for e in value.get("entitlements", ()) if e["status"] != "ended"]
        if not running:
            return [{"title": _("未在本市领取养老待遇"), "note": "", "tone": "ok"}]
        return [{"title": _("正在本市领取待遇"), "note": e["benefit"], "tone": "warn"} for e in running]
    if kind == "contributions":
        months = value.get("paid_months", {})
        note = "；".join(f"{_scheme(kind)} {n}" for kind, n in sorted(months.items()))
        return [{"title": _("本市缴费月数"), "note": note, "tone": "ok"}]
    if kind == "enrolments":
        spells = value.get("spells", ())
        note = "；".join(f"{_scheme(s['kind'])} {s['start']}–{s['end'] or _('至今')}" for s in spells[:4])
        return [{"title": _("参保记录%(n)d段") % {"n": len(spells)}, "note": note, "tone": "ok"}]
    if kind == "places":
        names = "、".join(city(code) for code in value.get("agencies", ()))
        return [{"title": _("定位到的参保地"), "note": names, "tone": "info"}]
    if kind == "person" and value.get("former_names"):
        former = "、".join(entry["name"] for entry in value["former_names"])
        return [{"title": _("曾用名"), "note": former, "tone": "warn"}]
    return []


def _scheme(code: str) -> str:
    return say(title_of(Scheme(code))) if code in set(Scheme) else code


def say_pair(entry: Mapping[str, str]) -> str:
    """A text that stands in a body in both languages."""
    return say(Text(entry["zh"], entry["en"]))
