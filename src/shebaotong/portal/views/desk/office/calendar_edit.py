"""Proposing a year or a changed day: typed, looked at with what follows from it, then handed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shebaotong.kernel.api import Actor, Text
from shebaotong.network import api as network
from shebaotong.portal.forms.calendar_forms import WEEK, YES, ChangeDay, PublishYear
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import staff_page
from shebaotong.portal.views.desk.office.calendar import found_region
from shebaotong.portal.views.desk.office.calendar_effect import preview
from shebaotong.portal.views.desk.office.menu import office
from shebaotong.store.api import agency_context

Days = tuple[network.SpecialDay, ...]


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

    def change(typed: dict[str, Any]) -> network.YearChange:
        return network.year_change(
            region=region,
            year=year,
            days=network.read_announcement(typed["text"], year=year, english=_english(region)),
            announcement=_announcement(typed),
            actor=actor,
            now=timezone.now(),
            seen=typed["seen"],
        )

    title = _("提出%(year)d年的安排") % {"year": year}
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

    def change(typed: dict[str, Any]) -> network.YearChange:
        kind = None if typed["kind"] == WEEK else network.CalendarDay.Kind(typed["kind"])
        name = Text(typed["name"], _english(region).get(typed["name"], typed["name"]))
        day: date = typed["day"]
        if day.year != year:
            raise network.CalendarRefused(Text(f"{day}不在{year}年里。", f"{day} does not lie in {year}."))
        return network.day_change(
            region=region,
            day=day,
            kind=kind,
            name=name,
            announcement=_announcement(typed),
            actor=actor,
            now=timezone.now(),
            seen=typed["seen"],
        )

    return _answer(request, actor, held, form, change, _("改%(year)d年的一天") % {"year": year})


def _answer(
    request: HttpRequest,
    actor: Actor,
    held: network.RegionYear,
    form: Form,
    change: Callable[[dict[str, Any]], network.YearChange],
    title: str,
) -> HttpResponse:
    """Look first, then propose: only what was looked at can be confirmed."""
    if request.method != "POST" and (waiting := _waiting(actor, held.region)):
        messages.info(request, _("这个日历已经有一份待公布的改动，先公布它或者撤下它。"))
        return redirect("portal:calendar_proposal", waiting[0])
    here = found_region(held.region, held.year)
    values: dict[str, Any] = {"form": form, "title": title, "region": held.region, "year": held.year}
    # What was typed over another edition, or for another day, is not brought back here.
    parts = (held.region, held.year, _field_of(form), form["seen"].value(), request.GET.get("day", "")[:10])
    values["draft"] = draft = "-".join(map(str, ("calendar", *parts)))
    values["name"] = say(Text(here.name_zh, here.name_en))
    if form.is_valid():
        try:
            asked = change(form.cleaned_data)
            seal = _seal(held, asked.days)
            if "confirm" in request.POST and form.cleaned_data["previewed"] == seal:
                with agency_context(agency=actor.agency):
                    made = network.propose(change=asked, actor=actor, now=timezone.now())
                done = _("提出了，还没有公布：请另一位日历管理员看过再公布。")
                messages.success(request, done, extra_tags=draft)
                return redirect("portal:calendar_proposal", made)
        except network.CalendarRefused as refused:
            form.add_error(_field_of(form), say(refused.reason))
        else:
            values |= preview(actor, held, asked.days) | {"seal": seal}
    status = 422 if form.errors else 200
    return render(
        request,
        "portal/desk/office/calendar_edit.html",
        office(actor, "calendar_home") | values,
        status=status,
    )


def _waiting(actor: Actor, region: str) -> list[int]:
    with agency_context(agency=actor.agency):
        found = network.waiting_proposals(actor=actor)
    return [each.id for each in found if each.region == region]


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
