"""A name or sentence for people, in the languages that the screens speak.

Simplified Chinese is the authority; English is written by hand; traditional Chinese is generated
from the simplified by the pages.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def to_json(self) -> dict[str, str]:
        """As a document's body holds it."""
        return {"zh": self.zh, "en": self.en}
