"""All that a piece of work starts from, read in one statement.

These are the copies of cases, the command that was done before under the same key, which open cases a person
has, and the revision of the network (which tells whether remembered agreements and keys are still good).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shebaotong.cases.copy import Copy
from shebaotong.kernel.api import Document, Envelope, Receipt, read_json
from shebaotong.store.api import ask, send_with_next

_HOLD = """
SELECT pg_advisory_xact_lock(hashtext('cases of a person'), hashtext(who)) FROM unnest(%s::text[]) AS who
"""
_READ = "SELECT * FROM cases_basis(%s, %s::text[], %s, %s::text[])"


@dataclass(frozen=True, slots=True)
class DoneBefore:
    """A command that was done before under the same key."""

    digest: str
    case_number: str
    document_number: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What :func:`read_basis` has read."""

    network: int
    """Revision of the network, for ``network.as_of_revision``."""
    copies: Mapping[str, Copy]
    """By number; one without documents where the agency holds none."""
    done: DoneBefore | None
    open_cases: Mapping[tuple[str, str], str]
    """By item and person's token, the number of the case that was opened first."""


def hold_persons(*, agency: str, persons: Iterable[str]) -> None:
    """Let everybody who may open a case of these persons wait for one another until the transaction ends:
    who reads afterwards which cases are open sees what the one before has opened.

    Before anything else is read or written, and of all persons at once, so that no two wait for each other.
    """
    if held := sorted({f"{agency} {person}" for person in persons}):
        send_with_next(_HOLD, [held])


def read_basis(
    *, agency: str, numbers: Iterable[str] = (), key: str = "", persons: Iterable[str] = ()
) -> Basis:
    """Read it for an agency, in its context.

    ``numbers``: of the cases whose copies are wanted. ``key``: of the command. ``persons``: tokens of
    those whose open cases are wanted.
    """
    wanted = list(dict.fromkeys(numbers))
    rows = ask(_READ, [agency, wanted, key, list(persons)])
    network, done = 0, None
    open_cases: dict[tuple[str, str], str] = {}
    parts = {number: _Parts() for number in wanted}
    # Each row begins with its kind; what the columns behind it hold depends on that (see ``cases_basis``).
    for kind, number, a, b, c, d, at in rows:
        if kind == "d":
            parts[number].documents.append(stored_document(a, b, c, d, at))
        elif kind == "r":
            parts[number].receipts.append(Receipt.from_json(read_json(a), b))
        elif kind == "c":
            parts[number].revision, parts[number].person_token = int(a), b
        elif kind == "n":
            network = int(a)
        elif kind == "o":
            open_cases.setdefault((a, b), number)
        else:
            done = DoneBefore(a, number, int(b))
    copies = {number: found.copy(agency, number) for number, found in parts.items()}
    return Basis(network, copies, done, open_cases)


def load(*, agency: str, number: str) -> Copy:
    """The agency's copy; one without documents where it holds none. Needs the agency's context."""
    return read_basis(agency=agency, numbers=[number]).copies[number]


class _Parts:
    """What has been read of one copy so far."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.receipts: list[Receipt] = []
        self.revision = 0
        self.person_token = ""

    def copy(self, agency: str, number: str) -> Copy:
        return Copy.folded(
            agency=agency,
            number=number,
            documents=tuple(self.documents),
            receipts=tuple(self.receipts),
            revision=self.revision,
            person_token=self.person_token,
        )


def stored_document(
    envelope: str, signature: str, body: str | None, salt: str | None, delivered_at: datetime
) -> Document:
    """A document from its columns, as the tables hold them. ``body`` and ``salt`` are None where erased."""
    return Document(
        Envelope.from_json(read_json(envelope)),
        signature,
        None if body is None else read_json(body),
        salt,
        delivered_at,
    )
