"""Money: integer fen where it is stored and added, ``Decimal`` yuan where a formula runs; never float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Fen = NewType("Fen", int)
"""A whole number of fen (0.01 yuan)."""

_FEN = Decimal("0.01")
_FORM = re.compile(r"-?\d{1,15}(\.\d{1,2})?")


def round_to_fen(amount: Decimal) -> Decimal:
    """An amount in yuan, rounded half up to whole fen as the agencies' notices do.

    Python's own rounding (half to even) would sometimes differ by a fen.
    """
    return amount.quantize(_FEN, rounding=ROUND_HALF_UP)


def to_fen(yuan: Decimal) -> Fen:
    """Yuan to fen, rounded half up."""
    return Fen(int(round_to_fen(yuan) * 100))


def to_yuan(fen: int) -> Decimal:
    """Fen to yuan with two decimals."""
    return (Decimal(fen) / 100).quantize(_FEN)


def parse_yuan(text: str) -> Fen:
    """Read what a person typed, e.g. ``1234.5`` or ``1,234.50``.

    Raises ValueError for anything with more than two decimals or another character: an amount is
    never rounded silently on the way in.
    """
    plain = text.strip().replace(",", "").replace("，", "")
    if not _FORM.fullmatch(plain):
        raise ValueError(f"not an amount in yuan with at most two decimals: {text!r}")
    return Fen(int(Decimal(plain) * 100))


def show_yuan(fen: int) -> str:
    """``1,234.50``: for screens and paper, without the unit."""
    return f"{to_yuan(fen):,}"
