"""Two provinces in one process: a line between them, and both running at once."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shebaotong.comparison.private.channel import ChannelLost
from shebaotong.comparison.private.folder import KeyFolder, make_folder
from shebaotong.comparison.private.mandate import sign_mandate
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.trust import TrustedKey, write_trust
from shebaotong.kernel.api import PrivateKey, new_private_key, public_of

PATIENCE = 20.0


class Line:
    """One end of a line in memory; what it sends is kept for the test to read."""

    def __init__(self, outward: queue.Queue[bytes], inward: queue.Queue[bytes]) -> None:
        self._outward, self._inward = outward, inward
        self.patience = PATIENCE
        self.sent: list[bytes] = []

    def send(self, message: bytes) -> None:
        self.sent.append(message)
        self._outward.put(message)

    def receive(self) -> bytes:
        try:
            return self._inward.get(timeout=self.patience)
        except queue.Empty as error:
            raise ChannelLost("nothing came") from error


@pytest.fixture
def lines() -> tuple[Line, Line]:
    there: queue.Queue[bytes] = queue.Queue()
    back: queue.Queue[bytes] = queue.Queue()
    return Line(there, back), Line(back, there)


@pytest.fixture
def together() -> Callable[..., tuple[Any, Any]]:
    """Run both provinces at once; each result is what the function returned or the exception it raised."""

    def run(left: Callable[[], Any], right: Callable[[], Any]) -> tuple[Any, Any]:
        results: list[Any] = [None, None]

        def one(place: int, work: Callable[[], Any]) -> None:
            try:
                results[place] = work()
            except Exception as error:
                results[place] = error

        threads = [threading.Thread(target=one, args=(i, work)) for i, work in enumerate((left, right))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results[0], results[1]

    return run


@dataclass(frozen=True)
class Provinces:
    """Two folders that trust each other, and the approvers who sign for them."""

    left: KeyFolder
    right: KeyFolder
    approvers: dict[str, PrivateKey]

    def body(self, **changes: Any) -> dict[str, Any]:
        """A mandate's body that everything accepts, with top-level changes."""
        left, right = (
            {"columns": sorted(needed_columns("enrolment", side)), "elements": 2048, "commitment": "0" * 64}
            for side in ("left", "right")
        )
        return {
            "format": "shebaotong-mandate-1",
            "id": "TEST-2026-2",
            "purpose": "演示:查找两省重复参保",
            "legal_basis": "社会保险经办条例 第二十六条",
            "valid_from": "2026-11-01",
            "valid_until": "2026-12-31",
            "engines": ["rr22", "ecdh"],
            "jobs": {"most": 2, "days": 180},
            "minimum_persons": 1000,
            "overlap": {"least": 5, "most": 500},
            "left": self._party(self.left),
            "right": self._party(self.right),
            "comparisons": [{"kind": "enrolment", "as_of": "2026-10-31", "left": left, "right": right}],
        } | changes

    def signed(self, body: dict[str, Any], *, by: list[str] | None = None) -> str:
        text = json.dumps({"body": body, "signatures": []}, ensure_ascii=False)
        for kid in by if by is not None else sorted(self.approvers):
            text = sign_mandate(text, self.approvers[kid])
        return text

    def _party(self, home: KeyFolder) -> dict[str, Any]:
        kids = [kid for kid in sorted(self.approvers) if kid.startswith(home.agency)]
        return {"agency": home.agency, "node": home.node_key.kid, "approvers": kids}


@pytest.fixture
def provinces(tmp_path: Path) -> Provinces:
    homes = [make_folder(tmp_path / name, agency=name, epoch="2026") for name in ("450000", "440000")]
    cards = {kid: card for home in homes for kid, card in home.trust.items()}
    approvers = {}
    for home in homes:
        for person in ("001", "002"):
            key = new_private_key(f"{home.agency}/approver-{person}")
            approvers[key.kid] = key
            cards[key.kid] = TrustedKey(public_of(key), home.agency, "approver", person)
    for home in homes:
        write_trust(home.path / "trust.json", cards)
    return Provinces(homes[0], homes[1], approvers)
