"""The checklist of materials: what was shown, what is spared and why, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shebaotong.kernel.api import Item, Material, Spare
from shebaotong.portal.languages import say

MISSING = "missing"
_SPARED = {
    Spare.DATA_SHARING: "data_sharing",
    Spare.RECOGNITION: "recognition",
    Spare.COMMITMENT: "commitment",
    Spare.LATER: "later",
}


@dataclass(frozen=True)
class MaterialsRead:
    body: tuple[dict[str, Any], ...] = ()
    missing: tuple[Material, ...] = ()


def applies(material: Material, post: QueryDict | None) -> bool:
    return not material.only_if or (post is not None and post.get(material.only_if) == "yes")


def allowed(material: Material) -> list[str]:
    """The states that a clerk may note; what is spared by data needs no paper at all."""
    return ["seen", *(_SPARED[spare] for spare in material.spare if spare in _SPARED), MISSING]


def default(material: Material) -> str:
    return "data_sharing" if Spare.DATA_SHARING in material.spare else MISSING


def read_materials(post: QueryDict, item: Item) -> MaterialsRead:
    """What was noted. A state that the material does not allow counts as missing."""
    body, missing = [], []
    for material in item.materials:
        if not applies(material, post):
            body.append({"code": material.code, "status": "not_applicable"})
            continue
        status = post.get(f"material-{material.code}", default(material))
        if status not in allowed(material) or status == MISSING:
            if material.required:
                missing.append(material)
            continue
        body.append({"code": material.code, "status": status})
    return MaterialsRead(tuple(body), tuple(missing))


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


def shown_materials(item: Item, typed: QueryDict | None) -> list[dict[str, Any]]:
    words = {
        "seen": _("已核验原件"),
        "data_sharing": _("免交，数据共享"),
        "recognition": _("免交，其他城市已核验"),
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
            }
        )
    return rows
