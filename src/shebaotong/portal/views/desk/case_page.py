"""A case as the clerk's page shows it: plain data for the components, made from what the engine gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import (
    Actor,
    CaseState,
    Identifier,
    IdentifierKind,
    Item,
    Lamp,
    Risk,
    Sex,
    Status,
    casenumber,
    mask_in_text,
    place_of_agency,
    province_of,
    uploaded,
)
from shebaotong.portal.cities import city
from shebaotong.portal.languages import labelled, say
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.frame import HANDLERS

_MATERIAL_TONES = {
    "seen": "ok",
    "data_sharing": "ok",
    "recognition": "ok",
    "commitment": "warn",
    "later": "warn",
    "not_applicable": "idle",
    "uploaded": "warn",
}


_OPEN = ("", "later", "commitment")
"""What the window has noted of a material that has not been seen yet."""


def material_word(status: str) -> str:
    return {
        "seen": _("已核验"),
        "data_sharing": _("免交，数据共享"),
        "recognition": _("互认"),
        "commitment": _("告知承诺"),
        "later": _("容缺后补"),
        "not_applicable": _("不适用"),
        "uploaded": _("已上传，待核对"),
    }.get(status, _("待提交"))


def is_own(reading: cases.Reading, actor: Actor) -> bool:
    """Whether the case is about the actor himself: nobody handles his own, nor saves its files here."""
    return actor.person_token in reading.copy.subjects


def may_handle(reading: cases.Reading, actor: Actor) -> bool:
    """Whether he may take the case into work and see its person's whole number."""
    return bool(actor.roles & HANDLERS) and not is_own(reading, actor)


def head(reading: cases.Reading, actor: Actor) -> dict[str, Any]:
    state, item, subject = reading.copy.state, reading.item, reading.subject
    asks = subject is not None and may_handle(reading, actor)
    tags = [{"text": _reach(item), "tone": "info"}] if item.for_person else []
    if state.starter != state.owner:
        tags.append({"text": _between(state, item), "tone": "coop"})
    if state.status is Status.ENDED:
        tone = "ok" if state.ending == "completed" else "idle"
        tags.append({"text": words.ending_words(state.ending), "tone": tone})
    for wait in state.waits:
        tags.append({"text": words.wait_words(wait.reason), "tone": "coop"})
    facts = [
        {"key": _("申请人"), "value": _applicant(subject, state) if subject else _("已依法删除")},
        {
            "key": _("证件号"),
            "value": subject.masked if subject else "—",
            "action": _("申请查看") if asks else "",
            "href": reverse("portal:unmask", args=[state.number]) if asks else "",
        },
        {"key": _("受理地") if item.for_person else _("发起地"), "value": city(state.starter)},
        {"key": _("责任地") if item.for_person else _("答复地"), "value": city(state.owner)},
    ]
    return {"title": say(item.title), "tags": tags, "number": casenumber.show(state.number), "facts": facts}


def _applicant(subject: cases.Subject, state: CaseState) -> str:
    """Name, sex and age, as far as the document's number tells them."""
    document = Identifier(IdentifierKind(subject.identifier_kind), subject.identifier)
    told = [subject.name]
    if document.sex is not None:
        told.append(_("女") if document.sex is Sex.FEMALE else _("男"))
    if document.birth is not None:
        today = timezone.localdate()
        had = (today.month, today.day) >= (document.birth.month, document.birth.day)
        told.append(_("%(n)d岁") % {"n": today.year - document.birth.year - (0 if had else 1)})
    return "·".join(told)


def _province(agency: str) -> str:
    return province_of(place_of_agency(agency))


def _between(state: CaseState, item: Item) -> str:
    """Two provinces or two cities of one; a request of a person or one between agencies."""
    far = _province(state.starter) != _province(state.owner)
    if not item.for_person:
        return _("跨省协查") if far else _("跨市协查")
    if item.risk is Risk.LOW:
        return _("跨省办理") if far else _("跨市办理")
    return _("跨省受理") if far else _("跨市受理")


def _reach(item: Item) -> str:
    return _("当场办结") if item.risk is Risk.LOW else _("责任地审批")


def materials(reading: cases.Reading) -> list[list[Any]]:
    """What the item wants, with what the window has noted of each."""
    noted: dict[str, Mapping[str, Any]] = {}
    for document in reading.copy.documents:
        for entry in (document.body or {}).get("materials", ()):
            noted[entry["code"]] = entry
    files = uploaded(reading.copy.documents, void=reading.copy.state.void)
    rows = []
    for material in reading.item.materials:
        entry = noted.get(material.code, {})
        status = entry.get("status", "")
        if material.code in files and status in _OPEN:
            # A person who applies by himself shows nobody an original: the file is there to be checked.
            entry, status = {}, "uploaded"
        note = say(material.reason) if material.reason else ""
        source = entry.get("source", "")
        source = city(source) if source else _source(status, reading.copy.state)
        rows.append(
            [
                {"text": say(material.title), "note": note},
                source,
                {"tag": material_word(status), "tone": _MATERIAL_TONES.get(status, "idle")},
            ]
        )
    return rows


def _source(status: str, state: CaseState) -> str:
    """Who has seen it or where it is read, where the window has noted nobody else."""
    if status == "data_sharing":
        return _("登记系统")
    if status == "uploaded":
        return _("附件")
    if status == "recognition":
        return _("来源未注明")
    return city(state.starter) if status == "seen" else "—"


def chat(reading: cases.Reading, me: str) -> list[dict[str, Any]]:
    lines = []
    for document in reading.copy.documents:
        if document.name not in ("message", "remind"):
            continue
        body = document.body or {}
        mine = document.envelope.author == me
        text = body.get("text") or labelled(_("催办"), body.get("reason", ""))
        lines.append(
            {
                "who": _("我方") if mine else city(document.envelope.author),
                "when": words.when(document.delivered_at),
                "text": mask_in_text(text) if document.body is not None else _("已依法删除"),
                "mine": mine,
            }
        )
    return lines


def clock(reading: cases.Reading, now: datetime) -> dict[str, Any]:
    """The ring: how much is used, what is left, and why it stands still where it does."""
    state = reading.copy.state
    lamp = state.clock.lamp(now)
    if state.status is Status.ENDED:
        ended = words.ending_words(state.ending)
        return {"percent": 100, "words": _("结"), "tone": "ok", "left": ended, "lines": []}
    if not state.clock.running or state.clock.due_at is None:
        days = state.clock.remaining_days
        lines = [words.wait_words(w.reason) for w in state.waits] or [_("等对方签收")]
        if days is not None:
            lines.append(_("还剩%(n)d个工作日，恢复后继续计时") % {"n": days})
        return {"percent": 0, "words": _("停"), "tone": "ok", "left": _("已停表"), "lines": lines}
    opened = min(d.delivered_at for d in reading.copy.documents if d.delivered_at)
    whole = (state.clock.due_at - opened).total_seconds()
    used = 100 if whole <= 0 else min(100, max(0, round(100 * (now - opened).total_seconds() / whole)))
    lines = [_("%(when)s前办完") % {"when": words.day_and_hour(state.clock.due_at)}]
    if state.clock.provisional:
        lines.append(_("次年放假安排还没公布，日期是暂定的"))
    lines.append(_("超期会自动提醒主管") if lamp is not Lamp.RED else _("已自动提醒主管"))
    return {
        "percent": used,
        "words": f"{used}%",
        "tone": words.TONES[lamp],
        "left": words.time_left(state.clock.due_at, now),
        "lines": lines,
    }
