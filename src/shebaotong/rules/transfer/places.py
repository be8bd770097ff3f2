"""Provinces as the transfer rules compare them: the Corps (新疆生产建设兵团) counts as one of its own."""

from __future__ import annotations

from typing import overload

from shebaotong.kernel.api import province_of, region_title
from shebaotong.rules.refusal import NotComputable


@overload
def province(region: str) -> str: ...
@overload
def province(region: None) -> None: ...
@overload
def province(region: str | None) -> str | None: ...


def province(region: str | None) -> str | None:
    """The province-level unit of a place; None stays None. Raises NotComputable for unknown codes."""
    if region is None:
        return None
    try:
        return province_of(region)
    except ValueError as error:
        raise NotComputable(f"未知的行政区划代码：{region}", str(error)) from error


def shown(region: str | None) -> str:
    """The Chinese name of the province-level unit, as an explanation shows it."""
    place = province(region)
    return "未知" if place is None else region_title(place) or place
