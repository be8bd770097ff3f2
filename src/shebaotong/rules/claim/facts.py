"""What a claim is computed from: what registers say, and what a reviewer states for want of published law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from shebaotong.kernel.api import Explanation, Month, Source
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.retirement.age import Category
from shebaotong.rules.transfer.account_type import Sex
from shebaotong.rules.whatif.history import Stretch

STATED = "复核人录入"


@dataclass(frozen=True, slots=True)
class RecordedStretch:
    """A run of paid months in one agency's register, with the monthly base of each in yuan.

    A month without a base was paid on a base that the register does not hold.
    """

    stretch: Stretch
    bases: Mapping[Month, Decimal]


@dataclass(frozen=True, slots=True)
class ToldMonths:
    """Months that another city has told as a number only: they count, and stand on no time line."""

    place: str
    name: str
    months: int


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """None is *not known*, except ``hukou`` of a person ``without_hukou``.

    ``place`` is the agency where the claim is examined: the relation stands there. ``accounts`` are the
    balances of the cities that told theirs; ``accounts_missing`` names those that did not.
    ``deemed_claimed``: the person claims deemed years (视同缴费年限), whose months the file decides.
    ``late_agreement``: employer and employee have agreed in writing on late retirement.
    """

    birth: Month
    sex: Sex | None
    category: Category
    hukou: str | None
    without_hukou: bool
    place: str
    wanted: Month
    recorded: tuple[RecordedStretch, ...]
    told: tuple[ToldMonths, ...] = ()
    accounts: tuple[Quantity, ...] = ()
    accounts_missing: tuple[str, ...] = ()
    deemed_claimed: bool = False
    late_agreement: bool = False

    def __post_init__(self) -> None:
        codes = [each.stretch.code for each in self.recorded]
        if len(set(codes)) < len(codes):
            raise NotComputable("参保段编号重复。", "two stretches have the same code")
        if any(each.stretch.period.start < self.birth for each in self.recorded):
            raise NotComputable("参保早于出生，请核对。", "a stretch begins before the birth")
        if self.sex is not None and (self.sex == "M") is not (self.category is Category.MALE):
            raise NotComputable(
                "性别与所选的退休类别不一致，请核对。", "sex and retirement category contradict each other"
            )


@dataclass(frozen=True, slots=True)
class DeemedMonths:
    """Deemed months (视同缴费) that the examination of the file has found, and where the work was."""

    months: Quantity
    place: str


@dataclass(frozen=True, slots=True)
class StatedFigures:
    """What the reviewer states with its source, where the law's number is not published or not entered.

    Each is marked in the explanation as stated and not verified. ``base_is_last_year``: the base is the
    year before's, so that the determination is provisional. ``keep_place``: of months that two cities hold,
    this city's count, as agreed with the person.
    """

    base: Quantity | None = None
    base_is_last_year: bool = False
    index: Quantity | None = None
    wages: Mapping[int, Quantity] = field(default_factory=dict)
    account: Quantity | None = None
    deemed: DeemedMonths | None = None
    transition: Quantity | None = None
    addition: Quantity | None = None
    addition_rate: Quantity | None = None
    keep_place: str | None = None


def stated_by_reviewer(name: str, number: Decimal | int, unit: str, *, source: str) -> Quantity:
    """A number that the reviewer states, with the document that it is read from; never *verified*."""
    shown = f"{number} {unit}" if unit else str(number)
    return Quantity(
        Decimal(number),
        Explanation(
            name=name,
            value=shown,
            note=STATED,
            sources=(Source(reference=source, verified=False),),
        ),
    )
