"""The units that a parameter may be given in, and how each is read and shown.

A unit refuses what cannot be meant: 16 where a ratio is asked is a percentage typed by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebaotong.kernel.api import Month

Scalar = Decimal | int | str | Month

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")


def read_day(text: str) -> date:
    """``YYYY-MM-DD`` and no other form of a date. Raises ValueError saying so."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a date in the form YYYY-MM-DD")


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError("a whole number, 0 or more")
    return int(text)


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError("a number, 0 or more, written out in digits")
    return Decimal(text)


def _yuan(text: str) -> Decimal:
    amount = _number(text)
    if amount != round(amount, 2):
        raise ValueError("an amount in yuan with at most two decimals")
    return amount


def _ratio(text: str) -> Decimal:
    ratio = _number(text)
    if ratio > 1:
        raise ValueError("a ratio from 0 to 1 (16 % is written 0.16)")
    return ratio


def _word(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError("a lower-case word")
    return text


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise ValueError("a month in the form YYYY-MM") from None


def _in_words(month: Scalar) -> str:
    assert isinstance(month, Month)
    return f"{month.year}年{month.month}月"


def _percent(ratio: Scalar) -> str:
    assert isinstance(ratio, Decimal)
    return f"{(ratio * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: ``read`` raises ValueError saying what it wants; ``suffix`` is how Chinese shows it."""

    code: str
    read: Callable[[str], Scalar]
    suffix: str = ""
    show_as: Callable[[Scalar], str] = str

    def show(self, value: Scalar) -> str:
        """With the unit, as the person reads it: ``139 个月``, ``8%``."""
        text = self.show_as(value)
        return f"{text} {self.suffix}" if self.suffix else text


UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("yuan", _yuan, "元"),
        Unit("yuan_per_month", _yuan, "元/月"),
        Unit("yuan_per_year", _yuan, "元/年"),
        Unit("months", _whole, "个月"),
        Unit("years", _whole, "年"),
        Unit("age", _whole, "周岁"),
        Unit("working_days", _whole, "个工作日"),
        Unit("days", _whole, "日"),
        Unit("count", _whole),
        Unit("multiple", _number, "倍"),
        Unit("ratio", _ratio, show_as=_percent),
        Unit("month", _month, show_as=_in_words),
        Unit("choice", _word),
    )
}

KEYS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("age", _whole, "周岁"),
        Unit("year", _whole, "年"),
        Unit("years", _whole, "年"),
        Unit("months", _whole, "个月"),
        Unit("grade", _whole, "级"),
        Unit("tier", _whole, "档"),
        Unit("yuan", _whole, "元"),
        Unit("name", _word),
    )
}
"""What the rows of a table may be keyed by."""
