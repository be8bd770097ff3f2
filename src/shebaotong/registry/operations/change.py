from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shebaotong.registry.models import Person


@dataclass(frozen=True, slots=True)
class Change:
    """Whose record changes, and because of what."""

    agency: str
    person: Person
    case_number: str
    document_ref: str
    now: datetime
