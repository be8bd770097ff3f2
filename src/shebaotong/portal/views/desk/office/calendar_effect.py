"""What would follow from a change of a calendar: days that become others, and due dates that move."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, casenumber
from shebaotong.network import api as network
from shebaotong.portal.languages import say
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office import year as year_page

SHOWN = 50


def preview(actor: Actor, held: network.RegionYear, days: tuple[network.SpecialDay, ...]) -> dict[str, Any]:
    """For the official who types it, and for the one who publishes it."""
    proposed = network.proposed_calendar(agency=actor.agency, region=held.region, year=held.year, days=days)
    effect = cases.preview(agency=actor.agency, calendar=proposed)
    return {
        "differences": [
            [each["day"], each["before"], each["after"]] for each in year_page.differences(held.days, days)
        ],
        "difference_columns": [{"text": _("哪一天")}, {"text": _("原来")}, {"text": _("改成")}],
        "effect": effect,
        "moved": [_moved(each, actor) for each in effect.moved[:SHOWN]],
        "moved_columns": [{"text": _("办件")}, {"text": _("原来到期")}, {"text": _("改后到期")}],
        "shown": min(len(effect.moved), SHOWN),
    }


def _moved(each: cases.Moved, actor: Actor) -> list[Any]:
    def due(moment: Any, provisional: bool) -> str:
        return f"{words.day_and_hour(moment)}{_('（暂定）') if provisional else ''}"

    named = {"text": f"{say(cases.item(each.item).title)} {casenumber.show(each.number)}"}
    # Whose work cases are not is told which dates move, and opens none.
    to_it = {"href": reverse("portal:case", args=[each.number])} if actor.sees_cases else {}
    return [
        named | to_it,
        due(each.before, each.was_provisional),
        due(each.after, each.provisional),
    ]
