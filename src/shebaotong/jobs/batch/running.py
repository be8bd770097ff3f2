"""A round of comparisons: every kind over both provinces' files, then to each agency what concerns it.

The comparison knows no agency and the findings know no comparison; here they meet. An agency gets the
findings of which it is a side, by its own province's files, and no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shebaotong.comparison.api import (
    KINDS,
    FoundRow,
    Progress,
    Report,
    SideCount,
    compare,
    read_findings,
    read_rejects,
)
from shebaotong.findings.api import BatchHead, Finding, Rejected, Run, RunSide, deliver
from shebaotong.jobs.batch.orders import Order, OrderSide, Planned, plan, read_order
from shebaotong.network.api import all_agencies

RESULTS = "results"
_Place = tuple[int, int]
"""Number of the run, and place in its file."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison of the round that has been made."""

    planned: Planned
    report: Report
    findings: Path
    rejects: Path
    evidence: Path


@dataclass(frozen=True, slots=True)
class BatchReport:
    key: str
    runs: tuple[Compared, ...]
    delivered: Mapping[str, int]
    """Agency to how many findings, of those that did not have the batch yet."""
    elsewhere: Mapping[str, int]
    """Agency code in the files to how many findings, of those that are not kept here."""


def run_batch(*, folder: Path, now: datetime, memory: str = "512MB", progress: Progress) -> BatchReport:
    """Compare what ``folder`` orders, leave the results in it, and deliver to each agency kept here.

    May be repeated: an agency that has the same batch is left as it is. Raises InputProblem for what is wrong
    with order or files, DeliveryRefused where an agency has another batch of the same key.
    """
    order = read_order(folder)
    runs = tuple(_compared(order, planned, memory, progress) for planned in plan(order))
    head = BatchHead(
        key=order.key,
        title=order.title,
        purpose=order.purpose,
        as_of=order.as_of,
        runs=tuple(_run(run) for run in runs),
        synthetic=order.synthetic,
    )
    here = {agency.code: agency.region_id for agency in all_agencies()}
    regions = {side.region for side in order.sides}
    taking_part = [agency for agency, region in sorted(here.items()) if region in regions]
    places, elsewhere = _placed(runs, here)
    delivered = {}
    for done, agency in enumerate(taking_part):
        progress("deliver", done, len(taking_part))
        number = deliver(
            agency=agency,
            head=head,
            findings=_ranked(runs, agency, places.get(agency, {})),
            rejected=_rejected(runs, agency, here[agency]),
            now=now,
        )
        if number is not None:
            delivered[agency] = number
    progress("deliver", len(taking_part), len(taking_part))
    return BatchReport(order.key, runs, delivered, elsewhere)


def _compared(order: Order, planned: Planned, memory: str, progress: Progress) -> Compared:
    folder = order.folder / RESULTS / planned.name
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"{name}.parquet" for name in ("findings", "rejects", "evidence"))

    def show(step: str, done: int, total: int) -> None:
        progress(f"{planned.name}: {step}", done, total)

    report = compare(
        left=str(planned.files[0]),
        right=str(planned.files[1]),
        kind=planned.kind,
        as_of=order.as_of,
        out=files[0],
        rejects=files[1],
        evidence=files[2],
        links=order.links,
        memory=memory,
        progress=show,
    )
    return Compared(planned, report, *files)


def _run(run: Compared) -> Run:
    planned, kind = run.planned, KINDS[run.planned.kind]
    return Run(
        name=planned.name,
        kind=kind.name,
        left=_side(planned.left, kind.left.layout.name, run.report.left),
        right=_side(planned.right, kind.right.layout.name, run.report.right),
        findings=run.report.findings,
    )


def _side(side: OrderSide, layout: str, count: SideCount) -> RunSide:
    return RunSide(side.name, layout, count.rows_in, count.rejected)


def _placed(
    runs: tuple[Compared, ...], here: Mapping[str, str]
) -> tuple[dict[str, dict[_Place, int]], dict[str, int]]:
    """The rank of each finding in the list of each agency that is a side of it, and who is not kept here.

    An agency is a side in its own province's file alone: its code in the other's is a mistake. Certain
    persons come first, then the longest, then the dearest.
    """
    keys: dict[str, list[tuple[bool, int, int, int, int]]] = {}
    elsewhere: Counter[str] = Counter()
    for run in runs:
        for found in read_findings(run.findings):
            amount = (found.left_amount_fen or 0) + (found.right_amount_fen or 0)
            key = (not found.certain, -found.months, -amount, run.planned.number, found.number)
            sides = {(found.left_agency, run.planned.left), (found.right_agency, run.planned.right)}
            for agency, side in sides:
                if agency is not None and here.get(agency) == side.region:
                    keys.setdefault(agency, []).append(key)
                elif agency is not None:
                    elsewhere[agency] += 1
    ranked = {
        agency: {key[-2:]: rank for rank, key in enumerate(sorted(own), start=1)}
        for agency, own in keys.items()
    }
    return ranked, dict(elsewhere.most_common())


def _ranked(
    runs: tuple[Compared, ...], agency: str, places: Mapping[_Place, int]
) -> Iterator[tuple[int, Finding]]:
    """The agency's findings with their ranks, read run by run."""
    with_findings = {number for number, _ in places}
    for run in runs:
        if run.planned.number not in with_findings:
            continue
        for found in read_findings(run.findings, evidence=run.evidence, agency=agency):
            if (rank := places.get((run.planned.number, found.number))) is not None:
                yield rank, _finding(run, found)


def _finding(run: Compared, found: FoundRow) -> Finding:
    return Finding(
        reference=f"{run.planned.number}-{found.number:04d}",
        run=run.planned.name,
        kind=found.kind,
        confidence=round(found.confidence * 100),
        person_id=found.person_id,
        left_agency=found.left_agency,
        left_scheme=found.left_scheme,
        right_agency=found.right_agency or "",
        right_scheme=found.right_scheme or "",
        first_month=found.first_month,
        last_month=found.last_month,
        months=found.months,
        left_fen=found.left_amount_fen,
        right_fen=found.right_amount_fen,
        rule=found.rule,
        rule_version=found.rule_version,
        signs=found.signs,
        clause=found.clause.text,
        clause_verified=found.clause.verified,
        explanation=found.explanation,
        left_rows=found.left_rows,
        right_rows=found.right_rows,
    )


def _rejected(runs: tuple[Compared, ...], agency: str, region: str) -> Iterator[Rejected]:
    """Rows of the agency's own files that could not be compared, each file's once."""
    read = set()
    for run in runs:
        kind = KINDS[run.planned.kind]
        sides = (
            ("left", run.planned.left, kind.left.layout, run.report.left),
            ("right", run.planned.right, kind.right.layout, run.report.right),
        )
        for name, side, layout, count in sides:
            file = (side.folder, layout.name)
            if side.region != region or file in read or not count.rejected or "agency" not in layout.order:
                continue
            read.add(file)
            for row in read_rejects(run.rejects, side=name, agency=agency):
                yield Rejected(layout.name, row.reason, row.column, row.detail, row.values)
