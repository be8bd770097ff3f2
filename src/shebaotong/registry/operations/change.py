from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Whose record changes, and because of what."""

    agency: str
    person: int
    """The agency's record."""
    case_number: str
    document_ref: str
    now: datetime
