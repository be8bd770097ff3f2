"""When a rule has no answer for what it was given."""

from __future__ import annotations

from shebaotong.kernel.api import Text


class NotComputable(ValueError):
    """These inputs admit no answer: the rule does not apply, or they contradict one another.

    ``text`` says what is wrong and what to do, for the screen; the English half is the exception's own
    message. A value that merely nobody has supplied is not this error but a ``kernel.api.Unknown``.
    """

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(en)
