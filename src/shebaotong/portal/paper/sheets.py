"""What stands on the paper: the sheet of a document, as plain data for the design.

``{title, subtitle, lang, footer, issuer, issued, verify_hint, verify_url, qr, sections}``; a section has
a title and any of ``text``, ``rows`` ({key, value}), ``table`` ({columns, rows}) and ``lines`` ({depth,
text, aside}: an explanation).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Document, Explanation, Text, casenumber, show_yuan
from shebaotong.portal.cities import city
from shebaotong.portal.explained import in_plain_lines, trees_of
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.languages import day_in_words, language_tag, say
from shebaotong.registry.api import Benefit, Scheme, title_of


def sheet_of(reading: cases.Reading, document: Document, verify_url: str) -> dict[str, Any]:
    """The sheet of one document that is for the person. Its body must not be erased."""
    declared = cases.declaration(reading.item, document.envelope.type)
    issued = timezone.localtime(document.envelope.claimed_at)
    subject = reading.subject
    body = document.body or {}
    about = [
        {"key": _("姓名"), "value": subject.name if subject else "—"},
        {"key": _("证件号码"), "value": subject.masked if subject else "—"},
        {"key": _("办件号"), "value": casenumber.show(reading.copy.number)},
    ]
    return {
        "title": say(declared.title) if declared else say(reading.item.title),
        "subtitle": say(reading.item.title),
        "lang": language_tag().partition("-")[0],
        "footer": _("社保通·演示数据均为虚构") if _synthetic(body) else _("社保通"),
        "issuer": _("%(city)s社会保险经办机构") % {"city": city(document.envelope.author)},
        "issued": _("出具时间 %(at)s") % {"at": issued.strftime("%Y-%m-%d %H:%M")},
        "verify_hint": _("扫码可以核验真伪，任何人都能查。"),
        "verify_url": verify_url,
        "qr": _qr(verify_url),
        "sections": [{"title": _("本人"), "rows": about}, *_sections(body)],
    }


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()


def _synthetic(body: Mapping[str, Any]) -> bool:
    person = body.get("person")
    return isinstance(person, Mapping) and bool(person.get("synthetic"))


def _sections(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "contributions" in body:
        return _rights_record(body)
    return _decision(body)


def _rights_record(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    spells = [
        [_title(s["kind"]), (s.get("employer") or {}).get("name", "—"), s["start"], s["end"] or _("至今")]
        for s in body["enrolments"].get("spells", ())
    ]
    years = [
        [str(y["year"]), _title(y["kind"]), str(sum(bool(p) for p in y["paid"])), _bases(y["bases_fen"])]
        for y in body["contributions"].get("years", ())
    ]
    accounts = [
        [
            _title(a["scheme"]),
            _("临时") if a["kind"] == "temporary" else _("一般"),
            show_yuan(a["balance_fen"]),
        ]
        for a in body["account"].get("accounts", ())
    ]
    benefits = [
        [_benefit(e["benefit"]), e["from"], show_yuan(e["amount_fen"]), e["certified_until"] or "—"]
        for e in body["entitlements"].get("entitlements", ())
    ]
    return [
        _listed(_("参保经历"), [_("险种"), _("单位"), _("起"), _("止")], spells),
        _listed(_("历年缴费"), [_("年份"), _("险种"), _("缴费月数"), _("月缴费基数（元）")], years),
        _listed(_("个人账户"), [_("险种"), _("账户"), _("余额（元）")], accounts),
        _listed(_("正在领取"), [_("待遇"), _("从"), _("每月（元）"), _("认证有效到")], benefits),
        {"title": _("截至"), "text": body["as_of"]},
    ]


def _listed(heading: str, columns: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A table, or the word that there is nothing: an empty place would leave the reader guessing."""
    if not rows:
        return {"title": heading, "text": _("没有记录")}
    return {"title": heading, "table": {"columns": columns, "rows": rows}}


def _bases(bases: Sequence[int | None]) -> str:
    """The range of a year's monthly bases: twelve numbers do not fit, and seldom differ."""
    paid = sorted({base for base in bases if base})
    if not paid:
        return "—"
    return show_yuan(paid[0]) if len(paid) == 1 else f"{show_yuan(paid[0])}–{show_yuan(paid[-1])}"


def _title(code: str) -> str:
    return say(title_of(Scheme(code))) if code in set(Scheme) else code


def _benefit(code: str) -> str:
    return say(title_of(Benefit(code))) if code in set(Benefit) else code


def _decision(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A decision: its figures, why, and what the person can do."""
    made: list[dict[str, Any]] = []
    if given := figures(body):
        made.append({"title": _("决定内容"), "rows": given})
    if "reason" in body and isinstance(body["reason"], Mapping):
        made.append({"title": _("理由"), "text": _pair(body["reason"])})
    # Before the details, so that the first page says all that the person needs.
    remedy = _pair(body["remedy"]) if "remedy" in body else _remedies()
    made.append({"title": _("不同意怎么办"), "text": remedy})
    trees = trees_of(body)
    if trees:
        heading = _("怎样算出来的") if given else _("查到的情况")
        made.append({"title": heading, "lines": _explained(trees)})
    return made


def figures(body: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a decision gives: how much, from when, until when."""
    return [
        {"key": label, "value": _figure(name, body[name])}
        for name, label in _figures().items()
        if body.get(name) not in (None, "")
    ]


def _figures() -> dict[str, str]:
    return {
        "monthly_amount_fen": _("每月金额"),
        "amount_fen": _("金额"),
        "payable_from": _("从什么时候起"),
        "contribution_months": _("累计缴费月数"),
        "months": _("期限（月）"),
        "valid_until": _("有效到"),
        "remark": _("备注"),
    }


def _figure(name: str, value: Any) -> str:
    if name == "contribution_months":
        return ngettext("%(n)d个月", "%(n)d个月", value) % {"n": value}
    if name.endswith("_fen"):
        return _("%(yuan)s元") % {"yuan": show_yuan(value)}
    return day_in_words(str(value)) if name in ("payable_from", "valid_until") else str(value)


def _remedies() -> str:
    """行政复议法第二十条、行政诉讼法第四十六条、社会保险经办条例第五十二条。"""
    return _("可以先向经办机构提出异议。六十日内可以申请行政复议。六个月内可以提起行政诉讼。")


def _explained(trees: Sequence[Explanation]) -> list[dict[str, Any]]:
    """The same plain lines as everywhere else, and what the mark on some of them means."""
    lines: list[dict[str, Any]] = [
        {"depth": line.depth, "text": line.text, "aside": line.aside} for line in in_plain_lines(*trees)
    ]
    if not all(tree.verified for tree in trees):
        unverified = _("标着〔未核实〕的，是录入的数，或依据还没有核对原文。")
        lines.append({"depth": 0, "text": unverified, "aside": True})
    return lines


def _pair(entry: Mapping[str, str]) -> str:
    return say_masked(Text(entry["zh"], entry["en"]))
