"""What travels: a parcel with a document, a receipt or a file, and how carrying it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

DOCUMENT = "document"
RECEIPT = "receipt"
FILE = "file"


@dataclass(frozen=True, slots=True)
class Parcel:
    sender: str
    receiver: str
    case_number: str
    kind: str
    """``document``, ``receipt`` or ``file``."""
    reference: str
    """The same reference from the same sender in the same case is the same parcel."""
    content: str
    """JSON text; the exchange does not look inside."""


class CarryFailure(Exception):
    """A parcel was not carried, or not worked in. ``permanent`` decides whether it is tried again."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Transport(Protocol):
    """Carries parcels to other agencies, wherever their copies are kept."""

    def carry(self, parcel: Parcel, *, now: datetime) -> None:
        """Return once the receiver's side has stored it. Raises CarryFailure.

        ``now`` is the sender's time; a receiver elsewhere notes the arrival by his own.

        May be called again with the same parcel: the receiver's side keeps one.
        """
