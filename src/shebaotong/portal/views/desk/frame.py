"""What every page of the desk shows: who works here, the rail, and the list on the left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Lamp, Role, Text
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words

PAGE = 20
HANDLERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER})
"""Who works on cases and may look people up."""


def rail(actor: Actor, current: str, counted: cases.Counts) -> list[dict[str, Any]]:
    """The main menu: what this person may do, and nothing that would be refused."""
    waiting = {"inbox": counted.act, "alerts": _unseen(actor)}
    places = [
        (name, icon, text, waiting.get(name, 0))
        for name, icon, text, roles in (
            ("inbox", "inbox", _("收件箱"), actor.roles),
            ("intake", "ticket", _("窗口收件"), {Role.CLERK}),
            ("people", "search", _("查个人"), HANDLERS),
            ("alerts", "bell", _("预警"), {Role.LIAISON, Role.SUPERVISOR}),
            ("findings", "arrows-exchange", _("数据比对"), {Role.LIAISON, Role.SUPERVISOR}),
            ("board", "layout-dashboard", _("看板"), {Role.SUPERVISOR}),
            ("office", "building", _("机构"), actor.roles),
        )
        if actor.roles & roles
    ]
    return [
        {
            "icon": icon,
            "text": text,
            "href": reverse(f"portal:{name}"),
            "count": count or "",
            "current": name == current,
        }
        for name, icon, text, count in places
    ]


def _unseen(actor: Actor) -> int:
    """Escalations that nobody of this person's post has opened yet."""
    if not actor.roles & {Role.LIAISON, Role.SUPERVISOR}:
        return 0
    return sum(not each.seen for each in cases.raised(agency=actor.agency, roles=actor.roles))


def inbox_side(request: HttpRequest, actor: Actor, now: datetime, *, open_number: str = "") -> dict[str, Any]:
    """The list on the left: tabs, lamps and one page of cases, by what is left of their time."""
    bucket = request.GET.get("list", "act")
    if bucket not in cases.BUCKETS:
        bucket = "act"
    lamp = _lamp(request.GET.get("lamp", ""))
    after = _after(request.GET.get("after", ""))
    page = cases.inbox(agency=actor.agency, bucket=bucket, after=after, size=PAGE, lamp=lamp, now=now)
    counted = cases.counts(agency=actor.agency, now=now)
    return {
        "counted": counted,
        "bucket_title": words.bucket_words(bucket),
        "tabs": _tabs(bucket, counted),
        "lamps": _lamps(bucket, lamp, counted) if bucket == "act" else [],
        "works": [work(row, actor, now, open_number, bucket) for row in page.rows],
        "next_page": _next(bucket, request.GET.get("lamp", ""), page.next),
    }


def base(actor: Actor, current: str, counted: cases.Counts) -> dict[str, Any]:
    return {
        "actor": actor,
        "city": city(actor.agency),
        "initial": actor.display_name[:1],
        "rail": rail(actor, current, counted),
        "today_done": "",
    }


def _lamp(text: str) -> Lamp | None:
    return {"red": Lamp.RED, "amber": Lamp.AMBER, "green": Lamp.GREEN}.get(text)


def _after(text: str) -> tuple[str, str] | None:
    """Where the page begins, as the link before gave it; anything else begins at the top."""
    at, _, number = text.partition("~")
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return None
    return (at, number) if number.isdigit() else None


def _next(bucket: str, lamp: str, following: tuple[str, str] | None) -> str:
    if following is None:
        return ""
    query = {"list": bucket, "after": "~".join(following)} | ({"lamp": lamp} if lamp else {})
    return f"{reverse('portal:inbox')}?{urlencode(query)}"


def _tabs(bucket: str, counted: cases.Counts) -> list[dict[str, Any]]:
    shown = {"act": counted.act, "wait": counted.wait, "supplement": counted.supplement, "ended": ""}
    return [
        {
            "text": words.bucket_words(name),
            "count": shown[name],
            "href": f"{reverse('portal:inbox')}?list={name}",
            "current": name == bucket,
        }
        for name in cases.BUCKETS
    ]


def _lamps(bucket: str, lamp: Lamp | None, counted: cases.Counts) -> list[dict[str, Any]]:
    numbers = {Lamp.RED: counted.red, Lamp.AMBER: counted.amber, Lamp.GREEN: counted.green}
    return [
        {
            "tone": words.TONES[each],
            "text": words.lamp_word(each),
            "count": number,
            "href": f"{reverse('portal:inbox')}?list={bucket}"
            + ("" if each is lamp else f"&lamp={each.value}"),
            "current": each is lamp,
        }
        for each, number in numbers.items()
    ]


def work(
    row: cases.Row, actor: Actor, now: datetime, open_number: str, bucket: str = "act"
) -> dict[str, Any]:
    """One case in the list."""
    lamp = row.lamp(now)
    item = cases.item(row.item)
    return {
        "href": f"{reverse('portal:case', args=[row.number])}?list={bucket}",
        "title": say(item.title),
        "who": row.subject_name or _("已依法删除"),
        "from": city(row.starter),
        "to": city(row.owner) if row.owner != row.starter else "",
        "due": words.due_short(row.due_at, now),
        "tone": words.TONES[lamp],
        "left": words.left(row, now),
        "percent": round(100 * row.used(now)),
        "state": _state(row, item.step(row.step).title if row.step else Text("", ""), actor),
        "state_tone": "coop" if row.starter != row.owner and row.bucket != "ended" else "idle",
        "current": row.number == open_number,
    }


def _state(row: cases.Row, step: Text, actor: Actor) -> str:
    if row.bucket == "ended":
        return words.ending_words(row.ending)
    waits = row.state.get("waits", [])
    if isinstance(waits, list) and waits:
        return words.wait_words(waits[0]["reason"])
    if row.turn != actor.agency:
        return _("等%(city)s") % {"city": city(row.turn)}
    return _("待%(step)s") % {"step": say(step)}
