"""A second look before what nobody can take back: what is about to happen is said, and one press does it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebaotong.kernel.api import Actor
from shebaotong.portal.views.desk.office.menu import office

SURE = "sure"
_NOT_KEPT = frozenset({SURE, "csrfmiddlewaretoken"})


def is_sure(request: HttpRequest) -> bool:
    """Whether the form comes from the second look."""
    return SURE in request.POST


def second_look(
    request: HttpRequest,
    actor: Actor,
    current: str,
    *,
    title: str,
    follows: Sequence[str],
    press: str,
    back: str,
) -> HttpResponse:
    """The page that says what follows; it carries the form that was sent to the same address.

    ``current`` is the entry of the agency's menu, ``press`` stands on the button, ``back`` is the page to
    which one returns without doing it, and after a press of 显示: the address of the form may know no page.
    """
    kept = [
        (name, value)
        for name in request.POST
        if name not in _NOT_KEPT
        for value in request.POST.getlist(name)
    ]
    values = {"title": title, "follows": follows, "press": press, "back": back, "here": back, "kept": kept}
    return render(request, "portal/desk/office/second_look.html", office(actor, current) | values)
