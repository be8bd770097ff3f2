"""The citizen's front page, the search and the life events."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shebaotong.portal.finder import Found, find, is_ours, items_of, life_event, life_events
from shebaotong.portal.views.guide import city_options

LONGEST_QUERY = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    common = (_("养老金"), _("社保转移"), _("打印证明"), _("长辈版"))
    values = {"events": life_events(), "common_words": common, "cities": city_options()}
    return render(request, "portal/home.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Sent as a form, for people type names and numbers too; only a word of ours gets an address."""
    sent = request.POST if request.method == "POST" else request.GET
    query = sent.get("q", "").strip()[:LONGEST_QUERY]
    if request.method == "POST" and (not query or is_ours(query)):
        address = reverse("portal:find")
        return redirect(f"{address}?{urlencode({'q': query})}" if query else address)
    return render(request, "portal/find.html", {"query": query, "found": find(query)})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = life_event(slug)
    if found is None:
        raise Http404
    items = items_of(found)
    values = {"event": found, "ways": _ways(items), "items": items, "back": "/"}
    return render(request, "portal/event.html", values)


def _ways(items: Sequence[Found]) -> list[dict[str, str]]:
    """Three ways of equal rank; the telephone alone where no window takes it in."""
    call = (_("打电话"), _("打12333"), _("先问清楚，再决定怎么办。"))
    ways = (
        (_("当面办"), _("去身边的窗口"), _("先查一查，您所在的城市能不能收。")),
        call,
        (_("请人办"), _("请家人代办"), _("家人带委托书和两人的身份证。")),
    )
    return [
        {"word": word, "title": title, "note": note, "state": "todo"}
        for word, title, note in (ways if items else (call,))
    ]
