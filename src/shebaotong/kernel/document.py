"""Document (文书) and receipt (回执): what a case is made of.

A document is an *envelope* that is signed and kept, and a *body* that is stored apart and can be
erased by a lawful order. The envelope holds all that status, turn and clock depend on and nothing
about the person: the body is bound to it by a salted digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from shebaotong.kernel.canonical import canonical
from shebaotong.kernel.flow import ClockEntry, Flow

ENVELOPE_VERSION = 1


class Reach(StrEnum):
    """Whom a document may reach."""

    INTERNAL = "internal"
    """Never leaves its agency; numbered in a series of its own, so that no gap betrays it."""
    SHARED = "shared"
    """All agencies of the case."""
    PERSON = "person"
    """All agencies of the case, and the person reads it."""


class Key(NamedTuple):
    """Names a document within its case: author, series, number.

    A tuple, because the fold compares and looks up keys more often than anything else.
    """

    agency: str
    number: int
    internal: bool = False

    def __str__(self) -> str:
        return f"{self.agency}/{'i' if self.internal else ''}{self.number}"


@dataclass(frozen=True, slots=True)
class FileRef:
    """An attachment by digest. The file's name may name a person, so it stands in the body."""

    sha256: str
    media_type: str
    size: int

    def to_json(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "media_type": self.media_type, "size": self.size}


@dataclass(frozen=True, slots=True)
class Envelope:
    case: str
    type: str
    """``<item>.<document>``, or ``case.<document>`` for the administrative ones."""
    version: int
    """Version of the body's schema."""
    author: str
    """Agency that wrote it."""
    number: int
    """The author's own count in this case, from 1; internal documents count apart."""
    reach: Reach
    hand: str
    """Keyed pseudonym of the person who wrote it, or ``engine``: four eyes are told by it."""
    heads: Mapping[str, int]
    """For each agency the highest shared number that the author had seen, his own included."""
    claimed_at: datetime
    """The author's clock: a claim. In law the receiver's delivery counts."""
    flow: Flow
    body_digest: str
    files: tuple[FileRef, ...] = ()
    key: Key = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", Key(self.author, self.number, self.reach is Reach.INTERNAL))

    def to_json(self) -> dict[str, Any]:
        return {
            "envelope": ENVELOPE_VERSION,
            "case": self.case,
            "type": self.type,
            "version": self.version,
            "author": self.author,
            "number": self.number,
            "reach": self.reach.value,
            "hand": self.hand,
            "heads": dict(sorted(self.heads.items())),
            "claimed_at": self.claimed_at.isoformat(),
            "flow": self.flow.to_json(),
            "body_digest": self.body_digest,
            "files": [file.to_json() for file in self.files],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Envelope:
        """Read an envelope. Raises ValueError for another envelope version, KeyError for a lack."""
        if data["envelope"] != ENVELOPE_VERSION:
            raise ValueError(f"unknown envelope version {data['envelope']!r}")
        return cls(
            case=data["case"],
            type=data["type"],
            version=data["version"],
            author=data["author"],
            number=data["number"],
            reach=Reach(data["reach"]),
            hand=data["hand"],
            heads=dict(data["heads"]),
            claimed_at=datetime.fromisoformat(data["claimed_at"]),
            flow=Flow.from_json(data["flow"]),
            body_digest=data["body_digest"],
            files=tuple(FileRef(**file) for file in data["files"]),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """An envelope with its signature and, unless it was erased, its body and salt."""

    envelope: Envelope
    signature: str
    body: dict[str, Any] | None
    salt: str | None
    delivered_at: datetime | None = None
    """When this copy's agency got it; the author's own documents: when it was stored."""
    signed: bytes = field(default=b"", compare=False, repr=False)
    """The envelope's canonical bytes, where they were made already to sign or to verify it; else empty."""

    @property
    def key(self) -> Key:
        return self.envelope.key

    def signed_text(self) -> str:
        """What the signature is over."""
        return (self.signed or canonical(self.envelope.to_json())).decode()

    @property
    def name(self) -> str:
        """The type without the item: ``application`` of ``retirement_claim.application``."""
        return self.envelope.type.partition(".")[2]


class Stage(StrEnum):
    """How far a document has come (after ETSI REM). This engine signs *delivered* and *opened*; it takes the
    others from engines that sign them too."""

    SUBMITTED = "submitted"
    RELAYED = "relayed"
    DELIVERED = "delivered"
    """The issuer's agency has it: its time counts in law."""
    OPENED = "opened"
    """Somebody of the issuer's agency has looked at it."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One agency's signed word about a document of another."""

    case: str
    document: Key
    issuer: str
    stage: Stage
    at: datetime
    clock: ClockEntry | None = None
    """With *delivered*, where the document passes the turn to the issuer: when he has to act."""
    signature: str = field(default="", compare=False)
    signed: bytes = field(default=b"", compare=False, repr=False)
    """Its canonical bytes, where they were made already to sign or to verify it; else empty."""

    def signed_text(self) -> str:
        """What the signature is over."""
        return (self.signed or canonical(self.to_json())).decode()

    def to_json(self) -> dict[str, Any]:
        """What is signed."""
        made: dict[str, Any] = {
            "case": self.case,
            "document": {"agency": self.document.agency, "number": self.document.number},
            "issuer": self.issuer,
            "stage": self.stage.value,
            "at": self.at.isoformat(),
        }
        if self.clock is not None:
            made["clock"] = self.clock.to_json()
        return made

    @classmethod
    def from_json(cls, data: dict[str, Any], signature: str = "", signed: bytes = b"") -> Receipt:
        clock = data.get("clock")
        return cls(
            case=data["case"],
            document=Key(data["document"]["agency"], data["document"]["number"]),
            issuer=data["issuer"],
            stage=Stage(data["stage"]),
            at=datetime.fromisoformat(data["at"]),
            clock=None if clock is None else ClockEntry.from_json(clock),
            signature=signature,
            signed=signed,
        )
