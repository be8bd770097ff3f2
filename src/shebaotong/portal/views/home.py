"""The citizen's front page, the search and the life events."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shebaotong.portal.finder import find, items_of, life_event, life_events
from shebaotong.portal.views.guide import city_options

LONGEST_QUERY = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    common = (_("养老金"), _("社保转移"), _("打印证明"), _("长辈版"))
    values = {"events": life_events(), "common_words": common, "cities": city_options()}
    return render(request, "portal/home.html", values)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    return render(request, "portal/find.html", {"query": query, "found": find(query)})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = life_event(slug)
    if found is None:
        raise Http404
    values = {"event": found, "ways": _ways(), "items": items_of(found), "back": "/"}
    return render(request, "portal/event.html", values)


def _ways() -> list[dict[str, str]]:
    """Three ways of equal rank: at a window, by phone, by proxy."""
    ways = (
        (_("当面办"), _("去身边的窗口"), _("网络里的哪个城市都收。")),
        (_("打电话"), _("打12333"), _("先问清楚，再决定怎么办。")),
        (_("请人办"), _("请家人代办"), _("家人带委托书和两人的身份证。")),
    )
    return [{"word": word, "title": title, "note": note, "state": "todo"} for word, title, note in ways]
