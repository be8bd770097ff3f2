"""Whether a mandate binds: signed by two persons of each side, valid today, and wide enough for the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shebaotong.comparison.private.mandate import Comparison, Mandate, MandatedParty, Side
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.trust import TrustedKey
from shebaotong.kernel.api import SHANGHAI, BadSignature, PublicKey, verify

MINIMUM_PERSONS = 1000
"""No mandate may go below this: a list of a handful is a question about a person, not a comparison."""

SIGNERS = 2
"""Persons who must have signed for each side."""


def check_approval(*, mandate: Mandate, trust: Mapping[str, TrustedKey], now: datetime) -> None:
    """Signatures, dates and floors. Raises Refused."""
    _check_dates(mandate, now)
    if mandate.minimum_persons < MINIMUM_PERSONS:
        raise Refused(
            Reason.LIST_TOO_SHORT,
            f"Mandate {mandate.id} allows lists of {mandate.minimum_persons} persons; "
            f"fewer than {MINIMUM_PERSONS} are never compared.",
            f"Have a mandate signed with minimum_persons of {MINIMUM_PERSONS} or more.",
        )
    _check_lengths(mandate)
    signed = _signers(mandate, trust)
    if len({card.key.raw for card in signed.values()}) < len(signed):
        raise _unsigned(mandate, "two of its approvers sign with one key")
    for party in (mandate.left, mandate.right):
        _check_persons(mandate, party, signed)


def _check_lengths(mandate: Mandate) -> None:
    """The own program counts its own list; of the partner's there is only the length in the mandate."""
    for comparison in mandate.comparisons:
        for mandated in (comparison.left, comparison.right):
            if mandated.elements < mandate.minimum_persons:
                raise Refused(
                    Reason.LIST_TOO_SHORT,
                    f"Mandate {mandate.id} has a list of {mandated.elements} elements for the kind "
                    f"{comparison.kind}, and asks for {mandate.minimum_persons} persons.",
                    "No list of so many persons is so short. Have the mandate drawn up again.",
                )


def check_scope(*, mandate: Mandate, comparison: Comparison) -> None:
    """Whether the mandate allows the columns that one job needs. Raises Refused."""
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        missing = needed_columns(comparison.kind, side) - comparison.side(side).columns
        if missing:
            raise Refused(
                Reason.COLUMN_NOT_ALLOWED,
                f"The kind {comparison.kind} needs {', '.join(sorted(missing))} of the {side} side, "
                f"which mandate {mandate.id} does not allow to be sent.",
                "Have a mandate signed that lists these columns, or compare another kind.",
            )


def _check_dates(mandate: Mandate, now: datetime) -> None:
    today = now.astimezone(SHANGHAI).date()
    if today < mandate.valid_from:
        raise Refused(
            Reason.NOT_YET_VALID,
            f"Mandate {mandate.id} is valid from {mandate.valid_from}; today is {today}.",
            "Wait until then, or check the machine's clock.",
        )
    if today > mandate.valid_until:
        raise Refused(
            Reason.EXPIRED,
            f"Mandate {mandate.id} ended on {mandate.valid_until}; today is {today}.",
            "Have a new mandate signed.",
        )


def _signers(mandate: Mandate, trust: Mapping[str, TrustedKey]) -> dict[str, TrustedKey]:
    """The approvers whose signatures hold. One signature that does not hold refuses the whole mandate."""
    keys: dict[str, PublicKey] = {kid: card.key for kid, card in trust.items() if card.duty == "approver"}
    found: dict[str, TrustedKey] = {}
    for signature in mandate.signatures:
        try:
            kid = verify(signature, mandate.payload, keys).kid
        except BadSignature as error:
            raise _unsigned(mandate, str(error)) from error
        found[kid] = trust[kid]
    return found


def _check_persons(mandate: Mandate, party: MandatedParty, signed: Mapping[str, TrustedKey]) -> None:
    cards = [signed[kid] for kid in party.approvers if kid in signed]
    persons = {card.person for card in cards if card.agency == party.agency}
    if len(persons) < SIGNERS:
        raise _unsigned(mandate, f"{party.agency} needs {SIGNERS} persons, {len(persons)} signed for it")


def _unsigned(mandate: Mandate, why: str) -> Refused:
    return Refused(
        Reason.MANDATE_UNSIGNED,
        f"Mandate {mandate.id} is not signed as it must be: {why}.",
        "Two persons of each province sign it, with keys that stand in trust.json.",
    )
