"""What goes over the line, read byte by byte: on the line, and inside the seal as the partner sees it."""

from __future__ import annotations

import csv
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shebaotong.comparison.api import EcdhEngine, compare_private, parse_mandate, tidy_number
from shebaotong.comparison.private import curve, ecdh
from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.job import _Run
from shebaotong.comparison.private.sealed import SealedChannel
from shebaotong.lab.api import Rehearsal, rehearse
from shebaotong.lab.planted.population import Planted, plant
from support.wire import Recording, Traces

pytestmark = pytest.mark.slow

Together = Callable[..., tuple[Any, Any]]
AS_OF = date(2026, 10, 31)
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@dataclass
class Recorded:
    """One job: what each side sent, sealed and unsealed, and the secrets that only the test knows."""

    line: list[Recording]
    inside: list[Recording]
    sessions: list[Session]
    scalars: list[bytes]
    common: set[str]
    people: list[dict[str, str]]
    """Number to name, of each file."""

    keys: list[bytes]
    """Keys that the partner, or somebody on the line, could hash with."""

    def strangers(self, place: int) -> dict[str, str]:
        """Numbers and names of one side's people who are not common."""
        people = self.people[place]
        return {number: name for number, name in people.items() if body(number) not in self.common}

    def shared(self, place: int) -> dict[str, str]:
        """Numbers and names, as this side holds them, of the common people."""
        people = self.people[place]
        return {number: name for number, name in people.items() if body(number) in self.common}


def body(number: str) -> str:
    """A number without its typing and without its check digit; 15 digits as 17."""
    plain = tidy_number(number) or ""
    return f"{plain[:6]}19{plain[6:]}" if len(plain) == 15 else plain[:17]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(folder=tmp_path_factory.mktemp("wire"), people=1100, each=8, seed=5)


@pytest.fixture
def record(
    files: Planted, tmp_path: Path, lines: Any, together: Together, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Recorded]:
    return lambda: _record(files, tmp_path, lines, together, monkeypatch)


def _record(
    files: Planted, base: Path, lines: Any, together: Together, monkeypatch: pytest.MonkeyPatch
) -> Recorded:
    rehearsal: Rehearsal = rehearse(
        base=base / "keys", left=str(files.left), right=str(files.right), kind="enrolment", as_of=AS_OF,
        today=NOW.date(),
    )  # fmt: skip
    inside: dict[str, bytearray] = {"left": bytearray(), "right": bytearray()}
    sessions: dict[str, Session] = {}
    scalars: dict[str, bytes] = {}
    common: dict[str, list[str]] = {}
    send, own_list_of, conclude = SealedChannel.send, ecdh._own_list, _Run._conclude

    def sending(self: SealedChannel, name: str, payload: bytes) -> None:
        inside[self._side].extend(payload)
        send(self, name, payload)

    def own_list(workers: Any, secret: bytes, keys: Any, session: Session, *rest: Any) -> Any:
        sessions[session.side], scalars[session.side] = session, secret
        return own_list_of(workers, secret, keys, session, *rest)

    def concluding(self: _Run, places: list[int], out: Path) -> Any:
        common[self.session.side] = [self.own.keys[place].decode() for place in places]
        return conclude(self, places, out)

    monkeypatch.setattr(SealedChannel, "send", sending)
    monkeypatch.setattr(ecdh, "_own_list", own_list)
    monkeypatch.setattr(_Run, "_conclude", concluding)

    def one(place: int) -> Any:
        return compare_private(
            folder=(rehearsal.left, rehearsal.right)[place],
            mandate_text=rehearsal.mandate.read_text(),
            kind=None,
            mine=str((files.left, files.right)[place]),
            engines={"ecdh": EcdhEngine(workers=1)},
            channel=lines[place],
            now=NOW,
            out=base / f"{place}.parquet",
            progress=lambda *_: None,
        )

    reports = together(lambda: one(0), lambda: one(1))
    assert reports[0].overlap == reports[1].overlap > 0
    assert common["left"] == common["right"]
    return Recorded(
        line=[Recording(b"".join(line.sent)) for line in lines],
        inside=[Recording(bytes(inside[side])) for side in ("left", "right")],
        sessions=[sessions["left"], sessions["right"]],
        scalars=[scalars["left"], scalars["right"]],
        common={body(key.split("|")[0]) for key in common["left"]},
        people=[_people(files.left), _people(files.right)],
        keys=list(_known_keys(rehearsal, sessions)),
    )


