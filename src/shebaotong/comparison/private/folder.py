"""A province's own folder: its machine's key, the keys it trusts, its ledger and its openings.

Nobody but the user who runs the program can read it; the other province has a folder of its own and no
way into this one.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from shebaotong.comparison.private.commitment import Opening
from shebaotong.comparison.private.ledger import Ledger
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.trust import TrustedKey, read_trust, write_trust
from shebaotong.kernel.api import PrivateKey, new_private_key, public_of

_OWN = "agency.json"
_KEY = "node.key.json"
_TRUST = "trust.json"


@dataclass(frozen=True, slots=True)
class KeyFolder:
    path: Path
    agency: str
    node_key: PrivateKey

    @property
    def trust(self) -> dict[str, TrustedKey]:
        return read_trust(self.path / _TRUST)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.path / "ledger.jsonl")

    @property
    def work(self) -> Path:
        """For files that live as long as a job."""
        return private_folder(self.path / "work")

    @property
    def records(self) -> Path:
        """For what both sides signed at the end of each job."""
        return private_folder(self.path / "records")

    def keep_opening(self, opening: Opening) -> None:
        folder = private_folder(self.path / "openings")
        write_private(folder / f"{opening.commitment}.json", json.dumps(opening.to_json(), indent=2))

    def opening(self, commitment: str) -> Opening:
        """The opening of a commitment that this province made. Raises Refused where it has none."""
        try:
            text = (self.path / "openings" / f"{commitment}.json").read_text(encoding="utf-8")
            opening = Opening.from_json(json.loads(text))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(
                Reason.COMMITMENT_BROKEN,
                f"This folder holds no opening of the mandate's commitment {commitment[:12]}….",
                "Run it with the folder in which `shebaotong mandate commit` was run.",
            ) from error
        if not opening.opens(commitment):
            raise Refused(
                Reason.COMMITMENT_BROKEN,
                f"The opening of the commitment {commitment[:12]}… was changed.",
                "Restore the folder from a backup, or commit again and have a new mandate signed.",
            )
        return opening


def open_folder(path: Path) -> KeyFolder:
    """Raises ValueError with what is wrong where the folder is not complete or others can read its key."""
    key_file = path / _KEY
    if not key_file.exists():
        raise ValueError(f"{path} holds no key: make one with `shebaotong mandate keys --keys {path}`")
    if key_file.stat().st_mode & 0o077:
        raise ValueError(f"others can read {key_file}: run `chmod 600 {key_file}` and consider a new key")
    agency = json.loads((path / _OWN).read_text(encoding="utf-8"))["agency"]
    return KeyFolder(path, agency, read_private_key(key_file))


def make_folder(path: Path, *, agency: str, epoch: str) -> KeyFolder:
    """A new folder with a fresh key for the machine. Raises ValueError where one is there already."""
    if (path / _KEY).exists():
        raise ValueError(f"{path} has a key already; a second one would orphan what the first has signed")
    private_folder(path)
    key = new_private_key(f"{agency}/node-{epoch}")
    write_private_key(path / _KEY, key)
    write_private(path / _OWN, json.dumps({"agency": agency}))
    write_trust(path / _TRUST, {key.kid: TrustedKey(public_of(key), agency, "node")})
    return KeyFolder(path, agency, key)


def write_private_key(path: Path, key: PrivateKey) -> None:
    text = json.dumps({"kid": key.kid, "algorithm": key.algorithm, "private": key.raw.hex()})
    write_private(path, text)


def read_private_key(path: Path) -> PrivateKey:
    """Raises ValueError where the file is no private key of ours."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return PrivateKey(data["kid"], data["algorithm"], bytes.fromhex(data["private"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is not a private key written by this program") from error


def private_folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
