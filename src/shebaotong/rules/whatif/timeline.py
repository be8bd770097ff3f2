"""All months of a life on one line: who held each, which count twice, which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from shebaotong.kernel.api import Month, Period, Unknown, count_months, merge_periods
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.transfer.account_type import AccountKind
from shebaotong.rules.transfer.benefit_place import Spell
from shebaotong.rules.transfer.overlap import PaidSpell, count_once
from shebaotong.rules.whatif.history import PensionScheme, Stretch


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One bar of the picture: a stretch, and the part of it that counts (each month once)."""

    stretch: Stretch
    period: Period
    """The stretch, closed at the end of the line."""
    counted: tuple[Period, ...]
    assumed: bool

    @property
    def months(self) -> int:
        return sum(len(period) for period in self.counted)


@dataclass(frozen=True, slots=True)
class Timeline:
    """``lines`` in order of their beginning.

    ``undecided`` asks which of two overlapping stretches to keep: until that is agreed, their common
    months count in the sum, but in no place.
    """

    until: Month
    lines: tuple[TimelineLine, ...]
    months: int
    """Distinct months of the employees' scheme, deemed ones included."""
    overlaps: tuple[Period, ...]
    gaps: tuple[Period, ...]
    undecided: Unknown | None

    def spells(self) -> tuple[Spell, ...]:
        """As the rule of the benefit place reads them: in the order in which they end."""
        working = sorted(
            (line for line in self.lines if line.stretch.scheme is PensionScheme.EMPLOYEE),
            key=lambda line: (line.period.end or self.until, line.period.start),
        )
        return tuple(
            Spell(line.stretch.place, line.months, order, line.stretch.account)
            for order, line in enumerate(working, start=1)
        )

    def months_in(self, place: str) -> int:
        """Months that count in a province's general accounts."""
        return sum(
            line.months
            for line in self.lines
            if line.stretch.scheme is PensionScheme.EMPLOYEE
            and line.stretch.account is AccountKind.GENERAL
            and line.stretch.province == place
        )


def months_by(stretches: Iterable[Stretch], until: Month) -> int:
    """Distinct months of the employees' scheme up to ``until``, as :class:`Timeline` counts them."""
    closed = (
        stretch.period.closed(until) for stretch in stretches if stretch.scheme is PensionScheme.EMPLOYEE
    )
    return count_months(period for period in closed if period is not None)


def draw(
    *,
    stretches: Sequence[Stretch],
    assumed: Sequence[Stretch],
    keep: Sequence[str],
    until: Month,
    as_of: date,
    parameters: Parameters,
) -> Timeline:
    """The line up to ``until``, facts first, then what is assumed. Later months are cut off."""
    drawn = [
        (stretch, period, stretch in assumed)
        for stretch in (*stretches, *assumed)
        if (period := stretch.period.closed(until)) is not None
    ]
    working = [(stretch, period) for stretch, period, _ in drawn if stretch.scheme is PensionScheme.EMPLOYEE]
    counted, undecided = _count(working, keep, as_of=as_of, parameters=parameters)
    lines = tuple(
        TimelineLine(stretch, period, counted.get(stretch.code, ()), is_assumed)
        for stretch, period, is_assumed in sorted(drawn, key=lambda entry: (entry[1].start, entry[0].code))
    )
    covered = merge_periods(period for _, period in working)
    return Timeline(
        until=until,
        lines=lines,
        months=sum(len(run) for run in covered),
        overlaps=_overlaps([period for _, period in working]),
        gaps=_gaps(covered),
        undecided=undecided,
    )


def _count(
    working: Sequence[tuple[Stretch, Period]], keep: Sequence[str], *, as_of: date, parameters: Parameters
) -> tuple[dict[str, tuple[Period, ...]], Unknown | None]:
    """The periods that each stretch counts, by code; and the question, where a choice is still open."""
    rank = {code: place for place, code in reversed(list(enumerate(keep)))}
    held: dict[Month, list[Stretch]] = {}
    for stretch, period in working:
        for month in period:
            held.setdefault(month, []).append(stretch)
    counted: dict[str, list[Month]] = {}
    contested = False
    for month, holders in held.items():
        keeper = _keeper(holders, rank)
        if keeper is None:
            contested = True
        else:
            counted.setdefault(keeper.code, []).append(month)
    periods = {code: _runs(months) for code, months in counted.items()}
    return periods, _ask(working, keep, as_of=as_of, parameters=parameters) if contested else None


def _keeper(holders: Sequence[Stretch], rank: Mapping[str, int]) -> Stretch | None:
    """Who keeps a month: the one agreed on; within one province and kind of account, one that was paid."""
    agreed = [stretch for stretch in holders if stretch.code in rank]
    if agreed:
        return min(agreed, key=lambda stretch: rank[stretch.code])
    if len({(stretch.province, stretch.account) for stretch in holders}) > 1:
        return None
    return min(holders, key=lambda stretch: stretch.deemed)


def _ask(
    working: Sequence[tuple[Stretch, Period]], keep: Sequence[str], *, as_of: date, parameters: Parameters
) -> Unknown | None:
    """The question of the rule on overlaps (人社部发〔2009〕187号 第三条)."""
    spells = [PaidSpell(stretch.code, stretch.place, period, Decimal(0)) for stretch, period in working]
    codes = {spell.code for spell in spells}
    asked = count_once(
        spells=spells,
        keep=[code for code in keep if code in codes],
        as_of=as_of,
        parameters=parameters,
    )
    return asked if isinstance(asked, Unknown) else None


def _runs(months: Iterable[Month]) -> tuple[Period, ...]:
    return tuple(merge_periods(Period(month, month) for month in months))


def _overlaps(periods: Sequence[Period]) -> tuple[Period, ...]:
    found = [
        common
        for place, period in enumerate(periods)
        for other in periods[place + 1 :]
        if (common := period.overlap(other)) is not None
    ]
    return tuple(merge_periods(found))


def _gaps(covered: Sequence[Period]) -> tuple[Period, ...]:
    return tuple(
        Period(earlier.end + 1, later.start + -1)
        for earlier, later in pairwise(covered)
        if earlier.end is not None
    )
