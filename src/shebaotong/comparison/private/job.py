"""One private comparison from end to end: every refusal before a list leaves, every limit before a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shebaotong.comparison.job import Progress
from shebaotong.comparison.private.approval import check_approval, check_scope
from shebaotong.comparison.private.channel import Channel, ChannelLost
from shebaotong.comparison.private.columns import trade_rows
from shebaotong.comparison.private.commitment import Opening
from shebaotong.comparison.private.engine import Engine
from shebaotong.comparison.private.findings import find
from shebaotong.comparison.private.folder import KeyFolder, write_private
from shebaotong.comparison.private.handshake import Session, shake_hands
from shebaotong.comparison.private.ledger import Job
from shebaotong.comparison.private.mandate import Comparison, Mandate, Side, opposite, parse_mandate
from shebaotong.comparison.private.own_list import OwnList, number_in, own_list
from shebaotong.comparison.private.record import JobRecord, exchange_record
from shebaotong.comparison.private.refusal import Reason, Refused


@dataclass(frozen=True, slots=True)
class PrivateReport:
    """What the person who ran the job is told. ``record`` is the file that both sides signed."""

    side: Side
    engine: str
    persons: int
    elements: int
    partner_elements: int
    overlap: int
    findings: int
    record: Path


def compare_private(
    *,
    folder: KeyFolder,
    mandate_text: str,
    kind: str | None,
    mine: str,
    engines: Mapping[str, Engine],
    channel: Channel,
    now: datetime,
    out: Path,
    progress: Progress,
) -> PrivateReport:
    """Compare the own file with the partner's, who runs the same at the other end of ``channel``.

    ``engines`` are those that can run here. ``kind`` may be None where the mandate allows one only. Raises
    Refused, after telling the partner why; InputProblem for a file that cannot be read.
    """
    mandate = parse_mandate(mandate_text)
    check_approval(mandate=mandate, trust=folder.trust, now=now)
    comparison = mandate.comparison(kind)
    side = mandate.side_of(folder.agency)
    check_scope(mandate=mandate, comparison=comparison)
    usable = _usable(mandate, engines)
    with own_list(mine, kind=comparison.kind, side=side, work=folder.work) as own:
        _check_list(own, mandate, comparison, folder)
        with _lost_line():
            session = shake_hands(
                channel=channel,
                mandate=mandate,
                comparison=comparison,
                side=side,
                node_key=folder.node_key,
                trust=folder.trust,
                engines=usable,
            )
            run = _Run(folder, mandate, comparison, session, own, engines[session.engine], now, progress)
            return run.to_the_end(out)


@dataclass(frozen=True, slots=True)
class _Run:
    folder: KeyFolder
    mandate: Mandate
    comparison: Comparison
    session: Session
    own: OwnList
    engine: Engine
    now: datetime
    progress: Progress

    def to_the_end(self, out: Path) -> PrivateReport:
        try:
            self._enter()
            places = self._meet()
            report = self._conclude(places, out)
        except Refused as refused:
            if refused.reason is not Reason.PEER_REFUSED:
                self.session.channel.refuse(refused)
            self._leave(refused.reason, None)
            raise
        except ChannelLost:
            self._leave(Reason.PEER_LOST, None)
            raise
        self._leave("finished", report.overlap)
        return report

    def _enter(self) -> None:
        """The ledger first: from here on the job counts, however it ends."""
        other = self.mandate.party(opposite(self.session.side))
        self.folder.ledger.begin(
            Job(
                self.session.id,
                self.mandate.digest,
                other.agency,
                self.comparison.kind,
                self.session.peer_nonce,
            ),
            at=self.now,
            most=self.mandate.jobs_most,
            days=self.mandate.jobs_days,
        )
        # Both have entered it, or neither list leaves.
        self.session.channel.send("entered", b"")
        self.session.channel.receive("entered")

    def _leave(self, outcome: str, overlap: int | None) -> None:
        self.folder.ledger.end(self.session.id, at=self.now, outcome=outcome, overlap=overlap)

    def _meet(self) -> list[int]:
        mine, theirs = self._elements()
        meeting = self.engine.meet(
            self.own.keys, session=self.session, mine=mine, theirs=theirs, progress=self.progress
        )
        _check_overlap(self.mandate, meeting.overlap)
        return meeting.reveal()

    def _elements(self) -> tuple[int, int]:
        left, right = self.comparison.left.elements, self.comparison.right.elements
        return (left, right) if self.session.side == "left" else (right, left)

    def _conclude(self, places: list[int], out: Path) -> PrivateReport:
        self.progress("rows", 0, 1)
        ours, theirs = trade_rows(own=self.own, places=places, session=self.session)
        left, right = (ours, theirs) if self.session.side == "left" else (theirs, ours)
        findings, digest = find(
            kind=self.comparison.kind,
            as_of=self.comparison.as_of,
            numbers=[number_in(self.own.keys[place]) for place in places],
            left=left,
            right=right,
            work=self.folder.work,
            out=out,
        )
        self.progress("rows", 1, 1)
        mine, partner = self._elements()
        return PrivateReport(
            side=self.session.side,
            engine=self.session.engine,
            persons=len(self.own.keys),
            elements=mine,
            partner_elements=partner,
            overlap=len(places),
            findings=findings,
            record=self._sign(digest, len(places)),
        )

    def _sign(self, findings: str, overlap: int) -> Path:
        record = JobRecord(
            mandate=self.mandate.digest,
            kind=self.comparison.kind,
            session=self.session.id,
            engine=self.session.engine,
            left_elements=self.comparison.left.elements,
            right_elements=self.comparison.right.elements,
            overlap=overlap,
            transcript=self.session.channel.transcript(),
            findings=findings,
        )
        text = exchange_record(
            record=record,
            session=self.session,
            mandate=self.mandate,
            node_key=self.folder.node_key,
            trust=self.folder.trust,
        )
        path = self.folder.records / f"{self.session.id}.json"
        write_private(path, text)
        return path


def _usable(mandate: Mandate, engines: Mapping[str, Engine]) -> list[str]:
    usable = [name for name in mandate.engines if name in engines]
    if not usable:
        raise Refused(
            Reason.ENGINE_NOT_PERMITTED if engines else Reason.ENGINE_MISSING,
            f"Mandate {mandate.id} permits {', '.join(mandate.engines)}; "
            f"here can run {', '.join(engines) or 'none that was asked for'}.",
            "Install the fast engine with `shebaotong private-engine install`, or have a mandate signed that "
            "permits the portable one (ecdh).",
        )
    return usable


def _check_list(own: OwnList, mandate: Mandate, comparison: Comparison, folder: KeyFolder) -> None:
    """The file is the one that was committed to, and long enough to be no question about a person."""
    mandated = comparison.side(own.side)
    opening: Opening = folder.opening(mandated.commitment)
    if own.opening(opening.salt) != opening or opening.elements != mandated.elements:
        raise Refused(
            Reason.COMMITMENT_BROKEN,
            "The file is not the one that the mandate was signed for: its rows, persons or bytes differ.",
            "Use the file that was committed to, or commit to this one and have a new mandate signed.",
        )
    if len(own.keys) < mandate.minimum_persons:
        raise Refused(
            Reason.LIST_TOO_SHORT,
            f"The file holds {len(own.keys)} persons with a certain number; the mandate asks for "
            f"{mandate.minimum_persons}.",
            "A list so short asks about persons, not about a population. Use an assistance request (协查).",
        )


def _check_overlap(mandate: Mandate, overlap: int) -> None:
    if overlap < mandate.overlap_least:
        raise Refused(
            Reason.OVERLAP_TOO_SMALL,
            f"{overlap} persons are common, fewer than the {mandate.overlap_least} of the mandate.",
            "So few are asked about one by one, with an assistance request (协查); no row was sent.",
        )
    if overlap > mandate.overlap_most:
        raise Refused(
            Reason.OVERLAP_TOO_LARGE,
            f"{overlap} persons are common, more than the {mandate.overlap_most} of the mandate.",
            "Find out why the lists overlap so much before a new mandate; no row was sent.",
        )


@contextmanager
def _lost_line() -> Iterator[None]:
    try:
        yield
    except ChannelLost as error:
        raise Refused(
            Reason.PEER_LOST,
            f"The line to the other province was lost: {error}.",
            "Nothing is left half done. Look at the line and start again on both sides.",
        ) from error
