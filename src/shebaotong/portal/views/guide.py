"""Guides for applicants, made from the items' declarations, and what two cities can do for each other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Item
from shebaotong.network import api as network
from shebaotong.portal.cities import all_cities, city
from shebaotong.portal.item_words import ONLINE, guide, mode_of
from shebaotong.portal.languages import listed, say
from shebaotong.portal.outlets import outlets_of


@require_safe
def item_guide(request: HttpRequest, code: str) -> HttpResponse:
    """One item: what to bring, how long, step by step. Items that only agencies open have no guide."""
    try:
        item = cases.item(code)
    except cases.UnknownItem:
        raise Http404 from None
    if not item.for_person:
        raise Http404
    values = guide(item) | {"back": reverse("portal:find")}
    if ONLINE in item.channels:
        values["apply"] = reverse("portal:apply", args=[item.code])
    return render(request, "portal/guide.html", values)


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """For a person here who is insured there: each item, and how far the window here may go."""
    cities = all_cities()
    codes = {code for code, _name in cities}
    here, insured = request.GET.get("here", ""), request.GET.get("insured", "")
    values: dict[str, Any] = {"cities": city_options(), "here_city": here, "insured_city": insured}
    chosen = {"here": (here, _("请选您在哪个城市办")), "insured": (insured, _("请选您在哪个城市参保"))}
    values["errors"] = [
        {"text": words, "href": f"#{field}"} for field, (code, words) in chosen.items() if code not in codes
    ]
    values["back"] = reverse("portal:home")
    if values["errors"]:
        return render(request, "portal/ways.html", values, status=422)
    rows = [_row(item, here, insured) for item in cases.items() if item.for_person]
    values |= {"here_name": city(here), "insured_name": city(insured), "rows": rows}
    if any(row["tone"] != "bad" for row in rows):
        values["outlets"] = outlets_of(here, timezone.now())
    return render(request, "portal/ways.html", values)


def city_options() -> list[dict[str, str]]:
    """Cities for a list to choose from, with an empty first line."""
    return [{"value": "", "text": _("请选择")}, *({"value": c, "text": name} for c, name in all_cities())]


def _row(item: Item, here: str, insured: str) -> dict[str, Any]:
    answer = network.may_accept(
        starter=here,
        owner=insured,
        item_code=item.code,
        risk=item.risk,
        channel="window",
        on=timezone.localdate(),
    )
    row: dict[str, Any] = {
        "title": say(item.title),
        "href": reverse("portal:guide", args=[item.code]),
        "hint": mode_of(item)[0],
    }
    if isinstance(answer, network.Refusal):
        places = listed(near.outlet.name_zh for near in answer.where_instead)
        hint = say(answer.reason) + (_("可以去：%(places)s。") % {"places": places} if places else "")
        return row | {"status": _("这里办不了"), "tone": "bad", "hint": hint}
    if here == insured:
        return row | {"status": _("就在本市办"), "tone": "ok"}
    if answer.reach == network.Agreement.Reach.HANDLED:
        return row | {"status": _("在这里就能办完"), "tone": "ok"}
    return row | {"status": _("在这里交，转给%(city)s办") % {"city": city(insured)}, "tone": "info"}
