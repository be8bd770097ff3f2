"""A case in plain words for the person: where it is, who has it, what to do, by when, whom to call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import CaseState, Document, Item, Move, Party, Reach, Status, Text, casenumber
from shebaotong.portal.cities import city
from shebaotong.portal.explained import explained_in
from shebaotong.portal.free_text import say_masked
from shebaotong.portal.item_words import to_come
from shebaotong.portal.languages import labelled, listed, month_and_day, say
from shebaotong.portal.paper.sheets import figures


def page(copy: cases.Copy, item: Item, now: datetime) -> dict[str, Any]:
    """Everything that the tracking page shows. Only documents for the person are looked at."""
    state, steps = copy.state, _steps(copy, item)
    return {
        "title": say(item.title),
        "now": _now_card(copy, item, steps, now),
        "todo": _todo(copy, item),
        "steps": steps,
        "decided": _decided(copy),
        "explained": _explained(copy),
        "number": state.number,
        "shown_number": casenumber.show(state.number),
        "refusal": _refusal(copy),
        "phone_city": city(state.owner),
        "papers": _papers(copy, item),
    }


def _now_card(copy: cases.Copy, item: Item, steps: list[dict[str, str]], now: datetime) -> dict[str, Any]:
    card: dict[str, Any] = {"title": where(copy, item)}
    if copy.state.status is Status.ENDED:
        return card
    # Numbered as in the list of steps below it.
    card |= {"step": [step["state"] for step in steps].index("current") + 1, "total": len(steps)}
    due, note = _promised(copy), _("最晚这一天给您结果")
    if copy.state.clock.provisional:
        note = _("大约这一天给您结果，放假安排公布后再定")
    asked = _asked(copy)
    if asked:
        due = cases.answer_due(agency=copy.agency, numbers=[wait.key for wait in copy.state.waits])
        note = _("%(city)s最晚这一天答复") % {"city": city(asked)}
        if due is not None and due < now:
            return {**card, "note": _("%(city)s还没有答复，系统已经提醒他们") % {"city": city(asked)}}
    if due is not None:
        local = timezone.localtime(due)
        card |= {
            "until": month_and_day(local),
            "weekday": date_format(local, "l"),
            "month": local.month,
            "day": local.day,
            "note": note,
        }
    return card


def _decided(copy: cases.Copy) -> list[dict[str, str]]:
    """The figures of the decision in force, where it grants something."""
    decision = copy.state.decision
    document = copy.document(decision.key) if decision is not None else None
    if decision is None or decision.verdict != "granted" or document is None:
        return []
    return figures(document.body or {})


def _explained(copy: cases.Copy) -> list[dict[str, Any]]:
    """How the decision in force came about, as its own paper says it; nothing before there is one."""
    decision = copy.state.decision
    document = copy.document(decision.key) if decision is not None else None
    if document is None or document.envelope.reach is not Reach.PERSON:
        return []
    return explained_in(document)


def where(copy: cases.Copy, item: Item) -> str:
    """Where it stands, as one sentence with the city that has it."""
    state = copy.state
    if state.status is Status.ENDED:
        return {
            "completed": _("办好了"),
            "refused": _("这次没有批准"),
            "withdrawn": _("您已经撤回"),
            "joined": _("已经并到您前面那件"),
        }.get(state.ending, _("已经结束"))
    asked = _asked(copy)
    if asked:
        return _("%(city)s正在帮您核对记录") % {"city": city(asked)}
    if any(wait.key == "person" for wait in state.waits):
        return _("等您补材料")
    step = item.step(state.step)
    return _("%(city)s：%(what)s") % {"city": city(state.turn), "what": say(step.plain)}


def _asked(copy: cases.Copy) -> str:
    """The city that another city waits for, from the document that asked it; empty where none is."""
    waiting = {wait.since for wait in copy.state.waits if wait.key != "person"}
    for document in copy.documents:
        if document.key in waiting:
            return str((document.body or {}).get("agency", ""))
    return ""


def _promised(copy: cases.Copy) -> datetime | None:
    """The date that the person was given last; while the clock stands still none is promised."""
    return copy.state.clock.due_at if copy.state.clock.running else None


def _todo(copy: cases.Copy, item: Item) -> dict[str, str]:
    state = copy.state
    if state.status is Status.ENDED:
        if state.ending == "refused":
            return {
                "title": _("请看原因和办法"),
                "text": _("写在下面的决定里。不同意，可以申请复议。"),
                "tone": "warn",
            }
        return {"title": _("您不用再办什么"), "text": _("结果已经告诉您。"), "tone": "ok"}
    if any(wait.key == "person" for wait in state.waits):
        missing = next((d for d in reversed(copy.documents) if d.name == "supplement_notice"), None)
        body = (missing.body or {}) if missing else {}
        names = listed(_both(entry["title"]) for entry in body.get("missing", ()))
        return {
            "title": _("请补这几样材料"),
            "text": names or _("请打电话问窗口。"),
            "tone": "warn",
        }
    if _asked(copy):
        return {
            "title": _("您现在不用做什么"),
            "text": _("城市之间直接核对，您不用来回跑。有结果马上告诉您。"),
            "tone": "ok",
        }
    return {"title": _("您现在不用做什么"), "text": _("安心等消息，不用再跑。"), "tone": "ok"}


def _place(state: CaseState, item: Item) -> int:
    """Which step it is in, counting the application as the first."""
    codes = [step.code for step in item.route(state.step)]
    if state.status is Status.ENDED:
        return len(codes) + 1
    return codes.index(state.step) + 2 if state.step in codes else 1


def _steps(copy: cases.Copy, item: Item) -> list[dict[str, str]]:
    """What has happened, from the person's documents; then what is to come, from the item's steps."""
    state = copy.state
    done = [
        {"title": _plain(item, document), "note": _note(document), "state": "done"}
        for document in copy.documents
        if document.envelope.reach is Reach.PERSON and _plain(item, document)
    ]
    if state.status is Status.ENDED:
        return done
    current = {"title": where(copy, item), "note": "", "state": "current"}
    at = _place(state, item) - 2
    later = [
        {"title": _future(step.party, state, to_come(step, named=True)), "note": "", "state": "todo"}
        for step in item.route(state.step)[at + 1 :]
    ]
    return [*done, current, *later]


def _future(party: Party, state: CaseState, title: str) -> str:
    who = state.starter if party is Party.STARTER else state.owner
    return labelled(city(who), title)


def _plain(item: Item, document: Document) -> str:
    declared = cases.declaration(item, document.envelope.type)
    return say(declared.plain) if declared is not None and declared.plain is not None else ""


def _note(document: Document) -> str:
    if document.delivered_at is None:
        return ""
    local = timezone.localtime(document.delivered_at)
    half = _("上午") if local.hour < 12 else _("下午")
    hour = local.hour if local.hour <= 12 else local.hour - 12
    day = month_and_day(local)
    return _("%(day)s %(half)s%(hour)d点%(minute)02d分，在%(city)s") % {
        "day": day,
        "half": half,
        "hour": hour,
        "minute": local.minute,
        "city": city(document.envelope.author),
    }


def _papers(copy: cases.Copy, item: Item) -> list[dict[str, str]]:
    """Decisions and records that the person can print, newest first."""
    return [
        {
            "title": say(declared.title),
            "key": str(document.key).replace("/", "-"),
        }
        for document in reversed(copy.documents)
        if copy.stands_for_person(document)
        and document.envelope.flow.move is Move.DECIDE
        and (declared := cases.declaration(item, document.envelope.type)) is not None
    ]


def _refusal(copy: cases.Copy) -> dict[str, str] | None:
    """Reason and remedy, as the decision in force gives them."""
    decision = copy.state.decision
    if decision is None or decision.verdict != "refused":
        return None
    document = copy.document(decision.key)
    body = (document.body or {}) if document else {}
    if "reason" not in body or document is None or document.envelope.flow.move is not Move.DECIDE:
        return None
    return {"reason": _both(body["reason"]), "remedy": _both(body.get("remedy", {"zh": "", "en": ""}))}


def _both(entry: dict[str, str]) -> str:
    return say_masked(Text(entry["zh"], entry["en"]))
