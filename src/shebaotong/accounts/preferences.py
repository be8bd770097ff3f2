"""How a person wants the screens: language, elder mode, size of text, contrast."""

from __future__ import annotations

from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.kernel.api import Text

TEXT_SIZES = (100, 118, 138, 165, 188)
"""Percent of the normal size; the last makes 16 px into 30 px."""


def set_preferences(
    *, user: User, language: str, elder_mode: bool, text_size: int, high_contrast: bool
) -> None:
    """Keep the choices with the account. Raises AccountRefused for a language or size that is none."""
    if language not in User.Language.values or text_size not in TEXT_SIZES:
        raise AccountRefused(
            "choice", Text("没有这个语言或字号。", "There is no such language or text size.")
        )
    user.language, user.elder_mode = language, elder_mode
    user.text_size, user.high_contrast = text_size, high_contrast
    user.face_chosen = True
    with account_context(user):
        user.save(update_fields=["language", "elder_mode", "text_size", "high_contrast", "face_chosen"])
