"""The checklist of materials: what was shown, what is spared and why, what is still missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Item, Material, Spare
from shebaotong.portal.cities import all_cities
from shebaotong.portal.forms.reading import Errors
from shebaotong.portal.languages import say

MISSING = "missing"
RECOGNITION = "recognition"
_SPARED = {
    Spare.DATA_SHARING: "data_sharing",
    Spare.RECOGNITION: RECOGNITION,
    Spare.COMMITMENT: "commitment",
    Spare.LATER: "later",
}


@dataclass(frozen=True)
class MaterialsRead:
    body: tuple[dict[str, Any], ...] = ()
    missing: tuple[Material, ...] = ()
    errors: Errors = field(default_factory=dict)


def applies(material: Material, post: QueryDict | None) -> bool:
    return not material.only_if or (post is not None and post.get(material.only_if) == "yes")


def allowed(material: Material) -> list[str]:
    """The states that a clerk may note; what is spared by data needs no paper at all."""
    return ["seen", *(_SPARED[spare] for spare in material.spare if spare in _SPARED), MISSING]


def default(material: Material) -> str:
    return "data_sharing" if Spare.DATA_SHARING in material.spare else MISSING


def read_materials(post: QueryDict, item: Item, *, others: Collection[str] = ()) -> MaterialsRead:
    """What was noted. A state that the material does not allow counts as missing, and what is recognised
    (互认) must name which of the ``others`` has checked it: the responsible city relies on that one."""
    body, missing, errors = [], [], {}
    for material in item.materials:
        if not applies(material, post):
            body.append({"code": material.code, "status": "not_applicable"})
            continue
        status = post.get(f"material-{material.code}", default(material))
        if status not in allowed(material) or status == MISSING:
            if material.required:
                missing.append(material)
            continue
        noted = {"code": material.code, "status": status}
        if status == RECOGNITION:
            noted["source"] = post.get(source := f"source-{material.code}", "")
            if noted["source"] not in others:
                errors[source] = _(
                    "请选择是哪个城市核验的：责任地凭它认可，不再看原件。不清楚的，请当面核验原件。"
                )
        body.append(noted)
    return MaterialsRead(tuple(body), tuple(missing), errors)


def others(here: str) -> list[tuple[str, str]]:
    """(code, name) of the cities whose check a window ``here`` may refer to: its own means the original."""
    return [(code, name) for code, name in all_cities() if code != here]


_BY_ONESELF = ("commitment", "later")
"""States that need nobody who looks at a paper: who applies online may choose them."""


def instead_of(material: Material) -> list[str]:
    """What may take the place of the paper where nobody looks at originals."""
    return [state for state in allowed(material) if state in _BY_ONESELF]


def read_instead(post: QueryDict, missing: Iterable[Material]) -> tuple[dict[str, Any], ...]:
    """Of missing materials, those that the person promises or brings later, as ``read_materials`` does."""
    chosen = ((each, post.get(f"instead-{each.code}", "")) for each in missing)
    return tuple({"code": each.code, "status": state} for each, state in chosen if state in instead_of(each))


def shown_instead(material: Material, typed: QueryDict | None) -> list[dict[str, Any]]:
    """The choices of ``read_instead``, for the template."""
    words = {
        "commitment": _("拿不到，我书面承诺：填的都是真的"),
        "later": _("先交申请，这样以后补"),
    }
    chosen = typed.get(f"instead-{material.code}") if typed else None
    return [
        {"value": state, "text": words[state], "checked": state == chosen} for state in instead_of(material)
    ]


def shown_materials(
    item: Item, typed: QueryDict | None, *, cities: list[tuple[str, str]], errors: Errors
) -> list[dict[str, Any]]:
    words = {
        "seen": _("已核验原件"),
        "data_sharing": _("免交，数据共享"),
        RECOGNITION: _("免交，其他城市已核验"),
        "commitment": _("告知承诺"),
        "later": _("容缺，以后补"),
        MISSING: _("没带"),
    }
    rows = []
    for material in item.materials:
        chosen = (typed.get(f"material-{material.code}") if typed else None) or default(material)
        conditional = _("（有这种情况才要）") if material.only_if else ""
        rows.append(
            {
                "legend": say(material.title) + conditional,
                "only_if": f"{material.only_if}=yes" if material.only_if else "",
                "name": f"material-{material.code}",
                "hint": say(material.reason) if material.reason else "",
                "options": [
                    {"value": status, "text": words[status], "checked": status == chosen}
                    for status in allowed(material)
                ],
                "source": _shown_source(material, typed, cities, errors),
            }
        )
    return rows


def _shown_source(
    material: Material, typed: QueryDict | None, cities: Iterable[tuple[str, str]], errors: Errors
) -> dict[str, Any] | None:
    """The question which city has checked it, where that may take the place of the original."""
    if Spare.RECOGNITION not in material.spare:
        return None
    name = f"source-{material.code}"
    return {
        "name": name,
        "only_if": f"material-{material.code}={RECOGNITION}",
        "value": typed.get(name, "") if typed else "",
        "options": [
            {"value": "", "text": _("请选择")},
            *({"value": code, "text": text} for code, text in cities),
        ],
        "error": errors.get(name, ""),
    }
