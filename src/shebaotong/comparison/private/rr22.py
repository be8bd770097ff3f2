"""The fast engine: RR22 (Raghuraman and Rindal, CCS 2022) of the library ``spu``, in a process of its own.

That process never sees a number: it gets tokens, keyed with a key of this session alone, padded with
random ones. Its own connection to the partner's process is TLS, and each side accepts exactly the
certificate that the other has just made and sent under the session's seal. Unlike the portable engine it
tells who is common together with how many.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import secrets
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shebaotong.comparison.job import Progress
from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import broken

_WORKER = Path(__file__).with_name("rr22_worker.py")
_ENDLESS = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rr22Engine:
    """``python`` is the interpreter of the engine's environment; ``address`` is ``HOST:PORT``, where the
    partner's process reaches ours; temporary files go to ``work``, which only we can read."""

    python: Path
    address: str
    work: Path
    patience_seconds: int
    name: str = "rr22"

    def meet(
        self, keys: Sequence[bytes], *, session: Session, mine: int, theirs: int, progress: Progress
    ) -> Rr22Meeting:
        with tempfile.TemporaryDirectory(dir=self.work, prefix="rr22-") as folder:
            place = Path(folder)
            _write_tokens(place / "tokens.csv", keys, session.token_key, mine)
            progress("tokens", mine, mine)
            job = self._job(place, session)
            self._run(place, job, mine)
            progress("intersection", theirs, theirs)
            return Rr22Meeting(_read_common(place / "common.csv", len(keys)))

    def _job(self, place: Path, session: Session) -> dict[str, str | int]:
        """Make a certificate, trade it and the address for the partner's, and describe the run."""
        ours = _write_certificate(place, session.side)
        session.channel.send_object("engine", {"address": self.address, "certificate": ours})
        theirs = session.channel.receive_object("engine")
        address, certificate = theirs.get("address"), theirs.get("certificate")
        if not isinstance(address, str) or not isinstance(certificate, str):
            raise broken("the partner names no address or certificate for the fast engine")
        (place / "partner.pem").write_text(certificate)
        left = session.side == "left"
        return {
            "session": session.id,
            "rank": 0 if left else 1,
            "left": self.address if left else address,
            "right": address if left else self.address,
            "tokens": str(place / "tokens.csv"),
            "common": str(place / "common.csv"),
            "report": str(place / "report.json"),
            "certificate": str(place / "own.pem"),
            "key": str(place / "own.key"),
            "partner": str(place / "partner.pem"),
            "patience_seconds": self.patience_seconds,
        }

    def _run(self, place: Path, job: dict[str, str | int], mine: int) -> None:
        said = ""
        try:
            said = subprocess.run(
                [str(self.python), "-X", "faulthandler", str(_WORKER)],
                input=json.dumps(job),
                capture_output=True,
                text=True,
                cwd=place,
                env={"TMPDIR": str(place), "PATH": "/usr/bin:/bin"},
                timeout=self.patience_seconds,
                # What it has come to is in the report, whatever its leave-taking comes to.
                check=False,
            ).stderr
            sent = json.loads((place / "report.json").read_text())["sent"]
        except (OSError, subprocess.SubprocessError, ValueError, LookupError) as error:
            raise Refused(
                Reason.ENGINE_FAILED,
                f"The fast engine stopped: {(said or str(error)).strip()[-400:]}",
                f"Check that {job['left']} and {job['right']} reach each other, then start again.",
            ) from error
        if sent != mine:
            raise Refused(
                Reason.ENGINE_FAILED,
                f"The fast engine took {sent} of {mine} tokens.",
                "Reinstall it with `shebaotong private-engine install`.",
            )


@dataclass(frozen=True, slots=True)
class Rr22Meeting:
    places: list[int]

    @property
    def overlap(self) -> int:
        return len(self.places)

    def reveal(self) -> list[int]:
        return self.places


def _write_tokens(path: Path, keys: Sequence[bytes], token_key: bytes, mine: int) -> None:
    tokens = [hmac.digest(token_key, key, hashlib.sha256).hex() for key in keys]
    tokens += [secrets.token_hex(32) for _ in range(mine - len(keys))]
    with path.open("w", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["token", "place"])
        lines.writerows(sorted(zip(tokens, range(mine), strict=True)))


def _read_common(path: Path, real: int) -> list[int]:
    """Places of the common tokens, in order of the tokens, which is the same on both sides."""
    with path.open(newline="") as stream:
        common = sorted((line["token"], int(line["place"])) for line in csv.DictReader(stream))
    places = [place for _, place in common]
    if any(place >= real for place in places):
        raise broken("an element of the padding met the partner's list")
    return places


def _write_certificate(place: Path, side: str) -> str:
    """A key and certificate for this session alone; its dates do not matter, the partner pins it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, side)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(_ENDLESS)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    (place / "own.pem").write_text(pem)
    (place / "own.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return pem
