"""Where a page of a long list begins: the last id of the page before, as its link gives it."""

from __future__ import annotations

from django.http import HttpRequest

_MOST_DIGITS = 18


def mark_of(request: HttpRequest, name: str = "before") -> int | None:
    """The number in the address; None, the beginning of the list, for none and for what is no number."""
    return whole_number(request.GET.get(name, ""))


def whole_number(text: str) -> int | None:
    """What was typed or stands in an address as a number; None for anything else, ``²`` too."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
