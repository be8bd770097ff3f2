"""A number that brings its explanation along into the formula that uses it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shebaotong.kernel.api import Explanation
from shebaotong.rules.parameters.model import Value


@dataclass(frozen=True, slots=True)
class Quantity:
    number: Decimal
    explanation: Explanation

    @classmethod
    def of(cls, value: Value) -> Quantity:
        """A parameter that a lookup found."""
        return cls(value.decimal, value.explain())


def stated(name: str, number: Decimal | int, unit: str = "", *, note: str = "") -> Quantity:
    """A number from the register, the person or the reviewer, under its Chinese name."""
    shown = f"{number} {unit}" if unit else str(number)
    return Quantity(Decimal(number), Explanation(name=name, value=shown, note=note))
