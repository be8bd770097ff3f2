"""What a log may say of an error that nobody foresaw."""

from __future__ import annotations

import traceback


def kind_and_place(error: BaseException) -> str:
    """``KeyError at …/decide.py:52``: its kind and where it was raised, never its words.

    The words of an error may hold a person's name or number; logs hold no personal data.
    """
    kind = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    return f"{kind} at {frames[-1].filename}:{frames[-1].lineno}" if frames else kind
