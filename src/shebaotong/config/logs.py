"""Logs without personal data: to standard error, numbers of people and telephones blotted out."""

import logging
import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Long before short: a resident ID also contains runs that look like telephones.
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[0-9]{17}[0-9Xx]"  # resident ID, residence permit
    r"|[0-9]{15}"  # resident ID of the first generation, foreign permanent residence (old)
    r"|[A-Z]{3}[0-9]{12}"  # foreign permanent residence
    r"|[HMhm][0-9]{8,10}"  # Hong Kong and Macau travel permit
    r"|[A-Za-z]{1,2}[0-9]{7,8}"  # passport
    r"|1[3-9][0-9]{9}"  # mobile telephone
    r"|[0-9]{16,19}"  # bank account
    r"|[0-9]{8}"  # Taiwan travel permit
    r")(?![0-9A-Za-z])"
)
BLOT = "▇▇▇"


def redact(text: str) -> str:
    """The text with everything blotted out that could be the number of a person, telephone or account."""
    return _NUMBERS.sub(BLOT, text)


class RedactingFormatter(logging.Formatter):
    """Redacts the whole line after formatting, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


LEVELS = ("INFO", "WARNING", "ERROR")
"""What may be left out of the log. Debugging is not among them: it writes data of people."""


def logging_configuration(level: str) -> dict[str, Any]:
    """For ``logging.config``: everything from that level on. Raises ImproperlyConfigured for no level."""
    if level not in LEVELS:
        raise ImproperlyConfigured(f"SHEBAOTONG_LOG_LEVEL is {level!r}; it may be {', '.join(LEVELS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "redacted": {
                "()": RedactingFormatter,
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "redacted"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its debug level writes every statement with its parameters.
            "django.db.backends": {"level": max("WARNING", level, key=LEVELS.index)},
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "procrastinate": {"level": max("WARNING", level, key=LEVELS.index)},
        },
    }
