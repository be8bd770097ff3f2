"""Values of arguments, read or refused in the same words by every command."""

from argparse import ArgumentTypeError
from datetime import date
from decimal import Decimal, InvalidOperation

from shebaotong.kernel.api import Month

_LAST_PORT = 65535


def day(text: str) -> date:
    """A date in the form ``2026-11-26``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text}: not a date YYYY-MM-DD") from None


def month(text: str) -> Month:
    """A month in the form ``2026-11``."""
    try:
        return Month.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"not a month, e.g. 2026-11: {text!r}") from None


def count(text: str) -> int:
    """How many of something: at least one."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"not a whole number of 1 or more: {text!r}")
    return int(text)


def port(text: str) -> int:
    """The number of a TCP port on which a program can be reached."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _LAST_PORT:
        raise ArgumentTypeError(f"not a port from 1 to {_LAST_PORT}: {text!r}")
    return int(text)


def number(text: str) -> Decimal:
    """A number that is not below 0: yuan, an index, a rate."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ArgumentTypeError(f"not a number: {text!r}") from None
    if not value.is_finite() or value < 0:
        raise ArgumentTypeError(f"not a number of 0 or more: {text!r}")
    return value
