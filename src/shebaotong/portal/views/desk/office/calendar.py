"""The calendar of working days: a year of a region over the nation's, with where it stands written."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.kernel.api import NATION, Actor, Text
from shebaotong.network import api as network
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office import year as year_page
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.store.api import agency_context

FIRST, AHEAD = 2023, 2
"""Years that can be looked at: from the first that is kept to two ahead."""


@require_safe
@staff_page
def calendar_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The own region's calendar of this year, or what the form on the page has chosen."""
    region = request.GET.get("region", "")
    if not region:
        region = network.find_agency(code=actor.agency).region_id
    year = request.GET.get("year", "")
    chosen = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else timezone.localtime().year
    if region not in {each.code for each in network.all_regions()}:
        raise Http404
    return redirect("portal:calendar", region, chosen)


@require_safe
@staff_page
def calendar(request: HttpRequest, actor: Actor, region: str, year: int) -> HttpResponse:
    here = found_region(region, year)
    held = network.calendar_in(region=region)
    nation = network.region_year(region=NATION, year=year)
    own = network.region_year(region=region, year=year) if region != NATION else None
    months = year_page.months(year, held, nation.days, own.days if own else ())
    may_edit = network.may_edit(region=region, actor=actor)
    values = {
        "region": region,
        "name": say(Text(here.name_zh, here.name_en)),
        "year": year,
        "months": months,
        "week_days": year_page.week_days(),
        "working": sum(month["working"] for month in months),
        "version": held.version,
        "today": timezone.localtime().date(),
        "missing": _missing(here, nation, own),
        "regions": [
            {"value": each.code, "text": say(Text(each.name_zh, each.name_en))}
            for each in network.all_regions()
        ],
        "earlier": reverse("portal:calendar", args=[region, year - 1]) if year > FIRST else "",
        "later": reverse("portal:calendar", args=[region, year + 1])
        if year < timezone.localtime().year + AHEAD
        else "",
        "keeper": say(Text(here.keeper.name_zh, here.keeper.name_en)),
        "may_edit": may_edit,
        "waiting": _waiting(actor) if may_edit else [],
        "published": (own or nation).edition is not None,
        "columns": [
            {"text": _("版本")},
            {"text": _("通知")},
            {"text": _("改了什么")},
            {"text": _("谁提出、谁公布")},
        ],
        "editions": _editions(region, year),
    }
    return render(request, "portal/desk/office/calendar.html", office(actor, "calendar_home") | values)


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    """Changes of the calendars kept here that wait for a second official."""
    with agency_context(agency=actor.agency):
        found = network.waiting_proposals(actor=actor)
    names = {each.code: say(Text(each.name_zh, each.name_en)) for each in network.all_regions()}
    return [
        {
            "id": each.id,
            "name": names[each.region],
            "year": each.year,
            "by": each.by,
            "at": words.when(each.at),
        }
        for each in found
    ]


def found_region(code: str, year: int) -> network.Region:
    """Raises Http404 for a region that is none, and for a year out of reach."""
    here = next((each for each in network.all_regions() if each.code == code), None)
    if here is None or not FIRST <= year <= timezone.localtime().year + AHEAD:
        raise Http404
    return here


def _missing(region: network.Region, nation: network.RegionYear, own: network.RegionYear | None) -> list[str]:
    """Whose arrangement of the year is not published: the year is provisional until it is."""
    missing = [_("全国")] if nation.edition is None else []
    if own is not None and own.newest and own.edition is None:
        missing.append(say(Text(region.name_zh, region.name_en)))
    return missing


def _editions(region: str, year: int) -> list[list[Any]]:
    """Every edition of the year, the region's before the nation's, each with what it changed."""
    rows: list[list[Any]] = []
    for code in dict.fromkeys((region, NATION)):
        found = network.editions_of(region=code, year=year)
        for place, edition in enumerate(found):
            before = found[place + 1].days if place + 1 < len(found) else ()
            rows.append(_edition(edition, before, holds=place == 0))
    return rows


def _edition(edition: network.Edition, before: tuple[network.SpecialDay, ...], *, holds: bool) -> list[Any]:
    note = edition.note
    new = [each for each in edition.days if each not in before]
    gone = [each for each in before if each.day not in {day.day for day in edition.days}]
    parts = [network.announcement_text(new).replace("\n", " ")] if new else []
    parts += (
        [_("取消：%(days)s") % {"days": network.announcement_text(gone).replace("\n", " ")}] if gone else []
    )
    return [
        {
            "text": f"{note.region}.{note.number}",
            "note": _("现行") if holds else _("旧版"),
        },
        {
            "text": note.reference,
            "note": (_("原文核对过") if note.verified else _("原文没有核对"))
            + (f"；{note.note}" if note.note else ""),
        },
        " ".join(parts) or _("没有自己的假日"),
        {
            "text": _("%(one)s提出，%(other)s公布") % {"one": note.proposed_by, "other": note.made_by}
            if note.proposed_by
            else note.made_by,
            "note": timezone.localtime(note.made_at).strftime("%Y-%m-%d %H:%M"),
        },
    ]
