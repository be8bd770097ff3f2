"""Every private comparison that this province began, kept for good.

One JSON object a line, each with the digest of the line before it. A job is entered before the first
element leaves, so one that is cut off counts like one that ended. The rate is counted for partner and
kind over all mandates: a second mandate does not double it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from shebaotong.comparison.private.refusal import Reason, Refused

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Job:
    """One comparison with one partner, as both sides know it after the handshake."""

    session: str
    mandate: str
    partner: str
    kind: str
    peer_nonce: str


class Ledger:
    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self, job: Job, *, at: datetime, most: int, days: int) -> None:
        """Enter a job, in one locked step with the checks. Raises Refused: rate, replay or damage."""
        with self._locked() as entries:
            began = [entry for entry in entries if entry["state"] == "began"]
            if any(entry["peer_nonce"] == job.peer_nonce for entry in began):
                raise Refused(
                    Reason.REPLAYED,
                    f"{job.partner} opened this job with a number that it has used before.",
                    "Start again on both sides; where it recurs, somebody is replaying recorded messages.",
                )
            since = at - timedelta(days=days)
            recent = [
                entry
                for entry in began
                if (entry["partner"], entry["kind"]) == (job.partner, job.kind)
                and datetime.fromisoformat(entry["at"]) > since
            ]
            if len(recent) >= most:
                raise Refused(
                    Reason.RATE_EXCEEDED,
                    f"{len(recent)} jobs of kind {job.kind} with {job.partner} began within {days} days; "
                    f"the mandate allows {most}.",
                    f"The next is possible {days} days after {recent[-most]['at']}.",
                )
            self._append(
                entries,
                {
                    "state": "began",
                    "at": at.isoformat(),
                    "session": job.session,
                    "mandate": job.mandate,
                    "partner": job.partner,
                    "kind": job.kind,
                    "peer_nonce": job.peer_nonce,
                },
            )

    def end(self, session: str, *, at: datetime, outcome: str, overlap: int | None) -> None:
        """Say how a job ended: ``finished`` or the reason why it stopped."""
        with self._locked() as entries:
            self._append(
                entries,
                {
                    "state": "ended",
                    "at": at.isoformat(),
                    "session": session,
                    "outcome": outcome,
                    "overlap": overlap,
                },
            )

    def entries(self) -> list[dict[str, Any]]:
        """All entries, oldest first. Raises Refused where the chain is broken."""
        text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        found: list[dict[str, Any]] = []
        before = _START
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                entry = json.loads(line)
                whole = entry["before"] == before
            except (ValueError, KeyError, TypeError):
                whole = False
            if not whole:
                raise Refused(
                    Reason.LEDGER_DAMAGED,
                    f"{self._path} does not follow from itself at line {number}.",
                    "Restore the ledger from a backup and find out who changed it; no job runs until then.",
                )
            found.append(entry)
            before = _digest(line)
        return found

    @contextmanager
    def _locked(self) -> Iterator[list[dict[str, Any]]]:
        lock = self._path.with_suffix(".lock")
        with open(lock, "w", opener=_private) as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield self.entries()

    def _append(self, entries: list[dict[str, Any]], entry: dict[str, Any]) -> None:
        before = _digest(_line(entries[-1])) if entries else _START
        with open(self._path, "a", encoding="utf-8", opener=_private) as stream:
            stream.write(_line({**entry, "before": before}) + "\n")
            stream.flush()
            os.fsync(stream.fileno())


def _private(path: str, flags: int) -> int:
    """Made for its owner alone."""
    return os.open(path, flags, 0o600)


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
