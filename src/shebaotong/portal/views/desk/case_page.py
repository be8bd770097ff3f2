"""A case as the clerk's page shows it: plain data for the components, made from what the engine gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import (
    Lamp,
    Move,
    Party,
    Risk,
    Status,
    Text,
    casenumber,
)
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words

_MATERIAL_TONES = {
    "seen": "ok",
    "data_sharing": "ok",
    "recognition": "ok",
    "commitment": "warn",
    "later": "warn",
    "not_applicable": "idle",
}


def material_word(status: str) -> str:
    return {
        "seen": _("已核验"),
        "data_sharing": _("数据共享"),
        "recognition": _("互认"),
        "commitment": _("告知承诺"),
        "later": _("容缺后补"),
        "not_applicable": _("不适用"),
    }.get(status, _("待提交"))


def head(reading: cases.Reading) -> dict[str, Any]:
    state, item, subject = reading.copy.state, reading.item, reading.subject
    tags = [{"text": say(_risk(item.risk)), "tone": "info"}]
    if state.starter != state.owner:
        tags.append({"text": _("跨省协查") if not item.for_person else _("跨省受理"), "tone": "coop"})
    if state.status is Status.ENDED:
        tone = "ok" if state.ending == "completed" else "idle"
        tags.append({"text": words.ending_words(state.ending), "tone": tone})
    for wait in state.waits:
        tags.append({"text": words.wait_words(wait.reason), "tone": "coop"})
    facts = [
        {"key": _("申请人"), "value": subject.name if subject else _("已依法删除")},
        {
            "key": _("证件号"),
            "value": subject.masked if subject else "—",
            "action": _("申请查看") if subject else "",
            "href": reverse("portal:unmask", args=[state.number]) if subject else "",
        },
        {"key": _("受理地"), "value": city(state.starter)},
        {"key": _("责任地"), "value": city(state.owner)},
    ]
    return {"title": say(item.title), "tags": tags, "number": casenumber.show(state.number), "facts": facts}


def _risk(risk: Risk) -> Text:
    if risk is Risk.LOW:
        return Text("跨省办理", "Handled anywhere")
    return Text("责任地审批", "Decided at home")


def route(reading: cases.Reading) -> list[dict[str, str]]:
    """The rail across the top: accepted, then the item's steps, with when and by whom."""
    state, item = reading.copy.state, reading.item
    opened = next((d for d in reading.copy.documents if d.envelope.flow.move is Move.OPEN), None)
    parts = {Party.STARTER: state.starter, Party.OWNER: state.owner, Party.ANY: state.owner}
    steps = [
        {
            "title": f"{city(state.starter)} {_('受理')}"
            if item.for_person
            else f"{city(state.starter)} {_('发起')}",
            "note": words.when(opened.delivered_at if opened else None),
            "state": "done",
        }
    ]
    codes = [step.code for step in item.steps]
    at = codes.index(state.step) if state.step in codes else len(codes)
    ended = state.status is Status.ENDED
    for place, step in enumerate(item.steps):
        here = place == at and not ended
        done = place < at or ended
        steps.append(
            {
                "title": f"{city(parts[step.party])} {say(step.title)}",
                "note": _step_note(reading, here),
                "state": "current" if here else "done" if done else "todo",
            }
        )
    return steps


def _step_note(reading: cases.Reading, here: bool) -> str:
    state = reading.copy.state
    if not here:
        return ""
    if state.waits:
        return words.wait_words(state.waits[0].reason)
    if state.clock.running and state.clock.due_at is not None:
        return _("%(when)s前") % {"when": words.when(state.clock.due_at)}
    return ""


def materials(reading: cases.Reading) -> list[list[Any]]:
    """What the item wants, with what the window has noted of each."""
    noted: dict[str, Mapping[str, Any]] = {}
    for document in reading.copy.documents:
        for entry in (document.body or {}).get("materials", ()):
            noted[entry["code"]] = entry
    rows = []
    for material in reading.item.materials:
        entry = noted.get(material.code, {})
        status = entry.get("status", "")
        note = say(material.reason) if material.reason else ""
        source = entry.get("source") or (city(reading.copy.state.starter) if status == "seen" else "—")
        rows.append(
            [
                {"text": say(material.title), "note": note},
                source,
                {"tag": material_word(status), "tone": _MATERIAL_TONES.get(status, "idle")},
            ]
        )
    return rows


def chat(reading: cases.Reading, me: str) -> list[dict[str, Any]]:
    lines = []
    for document in reading.copy.documents:
        if document.name not in ("message", "remind"):
            continue
        body = document.body or {}
        mine = document.envelope.author == me
        text = body.get("text") or f"{_('催办')}：{body.get('reason', '')}"
        lines.append(
            {
                "who": _("我方") if mine else city(document.envelope.author),
                "when": words.when(document.delivered_at),
                "text": text if document.body is not None else _("已依法删除"),
                "mine": mine,
            }
        )
    return lines


def clock(reading: cases.Reading, now: datetime) -> dict[str, Any]:
    """The ring: how much is used, what is left, and why it stands still where it does."""
    state = reading.copy.state
    lamp = state.clock.lamp(now)
    if state.status is Status.ENDED:
        return {"percent": 100, "tone": "ok", "left": words.ending_words(state.ending), "lines": []}
    if not state.clock.running or state.clock.due_at is None:
        days = state.clock.remaining_days
        lines = [words.wait_words(w.reason) for w in state.waits] or [_("等对方签收")]
        if days is not None:
            lines.append(_("还剩%(n)d个工作日，恢复后继续计时") % {"n": days})
        return {"percent": 0, "tone": "ok", "left": _("已停表"), "lines": lines}
    opened = min(d.delivered_at for d in reading.copy.documents if d.delivered_at)
    whole = (state.clock.due_at - opened).total_seconds()
    used = 100 if whole <= 0 else min(100, max(0, round(100 * (now - opened).total_seconds() / whole)))
    lines = [_("%(when)s前办完") % {"when": words.day_and_hour(state.clock.due_at)}]
    if state.clock.provisional:
        lines.append(_("次年放假安排还没公布，日期是暂定的"))
    lines.append(_("超期会自动提醒主管") if lamp is not Lamp.RED else _("已自动提醒主管"))
    return {
        "percent": used,
        "tone": words.TONES[lamp],
        "left": words.time_left(state.clock.due_at, now),
        "lines": lines,
    }
