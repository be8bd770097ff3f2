"""Why a private comparison did not run, or stopped: one closed list of reasons."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Told to the other province as it stands here, so it names a rule and never a person."""

    MANDATE_UNREADABLE = "mandate-unreadable"
    MANDATE_UNSIGNED = "mandate-unsigned"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    NOT_A_PARTY = "not-a-party"
    KIND_NOT_ALLOWED = "kind-not-allowed"
    COLUMN_NOT_ALLOWED = "column-not-allowed"
    ENGINE_NOT_PERMITTED = "engine-not-permitted"
    ENGINE_MISSING = "engine-missing"
    ENGINE_FAILED = "engine-failed"
    LIST_TOO_SHORT = "list-too-short"
    COMMITMENT_BROKEN = "commitment-broken"
    RATE_EXCEEDED = "rate-exceeded"
    LEDGER_DAMAGED = "ledger-damaged"
    MANDATE_DIFFERS = "mandate-differs"
    PEER_UNPROVEN = "peer-unproven"
    REPLAYED = "replayed"
    SIZE_DIFFERS = "size-differs"
    OVERLAP_TOO_SMALL = "overlap-too-small"
    OVERLAP_TOO_LARGE = "overlap-too-large"
    PROTOCOL_BROKEN = "protocol-broken"
    PEER_REFUSED = "peer-refused"
    PEER_LOST = "peer-lost"


class Refused(Exception):
    """The job stops here. ``what`` happened and what to ``do`` are for the person who runs it."""

    def __init__(self, reason: Reason, what: str, do: str) -> None:
        super().__init__(f"{what} {do}")
        self.reason = reason
        self.what = what
        self.do = do
