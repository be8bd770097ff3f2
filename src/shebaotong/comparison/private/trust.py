"""The keys that a province trusts: its own persons and machine, and those of its partners.

The file is filled when the memorandum between the provinces is signed, from cards that travel by
another way than the comparison. A mandate only names keys; it never brings them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shebaotong.kernel.api import PublicKey

Duty = Literal["node", "approver"]


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """One public key with whose it is. ``person`` is empty for a machine's key."""

    key: PublicKey
    agency: str
    duty: Duty
    person: str = ""
    """The staff number: two keys of one person are still one person."""

    def to_json(self) -> dict[str, str]:
        return {
            "kid": self.key.kid,
            "algorithm": self.key.algorithm,
            "public": self.key.raw.hex(),
            "agency": self.agency,
            "duty": self.duty,
            "person": self.person,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrustedKey:
        """Raises ValueError or KeyError where an entry is no key card."""
        duty = data["duty"]
        if duty not in ("node", "approver"):
            raise ValueError(f"unknown duty {duty!r} of key {data['kid']!r}")
        key = PublicKey(data["kid"], data["algorithm"], bytes.fromhex(data["public"]))
        return cls(key, data["agency"], duty, data["person"])


def read_trust(path: Path) -> dict[str, TrustedKey]:
    """The trusted keys by ``kid``. Raises ValueError with the file's name where it is not readable."""
    try:
        cards = [TrustedKey.from_json(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a list of key cards: {error}") from error
    found = {card.key.kid: card for card in cards}
    if len(found) != len(cards):
        raise ValueError(f"{path} lists one kid twice")
    return found


def write_trust(path: Path, cards: Mapping[str, TrustedKey]) -> None:
    entries = [cards[kid].to_json() for kid in sorted(cards)]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
