"""What travels: a parcel with a document, a receipt or a file, and how carrying it can fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Arrival:
    """A parcel in its receiver's inbox."""

    parcel: Parcel
    at: datetime
    """When it came: the delivery that counts in law, however long it then lay."""


class CarryFailure(Exception):
    """A parcel was not carried, or not worked in. ``permanent`` decides whether it is tried again."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class Transport(Protocol):
    """Carries parcels to other agencies, wherever their copies are kept."""

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        """Return once the receiver's side has stored them; those that it has not, with the reason.

        All are for one receiver. ``now`` is the sender's time; a receiver elsewhere notes the arrival by
        his own. May be called again with the same parcel: the receiver's side keeps one.
        """
