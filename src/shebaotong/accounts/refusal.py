"""Why an account may not do something, in words for the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from shebaotong.kernel.api import Text


class AccountRefused(Exception):
    """``code`` names the reason for programs, ``reason`` says it to people; ``until`` where time heals it."""

    def __init__(self, code: str, reason: Text, *, until: datetime | None = None) -> None:
        super().__init__(reason.zh)
        self.code = code
        self.reason = reason
        self.until = until
