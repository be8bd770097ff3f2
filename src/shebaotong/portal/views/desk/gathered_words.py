"""Which city told what, in lines above the what-if answer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from shebaotong.kernel.api import FactKind, casenumber
from shebaotong.portal.cities import city
from shebaotong.portal.gathering import Gathered
from shebaotong.portal.life_facts import Register

Line = dict[str, str]


def lines_of(found: Gathered, here: str) -> dict[str, object]:
    """Every city that was asked, and what of a life may still be missing."""
    lines = [_held(register, here) for register in found.registers]
    lines += [
        _line(code, _("号码相同，姓名不同，没有给出记录。请对照证件核对姓名。"), "warn")
        for code in found.another_name
    ]
    lines += [_line(code, _("没有查到这个人的记录。"), "info") for code in found.without]
    lines += [_line(code, _("还没有答复。过一会儿再按“试算”。"), "warn") for code in found.waiting]
    lines += [_line(code, _("协议不包括这项查询，没有查。"), "warn") for code in found.not_covered]
    return {
        "lines": lines,
        "number": casenumber.show(found.number),
        "href": reverse("portal:case", args=[found.number]),
    }


def _line(code: str, note: str, tone: str) -> Line:
    return {"title": city(code), "note": note, "tone": tone}


def _held(register: Register, here: str) -> Line:
    code = register[FactKind.PERSON].source
    months = sum(register[FactKind.CONTRIBUTIONS].value.get("paid_months", {}).values())
    if code == here:
        return _line(code, _("本市登记，养老保险%(n)d个月。") % {"n": months}, "ok")
    return _line(code, _("已经答复，养老保险登记了%(n)d个月。") % {"n": months}, "ok")
