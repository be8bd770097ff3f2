"""Reading an operation's data: every field is named, typed and expected; anything else is refused."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from shebaotong.kernel.api import Month
from shebaotong.registry import refusal

_Code = TypeVar("_Code", bound=StrEnum)


class Data:
    """The data of one operation. ``done`` refuses fields that nobody asked for."""

    def __init__(self, operation: str, given: dict[str, Any]) -> None:
        self._operation = operation
        self._left = dict(given)

    def text(self, name: str, *, longest: int = 100) -> str:
        value = self._take(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise refusal.bad_data(self._operation, f"{name} is a text of 1 to {longest} characters")
        return value.strip()

    def agency(self, name: str) -> str:
        value = self.text(name, longest=6)
        if len(value) != 6 or not value.isascii() or not value.isdigit():
            raise refusal.bad_data(self._operation, f"{name} is the six digits of an agency")
        return value

    def fen(self, name: str) -> int:
        value = self._take(name)
        if type(value) is not int or value <= 0:
            raise refusal.bad_data(self._operation, f"{name} is a whole number of fen above 0")
        return value

    def month(self, name: str) -> Month:
        try:
            return Month.parse(self.text(name, longest=7))
        except ValueError:
            raise refusal.bad_data(self._operation, f"{name} is a month YYYY-MM") from None

    def month_or_none(self, name: str) -> Month | None:
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.month(name)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name, longest=10))
        except ValueError:
            raise refusal.bad_data(self._operation, f"{name} is a date YYYY-MM-DD") from None

    def day_or_none(self, name: str) -> date | None:
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.day(name)

    def code(self, name: str, codes: type[_Code]) -> _Code:
        value = self.text(name, longest=40)
        if value not in set(codes):
            raise refusal.unknown_code(name, value)
        return codes(value)

    def uscc_or_none(self, name: str) -> str | None:
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        return self.text(name, longest=18)

    def done(self) -> None:
        if self._left:
            raise refusal.bad_data(self._operation, f"unknown fields {sorted(self._left)}")

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise refusal.bad_data(self._operation, f"{name} is missing")
        return self._left.pop(name)
