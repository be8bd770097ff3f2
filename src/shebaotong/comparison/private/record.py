"""What both provinces sign when a job is done: the proof of what was compared, under which mandate.

It names no person. Each side keeps it with both signatures; an auditor checks it with the key cards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.mandate import Mandate, opposite
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.trust import TrustedKey
from shebaotong.kernel.api import BadSignature, PrivateKey, canonical, sign, verify


@dataclass(frozen=True, slots=True)
class JobRecord:
    """Both sides compute it for themselves; they sign only where they agree."""

    mandate: str
    """Digest of the mandate's body."""
    kind: str
    session: str
    engine: str
    left_elements: int
    right_elements: int
    overlap: int
    transcript: str
    """Digest of every message of the session."""
    findings: str
    """Digest of the findings file's rows, the same on both sides."""

    @property
    def payload(self) -> bytes:
        return canonical(asdict(self))


def exchange_record(
    *,
    record: JobRecord,
    session: Session,
    mandate: Mandate,
    node_key: PrivateKey,
    trust: Mapping[str, TrustedKey],
) -> str:
    """Sign, trade signatures and return the file to keep. Raises Refused where the two differ."""
    ours = sign(node_key, record.payload)
    session.channel.send("record", ours.encode())
    theirs = session.channel.receive("record").decode(errors="replace")
    other = mandate.party(opposite(session.side))
    signatures = {session.side: ours, opposite(session.side): theirs}
    try:
        verify(theirs, record.payload, {other.node: trust[other.node].key})
    except (BadSignature, KeyError) as error:
        raise Refused(
            Reason.PROTOCOL_BROKEN,
            f"{other.agency} did not sign the same record: {error}.",
            "Keep the findings apart and compare the versions of both programs: they saw different things.",
        ) from error
    return json.dumps({"record": asdict(record), "signatures": signatures}, indent=2)


def check_record(text: str, *, mandate: Mandate, trust: Mapping[str, TrustedKey]) -> JobRecord:
    """Verify a kept record offline. Raises ValueError or BadSignature (a ValueError) with the fault."""
    data: dict[str, Any] = json.loads(text)
    record = JobRecord(**data["record"])
    if record.mandate != mandate.digest:
        raise ValueError("the record belongs to another mandate")
    for party, side in ((mandate.left, "left"), (mandate.right, "right")):
        if party.node not in trust:
            raise ValueError(f"no card of the key {party.node}")
        verify(data["signatures"][side], record.payload, {party.node: trust[party.node].key})
    return record
