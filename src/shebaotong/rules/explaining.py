"""Small makers of explanation nodes, so that every rule words amounts, months and inputs alike."""

from __future__ import annotations

from decimal import Decimal

from shebaotong.kernel.api import (
    NATION,
    PROVINCES,
    Explanation,
    Month,
    Period,
    Text,
    is_city,
    province_of,
    region_title,
    round_to_fen,
)


def yuan(amount: Decimal) -> str:
    """``1288.08 元``."""
    return f"{round_to_fen(amount)} 元"


def month(value: Month) -> str:
    """``2026年2月``."""
    return f"{value.year}年{value.month}月"


def span(period: Period) -> str:
    """``2020年1月至2020年12月``; an open end is ``起``."""
    return f"{month(period.start)}起" if period.end is None else f"{month(period.start)}至{month(period.end)}"


def age(months: int) -> str:
    """``60周岁3个月``; whole years without months."""
    years, rest = divmod(months, 12)
    return f"{years}周岁{rest}个月" if rest else f"{years}周岁"


def place(region: str) -> Text:
    """A place by name. A city keeps its Chinese name in English too, with its province behind it."""
    zh = region_title(region) or region
    if region in PROVINCES:
        return PROVINCES[region]
    if region == NATION:
        return Text(zh, "the nation")
    return Text(zh, f"{zh} ({PROVINCES[province_of(region)].en})" if is_city(region) else zh)


def given(name: str, value: str, *, note: str = "") -> Explanation:
    """A leaf that the person, the register or the reviewer supplied."""
    return Explanation(name=name, value=value, note=note)
