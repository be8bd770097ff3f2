"""What the environment says, read or refused in words that name the variable."""

import os

from django.core.exceptions import ImproperlyConfigured


def whole_number(name: str, *, otherwise: int) -> int:
    """A variable that counts something, at least 1. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, str(otherwise))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number of 1 or more.")
    return int(text)
