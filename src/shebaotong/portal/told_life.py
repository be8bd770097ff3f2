"""Insurance in places that keep no register here, as the person tells it: a line for each place.

``广东 2001-03 2005-12``. A province is enough: the place of payment is decided between provinces
(国办发〔2009〕66号第六条).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from shebaotong.kernel.api import PROVINCES, Month, Period
from shebaotong.network import api as network
from shebaotong.rules import api as rules

MOST_LINES = 30
_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


class CannotRead(ValueError):
    """A line that is no place with two months; ``args[0]`` is the line."""


def read_told(text: str, today: Month) -> tuple[rules.Stretch, ...]:
    """The stretches of insurance that the lines tell. Raises CannotRead for the first that tells none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise CannotRead(lines[MOST_LINES])
    return tuple(_stretch(at, line, today) for at, line in enumerate(lines))


def _stretch(at: int, line: str, today: Month) -> rules.Stretch:
    *place, start, end = line.split() if len(line.split()) > 2 else ("", "", "")
    region = _region(" ".join(place))
    try:
        period = Period(Month.parse(start), Month.parse(end))
    except ValueError:
        raise CannotRead(line) from None
    if region is None or period.end is None or period.end > today:
        raise CannotRead(line)
    return rules.Stretch(code=f"told-{at}", place=region, period=period)


def _region(name: str) -> str | None:
    wanted = name.casefold()
    for agency in network.all_agencies():
        if wanted in {agency.city_zh, f"{agency.city_zh}市", agency.city_en.casefold(), agency.place}:
            return agency.place
    return dict(_provinces()).get(wanted)


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """Each province by its code and its names, with and without what kind of province it is."""
    return tuple((name, code) for code, text in PROVINCES.items() for name in _names(code, text.zh, text.en))


def _names(code: str, zh: str, en: str) -> Iterator[str]:
    yield from (code.casefold(), zh, en.casefold())
    for suffix in _SUFFIXES:
        if zh.endswith(suffix):
            yield zh.removesuffix(suffix)
            return
