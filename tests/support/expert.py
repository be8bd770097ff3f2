"""A row of an example table that a pension expert reads, and the day and edition of the law it is read by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from shebaotong.kernel.api import Month, Unknown
from shebaotong.rules.api import builtin

AS_OF = date(2026, 11, 22)
PARAMETERS = builtin()

T = TypeVar("T")


class Row:
    """One example; it remembers which keys the rule read."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.read = {"名称"}

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return self.cells[key]

    def get(self, key: str) -> str | None:
        self.read.add(key)
        return self.cells.get(key)

    def month(self, key: str) -> Month:
        return Month.parse(self[key])

    def money(self, key: str) -> Decimal:
        return Decimal(self[key])

    def age_months(self, key: str) -> int:
        found = re.fullmatch(r"(\d+)岁(?:(\d+)个月)?", self[key])
        assert found is not None
        return 12 * int(found[1]) + int(found[2] or 0)


def known(found: T | Unknown) -> T:
    assert not isinstance(found, Unknown), found
    return found


def number(row: Row, key: str) -> int | None:
    text = row.get(key)
    return None if text is None else int(text)


def money(row: Row, key: str) -> Decimal | None:
    text = row.get(key)
    return None if text is None else Decimal(text)
