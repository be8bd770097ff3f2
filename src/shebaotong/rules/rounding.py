"""Exact arithmetic, rounded once, half up: to the cent as the agencies' notices do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal, places: int) -> Decimal:
    """``value`` (0 or more) with exactly ``places`` decimals, halves upwards."""
    exact = Fraction(value)
    scaled = exact * 10**places + Fraction(1, 2)
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def half_down(value: Fraction | Decimal, places: int) -> Decimal:
    """As :func:`half_up`, but halves downwards."""
    scaled = Fraction(value) * 10**places - Fraction(1, 2)
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-places)


def years_of(months: int) -> Decimal:
    """Contribution years with two decimals, as every later step of a determination uses them."""
    return half_up(Fraction(months, 12), 2)
