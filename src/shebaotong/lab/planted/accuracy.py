"""Precision and recall of the comparison on a planted population, as figures and as the published page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from shebaotong.comparison.api import compare
from shebaotong.lab.planted.damage import DAMAGES
from shebaotong.lab.planted.population import AS_OF, Planted, plant
from shebaotong.lab.planted.score import BACKGROUND, Found, Score, score, total

PUBLISHED = {"people": 20_000, "each": 200, "seed": 1}
"""What the published page was made with."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The scores of the rules alone and of the rules with statistics, on one population."""

    people: int
    each: int
    seed: int
    rejected: int
    rules: tuple[Score, ...]
    both: tuple[Score, ...]


def measure(*, people: int, each: int, seed: int) -> Accuracy:
    """Plant, compare twice and score. Raises ValueError where the pairs do not fit; InputProblem without
    Splink."""
    with TemporaryDirectory() as base:
        planted = plant(folder=Path(base), people=people, each=each, seed=seed)
        rules, rejected = _scores(planted, Path(base) / "rules.parquet", statistical=False)
        both, _ = _scores(planted, Path(base) / "both.parquet", statistical=True)
    return Accuracy(people, each, seed, rejected, tuple(rules), tuple(both))


def _scores(planted: Planted, out: Path, *, statistical: bool) -> tuple[list[Score], int]:
    report = compare(
        left=str(planted.left),
        right=str(planted.right),
        kind="enrolment",
        as_of=date(AS_OF.year, AS_OF.month, 1),
        out=out,
        statistical=statistical,
    )
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select left_agency, right_agency, confidence from read_parquet('{out}')"
        ).fetchall()
    rejected = report.left.rejected + report.right.rejected
    return score(planted=planted, found=[Found(*finding) for finding in found]), rejected


def page(accuracy: Accuracy) -> str:
    """docs/comparison/accuracy.md."""
    explained = {damage.name: damage.how for damage in DAMAGES}
    explained[BACKGROUND] = "chance: two persons of whom nothing was planted"
    lines = [
        f"| {line.damage} | {explained[line.damage]} | {line.planted or '–'} | {line.certain} "
        f"| {line.doubtful} | {both.doubtful - line.doubtful} | {both.wrong_certain} | {both.wrong_doubtful} "
        f"| {_percent(both.recall)} | {_percent(both.precision)} |"
        for line, both in zip(accuracy.rules, accuracy.both, strict=True)
    ]
    rules, both = total(accuracy.rules), total(accuracy.both)
    certain = both.certain + both.wrong_certain
    doubts = both.doubtful + both.wrong_doubtful
    template = resources.files("shebaotong.lab.planted").joinpath("accuracy_page.md")
    return template.read_text(encoding="utf-8").format(
        people=f"{accuracy.people:,}",
        each=accuracy.each,
        seed=accuracy.seed,
        rejected=accuracy.rejected,
        lines="\n".join(lines),
        certain=f"{certain:,}",
        wrong_certain=both.wrong_certain,
        doubts=f"{doubts:,}",
        right_doubts=_percent(both.doubtful / doubts if doubts else None),
        rules_recall=_percent(rules.recall),
        both_recall=_percent(both.recall),
        planted=f"{both.planted:,}",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
