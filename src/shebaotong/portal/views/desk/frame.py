"""What every page of the desk shows: who works here, the rail, and the list on the left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Lamp, Role, Text
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words
from shebaotong.store.api import agency_context

PAGE = 20
HANDLERS = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER})
"""Who works on cases and may look people up."""


def rail(actor: Actor, current: str, counts: cases.Counts) -> list[dict[str, Any]]:
    """The main menu: what this person may do, and nothing that would be refused."""
    waiting = {"inbox": counts.act, "alerts": _unseen(actor), "office": _to_publish(actor)}
    places = [
        (name, icon, text, waiting.get(name, 0))
        for name, icon, text, roles in (
            ("inbox", "inbox", _("收件箱"), actor.roles if actor.sees_cases else frozenset()),
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


def _unseen(actor: Actor) -> cases.Count | int:
    """Escalations that nobody of this person's post has opened yet."""
    if not actor.roles & {Role.LIAISON, Role.SUPERVISOR}:
        return 0
    return cases.unseen(agency=actor.agency, roles=actor.roles)


def _to_publish(actor: Actor) -> int:
    """Changes of a calendar that wait for this official, not counting his own."""
    if Role.OFFICIAL not in actor.roles:
        return 0
    with agency_context(agency=actor.agency):
        return sum(each.hand != actor.hand for each in network.waiting_proposals(actor=actor))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which list was asked for; every link in it asks for the same but for one thing."""

    bucket: str
    lamp: Lamp | None
    everybody: bool
    """Colleagues' work too."""
    after: tuple[str, str] | None
    """Where the page begins; None: at the top, as every other list does."""

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        bucket = request.GET.get("list", "act")
        return cls(
            bucket if bucket in cases.BUCKETS else "act",
            _lamp(request.GET.get("lamp", "")),
            request.GET.get("who") == "all",
            _after(request.GET.get("after", "")),
        )

    def query(self, **more: str) -> str:
        lamp = {"lamp": self.lamp.value} if self.lamp else {}
        who = {"who": "all"} if self.everybody else {}
        return urlencode({"list": self.bucket} | lamp | who | more)

    def address(self, **more: str) -> str:
        return f"{reverse('portal:inbox')}?{self.query(**more)}"


def inbox_side(request: HttpRequest, actor: Actor, now: datetime, *, open_number: str = "") -> dict[str, Any]:
    """The list on the left: tabs, lamps and one page of cases, by what is left of their time."""
    asked = _Asked.of(request)
    roles = None if asked.everybody else duties_of(actor)
    page = cases.inbox(
        agency=actor.agency,
        bucket=asked.bucket,
        roles=roles,
        after=asked.after,
        size=PAGE,
        lamp=asked.lamp,
        now=now,
    )
    counts = cases.counts(agency=actor.agency, now=now, roles=roles)
    to_do = asked.bucket == "act"
    here = asked.query(after="~".join(asked.after)) if asked.after else asked.query()
    return {
        "counted": counts,
        "bucket_title": words.bucket_words(asked.bucket),
        "tabs": _tabs(asked, counts),
        "may_take": duties_of(actor) is not None,
        "lamps": _lamps(asked, counts) if to_do else [],
        "others": _others(asked, actor, counts) if to_do else None,
        "works": [work(row, actor, now, open_number, here) for row in page.rows],
        "list_next": asked.address(after="~".join(page.next)) if page.next else "",
        "list_first": asked.address() if asked.after else "",
    }


def duties_of(actor: Actor) -> frozenset[Role] | None:
    """Whose work he sees before he asks for more; None, everybody's, for those who work on no case."""
    return actor.roles & HANDLERS or None


def counted(actor: Actor, now: datetime) -> cases.Counts:
    """What the rail shows beside the inbox, on pages without a list."""
    return cases.counts(agency=actor.agency, now=now, roles=duties_of(actor))


def _others(asked: _Asked, actor: Actor, counts: cases.Counts) -> dict[str, Any] | None:
    """The way to colleagues' work and back; None for who sees everybody's at once."""
    if duties_of(actor) is None:
        return None
    other = replace(asked, everybody=not asked.everybody)
    return {"href": other.address(), "everybody": asked.everybody, "count": counts.everybody}


def base(actor: Actor, current: str, counts: cases.Counts) -> dict[str, Any]:
    return {
        "actor": actor,
        "city": city(actor.agency),
        "initial": actor.display_name[:1],
        "rail": rail(actor, current, counts),
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


def _tabs(asked: _Asked, counts: cases.Counts) -> list[dict[str, Any]]:
    shown = {"act": counts.act, "wait": counts.wait, "supplement": counts.supplement, "ended": ""}
    return [
        {
            "text": words.bucket_words(name),
            "count": shown[name],
            "href": replace(asked, bucket=name, lamp=None).address(),
            "current": name == asked.bucket,
        }
        for name in cases.BUCKETS
    ]


def _lamps(asked: _Asked, counts: cases.Counts) -> list[dict[str, Any]]:
    numbers = {Lamp.RED: counts.red, Lamp.AMBER: counts.amber, Lamp.GREEN: counts.green}
    return [
        {
            "tone": words.TONES[each],
            "text": words.lamp_word(each),
            "count": number,
            "href": replace(asked, lamp=None if each is asked.lamp else each).address(),
            "current": each is asked.lamp,
        }
        for each, number in numbers.items()
    ]


def work(
    row: cases.Row, actor: Actor, now: datetime, open_number: str, query: str = "list=act"
) -> dict[str, Any]:
    """One case in the list; ``query`` asks for the list again beside it."""
    lamp = row.lamp(now)
    item = cases.item(row.item)
    return {
        "href": f"{reverse('portal:case', args=[row.number])}?{query}",
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
        "holder": row.holder,
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
