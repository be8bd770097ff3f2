"""Publishing a year and changing a day: typed, looked at with what follows from it, then confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Actor, Text, casenumber
from shebaotong.network import api as network
from shebaotong.portal.forms.calendar_forms import WEEK, YES, ChangeDay, PublishYear
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk import words
from shebaotong.portal.views.desk.office import year as year_page
from shebaotong.portal.views.desk.office.calendar import found_region
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.store.api import agency_context

SHOWN = 50
Days = tuple[network.SpecialDay, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """What the form asks for: the year's days as they would be, and how they are published."""

    days: Days
    publish: Callable[[], object]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def publish_year(request: HttpRequest, actor: Actor, region: str, year: int) -> HttpResponse:
    """The whole year, from the notice's own words."""
    held = _held(actor, region, year)
    initial = {
        "text": network.announcement_text(held.days),
        "reference": held.edition.reference if held.edition else "",
        "verified": [YES] if held.edition and held.edition.verified else [],
    }
    form = PublishYear(
        request.POST if request.method == "POST" else None, initial=initial | {"seen": held.newest}
    )

    def change(typed: dict[str, Any]) -> _Change:
        days = network.read_announcement(typed["text"], year=year, english=_english(region))
        given: dict[str, Any] = {"region": region, "year": year, "days": days, "actor": actor}
        source = _announcement(typed)
        return _Change(
            days,
            lambda: network.publish_year(
                **given, announcement=source, now=timezone.now(), seen=typed["seen"]
            ),
        )

    title = _("公布%(year)d年的安排") % {"year": year}
    return _answer(request, actor, held, form, change, title)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def change_day(request: HttpRequest, actor: Actor, region: str, year: int) -> HttpResponse:
    """One day of a published year, with the reason."""
    held = _held(actor, region, year)
    initial = {"day": request.GET.get("day", ""), "seen": held.newest}
    for each in held.days:
        if each.day.isoformat() == initial["day"]:
            initial |= {"kind": each.kind, "name": each.name.zh}
    form = ChangeDay(request.POST if request.method == "POST" else None, initial=initial)

    def change(typed: dict[str, Any]) -> _Change:
        kind = None if typed["kind"] == WEEK else network.CalendarDay.Kind(typed["kind"])
        name = Text(typed["name"], _english(region).get(typed["name"], typed["name"]))
        day: date = typed["day"]
        if day.year != year:
            raise network.CalendarRefused(Text(f"{day}不在{year}年里。", f"{day} does not lie in {year}."))
        kept = {each.day: each for each in held.days if each.day != day}
        if kind is not None:
            kept[day] = network.SpecialDay(day, kind, name)
        given: dict[str, Any] = {"region": region, "day": day, "kind": kind, "name": name, "actor": actor}
        return _Change(
            tuple(kept[each] for each in sorted(kept)),
            lambda: network.change_day(
                **given, announcement=_announcement(typed), now=timezone.now(), seen=typed["seen"]
            ),
        )

    return _answer(request, actor, held, form, change, _("改%(year)d年的一天") % {"year": year})


def _answer(
    request: HttpRequest,
    actor: Actor,
    held: network.RegionYear,
    form: Form,
    change: Callable[[dict[str, Any]], _Change],
    title: str,
) -> HttpResponse:
    """Look first, then publish: only what was looked at can be confirmed."""
    here = found_region(held.region, held.year)
    values: dict[str, Any] = {"form": form, "title": title, "region": held.region, "year": held.year}
    values["name"] = say(Text(here.name_zh, here.name_en))
    if form.is_valid():
        try:
            asked = change(form.cleaned_data)
            seal = _seal(held, asked.days)
            if "confirm" in request.POST and form.cleaned_data["previewed"] == seal:
                with agency_context(agency=actor.agency):
                    asked.publish()
                messages.success(request, _("公布了。受影响的办件一两分钟内按新日历重算。"))
                return redirect("portal:calendar", held.region, held.year)
        except network.CalendarRefused as refused:
            form.add_error(_field_of(form), say(refused.reason))
        else:
            values |= _preview(actor, held, asked.days) | {"seal": seal}
    status = 422 if form.errors else 200
    return render(
        request,
        "portal/desk/office/calendar_edit.html",
        office(actor, "calendar_home") | values,
        status=status,
    )


def _field_of(form: Form) -> str:
    return "text" if "text" in form.fields else "day"


def _held(actor: Actor, region: str, year: int) -> network.RegionYear:
    """The year as it stands. Raises PermissionDenied for whoever is no official of the region's keeper."""
    found_region(region, year)
    if not network.may_edit(region=region, actor=actor):
        raise PermissionDenied
    return network.region_year(region=region, year=year)


def _english(region: str) -> dict[str, str]:
    return network.known_holidays() | network.holiday_names(region=region)


def _announcement(typed: dict[str, Any]) -> network.Announcement:
    return network.Announcement(
        reference=typed["reference"], verified=typed["verified"], note=typed["note"].strip()
    )


def _seal(held: network.RegionYear, days: Days) -> str:
    """Stands for what was looked at: the edition before, and the days as they would be."""
    parts = [held.region, str(held.newest)] + [f"{d.day} {d.kind} {d.name.zh}" for d in days]
    return sha256("\n".join(parts).encode()).hexdigest()


def _preview(actor: Actor, held: network.RegionYear, days: Days) -> dict[str, Any]:
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
