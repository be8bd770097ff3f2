"""Precision and recall of findings against the planted truth, by kind of damage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shebaotong.lab.planted.damage import DAMAGES
from shebaotong.lab.planted.population import Planted

BACKGROUND = "background"
"""Findings between two persons of whom no pair was planted: chance namesakes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What matters of a finding: the agencies tell who was matched, the confidence how surely."""

    left_agency: str
    right_agency: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of one damage. For a trap, and for the background, every pair found is a wrong one."""

    damage: str
    planted: int
    certain: int
    """Found with confidence 1.0."""
    doubtful: int
    """Found with less."""
    wrong_certain: int
    """Findings that touch a person of this damage, but join the wrong two."""
    wrong_doubtful: int

    @property
    def recall(self) -> float | None:
        """Share of planted pairs found at all; None for what should not be found."""
        return (self.certain + self.doubtful) / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        """Share of right ones among the findings; None where there are none."""
        right = self.certain + self.doubtful
        found = right + self.wrong_certain + self.wrong_doubtful
        return right / found if found else None


def score(*, planted: Planted, found: Iterable[Found]) -> list[Score]:
    """One line a damage in the order of DAMAGES, then the background."""
    truth = {(pair.left_agency, pair.right_agency): pair.damage for pair in planted.pairs}
    of_left = {pair.left_agency: pair.damage.name for pair in planted.pairs}
    of_right = {pair.right_agency: pair.damage.name for pair in planted.pairs}
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for left, right, certain in _surest(found):
        damage = truth.get((left, right))
        right_one = damage is not None and damage.same_person
        name = damage.name if damage else of_right.get(right) or of_left.get(left) or BACKGROUND
        counts[name, right_one, certain] += 1
    planted_by = Counter(pair.damage.name for pair in planted.pairs if pair.damage.same_person)
    return [
        Score(
            damage=name,
            planted=planted_by[name],
            certain=counts[name, True, True],
            doubtful=counts[name, True, False],
            wrong_certain=counts[name, False, True],
            wrong_doubtful=counts[name, False, False],
        )
        for name in [*(damage.name for damage in DAMAGES), BACKGROUND]
    ]


def total(scores: Iterable[Score]) -> Score:
    """All damages together."""
    lines = list(scores)
    return Score(
        damage="all",
        planted=sum(line.planted for line in lines),
        certain=sum(line.certain for line in lines),
        doubtful=sum(line.doubtful for line in lines),
        wrong_certain=sum(line.wrong_certain for line in lines),
        wrong_doubtful=sum(line.wrong_doubtful for line in lines),
    )


def _surest(found: Iterable[Found]) -> list[tuple[str, str, bool]]:
    """Each pair of persons once: several findings of one pair are one match."""
    best: dict[tuple[str, str], bool] = {}
    for finding in found:
        pair = finding.left_agency, finding.right_agency
        best[pair] = best.get(pair, False) or finding.confidence == 1.0
    return [(left, right, certain) for (left, right), certain in sorted(best.items())]
