"""A list fixed before the run: how long it is and which file it is, without saying so.

The mandate carries the commitment. The opening stays in the province's own folder: its own program
refuses another file, and an auditor who is given the opening can count the file again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shebaotong.kernel.api import canonical

_TAG = b"shebaotong private list 1\n"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a commitment hides. ``salt`` is 32 random bytes in hex, so that counts cannot be tried out."""

    salt: str
    kind: str
    rows: int
    persons: int
    """Distinct persons whose number is certain: the length of the list without its padding."""
    files: tuple[str, ...]
    """SHA-256 of each input file, hex, in order of name."""

    @property
    def commitment(self) -> str:
        return hashlib.sha256(_TAG + canonical(self.to_json())).hexdigest()

    @property
    def elements(self) -> int:
        """The length of the list as it is sent."""
        return padded(self.persons)

    def opens(self, commitment: str) -> bool:
        return hmac.compare_digest(self.commitment, commitment)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "files": list(self.files)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Opening:
        """Raises KeyError or TypeError where ``data`` is no opening."""
        return cls(data["salt"], data["kind"], data["rows"], data["persons"], tuple(data["files"]))


def padded(count: int) -> int:
    """The next length that keeps only the leading bits of ``count``.

    This is Padmé (Nikitin et al., PoPETs 2019(4)): at most 12 % longer, and a list of n persons tells
    O(log log n) bits about n instead of O(log n).
    """
    if count < 4:
        return count
    exponent = count.bit_length() - 1
    spare = exponent - exponent.bit_length()
    block = (1 << spare) - 1
    return (count + block) & ~block


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