def _people(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["person_id"]: row["name"] for row in csv.DictReader(stream)}


def _known_keys(rehearsal: Rehearsal, sessions: dict[str, Session]) -> Iterator[bytes]:
    mandate = parse_mandate(rehearsal.mandate.read_text())
    yield bytes.fromhex(mandate.digest)
    yield bytes.fromhex(mandate.comparisons[0].left.commitment)
    yield bytes.fromhex(sessions["left"].id)
    yield sessions["left"].id.encode()
    yield sessions["left"].token_key
    for session in sessions.values():
        yield bytes.fromhex(session.peer_nonce)
    for folder in (rehearsal.left, rehearsal.right):
        yield folder.trust[folder.node_key.kid].key.raw


def found(recording: Recording, traces: Traces, texts: Any) -> list[str]:
    return [f"{text}: {form}" for text in texts for form, raw in traces.of(text) if recording.holds(raw)]


def test_nothing_on_the_line_or_inside_the_seal_tells_of_anyone_outside_the_overlap(
    record: Callable[[], Recorded],
) -> None:
    recorded = record()
    traces = Traces(recorded.keys)
    assert traces.count > 250
    names_of_common = {name for place in (0, 1) for name in recorded.shared(place).values()}
    for place in (0, 1):
        strangers = recorded.strangers(place)
        assert len(strangers) > 700
        assert found(recorded.inside[place], traces, strangers) == []
        assert found(recorded.line[place], traces, list(strangers)[:200]) == []
        names = {name for name in strangers.values() if name not in names_of_common and len(name) > 2}
        assert len(names) > 300
        assert found(recorded.inside[place], Traces([]), names) == []


def test_the_line_itself_tells_of_nobody_at_all(record: Callable[[], Recorded]) -> None:
    recorded = record()
    for place in (0, 1):
        shared = recorded.shared(place)
        assert len(shared) > 50
        assert found(recorded.line[place], Traces(recorded.keys), shared) == []
        assert found(recorded.line[place], Traces([]), shared.values()) == []
        # Even inside the seal a number never travels: both sides hold it already.
        assert found(recorded.inside[place], Traces(recorded.keys), shared) == []


def test_the_reader_would_see_it(record: Callable[[], Recorded]) -> None:
    """The same reader finds what is there: columns of common people, and masked points by their scalar."""
    recorded = record()
    names = {name for name in recorded.shared(0).values() if len(name) == 3}
    assert len(found(recorded.inside[0], Traces([]), names)) > 10
    bound = bytes.fromhex(recorded.sessions[0].id)
    for place, scalar in enumerate(recorded.scalars):
        numbers = [n for n in recorded.strangers(place) if len(n) == 18 and n.isdigit()][:200]
        points = curve.points([bound + number.encode() for number in numbers])
        seen = [recorded.inside[place].holds(point) for point in curve.mask(scalar, points)]
        # Those missing have a wrong check digit: they are on no list.
        assert sum(seen) > 150
        # Who holds the other scalar only, the partner, recognises nobody.
        other = recorded.scalars[1 - place]
        assert not any(recorded.inside[place].holds(point) for point in points)
        assert not any(recorded.inside[place].holds(point) for point in curve.mask(other, points))
        assert not any(recorded.line[place].holds(point) for point in curve.mask(scalar, points))


@pytest.mark.parametrize("leak", ["sha256", "hmac"])
def test_an_engine_that_hashes_would_be_caught(
    record: Callable[[], Recorded], monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    """A mask that is a hash, or a hash with the session's key, does not pass the reader."""

    def leaking(secret: bytes, points: Any) -> list[bytes]:
        return list(points)

    def hashing(keys: Any) -> list[bytes]:
        made = []
        for key in keys:
            session, number = key[:32], key[32:]
            if leak == "hmac":
                made.append(hmac.digest(session, number, "sha256"))
            else:
                made.append(hashlib.sha256(number).digest())
        return made

    monkeypatch.setattr(curve, "mask", leaking)
    monkeypatch.setattr(curve, "points", hashing)
    monkeypatch.setattr(curve, "random_points", lambda count: [secrets.token_bytes(32) for _ in range(count)])
    recorded = record()
    assert len(found(recorded.inside[0], Traces(recorded.keys), recorded.strangers(0))) > 500
