"""What can go wrong with a command, as types: pages and API give them their words."""

from __future__ import annotations

from collections.abc import Sequence

from shebaotong.cases.actions import Denial
from shebaotong.kernel.api import Objection, Text
from shebaotong.network.api import NearOutlet


class CaseError(Exception):
    """Base of all that a caller may be told."""


class UnknownCase(CaseError):
    """This agency holds no case of that number; said alike whether or not it exists elsewhere."""


class NotAllowed(CaseError):
    """The actor may not do this now; ``denial`` says why."""

    def __init__(self, denial: Denial) -> None:
        super().__init__(denial.value)
        self.denial = denial


class NotAccepted(CaseError):
    """The agency may not accept this item for a person insured there."""

    def __init__(self, reason: Text, where_instead: tuple[NearOutlet, ...]) -> None:
        super().__init__(reason.zh)
        self.reason = reason
        self.where_instead = where_instead
        """The nearest windows where it can be done."""


class Objected(CaseError):
    """The body fits its schema, and the item has something against it."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__("; ".join(each.text.en for each in objections))
        self.objections = tuple(objections)


class StaleEdit(CaseError):
    """The case has changed since the actor looked at it."""


class KeyReused(CaseError):
    """An Idempotency-Key was used before for another command."""


class FilesGone(CaseError):
    """A file was uploaded so long ago that it has been removed: it has to be chosen again."""


class Refused(CaseError):
    """Nothing was written, for a reason that can be told to people: the register or the locator refuses what
    has to follow (it holds no record of the person, say), or a number is another person's."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text
