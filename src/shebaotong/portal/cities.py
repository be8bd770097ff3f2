"""City names for pages: read once, and again when an unknown code turns up because a city has joined."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from shebaotong.kernel.api import Text
from shebaotong.network import api as network
from shebaotong.portal.languages import say
from shebaotong.rules.api import region_name


@lru_cache(maxsize=1)
def _names() -> dict[str, Text]:
    return {agency.code: Text(agency.city_zh, agency.city_en) for agency in network.all_agencies()}


def city(code: str) -> str:
    """The city's short name in the language of the page; the code itself where nobody knows it."""
    if code not in _names():
        _names.cache_clear()
    found = _names().get(code)
    return say(found) if found else code


def city_names() -> frozenset[tuple[str, str]]:
    """(Chinese, English) of every city, short and with 市, as explanations name them."""
    pairs = {(name.zh, name.en) for name in _names().values()}
    return frozenset(pairs | {(f"{zh.removesuffix('市')}市", en) for zh, en in pairs})


def place_names() -> Callable[[str], Text]:
    """What regions are called on one page: a city as the network calls its own, others as the tables of
    regions do. The network's cities are read once, however many names the page wants."""
    own = {agency.place: Text(agency.city_zh, agency.city_en) for agency in network.all_agencies()}
    return lambda region: own.get(region) or region_name(region)


def all_cities() -> list[tuple[str, str]]:
    """(code, name) of every city of the network."""
    _names.cache_clear()
    return [(code, say(name)) for code, name in _names().items()]
