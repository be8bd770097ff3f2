"""What a person takes home when a request was handed in: what, where and when, who decides, until when."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Status
from shebaotong.portal.cities import city
from shebaotong.portal.item_words import limit
from shebaotong.portal.languages import month_and_day, say


def receipt(reading: cases.Reading, *, accepted: str) -> dict[str, Any]:
    """The words of the page that confirms; ``accepted`` is its title while the case is being handled.

    No name and no identity number: the sheet is carried about.
    """
    state = reading.copy.state
    named = {"title": say(reading.item.title), "owner": city(state.owner)}
    title, text = _words(state.ending if state.status is Status.ENDED else "running", accepted)
    return {
        "title": title,
        "text": text % named,
        "plain": state.status is Status.ENDED and state.ending != "completed",
        "rows": _rows(reading),
    }


def _words(ending: str, accepted: str) -> tuple[str, str]:
    return {
        "running": (accepted, _("%(title)s，由%(owner)s办理。进度随时可以查。")),
        "completed": (_("办好了"), _("%(title)s，%(owner)s已经办好。现在就可以看结果、打印。")),
        "refused": (_("已经有答复了"), _("%(title)s，%(owner)s没有办成。原因和办法写在答复里。")),
        "joined": (_("并到前面那件"), _("%(title)s已经在%(owner)s办着，两次申请合成一件，不会办两次。")),
    }.get(ending, (_("已经结束"), _("%(title)s，%(owner)s已经结束办理。")))


def _rows(reading: cases.Reading) -> list[dict[str, str]]:
    state = reading.copy.state
    written = timezone.localtime(reading.copy.documents[0].envelope.claimed_at)
    at = f"{city(state.starter)} {written:%Y-%m-%d %H:%M}"
    rows = [
        {"key": _("办什么"), "value": say(reading.item.title)},
        {"key": _("在哪里受理"), "value": at},
        {"key": _("由谁办理"), "value": city(state.owner)},
    ]
    if state.status is not Status.ENDED:
        rows.append({"key": _("最晚什么时候给您结果"), "value": _latest(reading)})
    return rows


def _latest(reading: cases.Reading) -> str:
    """The day, as soon as the city that decides has the request; before that how long it has from then on."""
    clock = reading.copy.state.clock
    if clock.running and clock.due_at is not None:
        return month_and_day(timezone.localtime(clock.due_at))
    return _("%(owner)s收到以后%(days)s") % {
        "owner": city(reading.copy.state.owner),
        "days": limit(reading.item.limits.working),
    }
