"""A name or sentence for people, in the languages that the screens speak.

Simplified Chinese is the authority; English is written by hand; traditional Chinese is generated
from the simplified by the pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Control characters but tab and line ends; lone surrogates; marks that turn the direction of what
# follows, with which a text can show something other than it says; characters that Unicode never assigns.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Text:
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def to_json(self) -> dict[str, str]:
        """As a document's body holds it."""
        return {"zh": self.zh, "en": self.en}


def refused_character(text: str) -> str:
    """The first character that no stored text may have, or empty: what databases cannot hold, and what
    shows a text otherwise than it is written."""
    found = _REFUSED.search(text)
    return found[0] if found else ""


def mark_refused(text: str) -> str:
    """The text with U+FFFD in place of each such character: to show what somebody else has stored."""
    return _REFUSED.sub("\ufffd", text)
