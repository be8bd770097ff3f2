"""What is asked with: the facts of one life, and what is assumed about the rest of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shebaotong.kernel.api import Month, Period
from shebaotong.rules.quantity import Quantity
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.retirement.age import Category
from shebaotong.rules.transfer.account_type import AccountKind, Sex
from shebaotong.rules.transfer.places import province


class PensionScheme(StrEnum):
    EMPLOYEE = "employee"
    RESIDENT = "resident"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of months of insurance in one place, as a register reports it.

    ``place`` is a region code. A period without an end still runs. ``deemed`` months (视同缴费) were worked
    but never paid; they count for years and for the place, and put nothing into the account.
    """

    code: str
    place: str
    period: Period
    scheme: PensionScheme = PensionScheme.EMPLOYEE
    account: AccountKind = AccountKind.GENERAL
    deemed: bool = False

    @property
    def province(self) -> str:
        return province(self.place)


@dataclass(frozen=True, slots=True)
class DrawnPension:
    """A basic pension in payment, or only suspended; ``place`` is a region code."""

    place: str
    scheme: PensionScheme
    since: Month


@dataclass(frozen=True, slots=True)
class InsuranceHistory:
    """The facts. None is *not known* everywhere, except ``hukou`` of a person ``without_hukou``.

    ``keep`` names stretches by code, in the order in which person and agencies agreed to keep them where
    months overlap. Without an ``index`` it is computed from ``bases``, where the wages are
    known. ``relation`` is the province that holds the relation; None reads it from the stretches.
    Raises NotComputable for facts that contradict one another.
    """

    birth: Month
    sex: Sex | None
    category: Category | None
    hukou: str | None
    stretches: tuple[Stretch, ...]
    without_hukou: bool = False
    relation: str | None = None
    account: Quantity | None = None
    index: Quantity | None = None
    addition_rate: Quantity | None = None
    keep: tuple[str, ...] = ()
    bases: Mapping[str, Mapping[Month, Decimal]] = field(default_factory=dict)
    """By stretch: the monthly base of each paid month, in yuan, as far as a register holds it."""
    drawn: tuple[DrawnPension, ...] = ()
    """As far as a register says so; the answer then stands for reference only, and says so."""

    def __post_init__(self) -> None:
        codes = [stretch.code for stretch in self.stretches]
        if len(set(codes)) < len(codes):
            raise NotComputable("参保段编号重复。", "two stretches have the same code")
        if any(stretch.period.start < self.birth for stretch in self.stretches):
            raise NotComputable("参保早于出生，请核对。", "a stretch begins before the birth")
        if self.sex and self.category and (self.sex == "M") is not (self.category is Category.MALE):
            raise NotComputable("性别与职工类别不一致，请核对。", "sex and category contradict each other")
        if self.without_hukou and self.hukou is not None:
            raise NotComputable("户籍信息前后矛盾。", "a person without hukou cannot have one")


@dataclass(frozen=True, slots=True)
class FurtherMove:
    """A further move: from ``month`` on the person works and pays in ``place``."""

    place: str
    month: Month
    approved_job_transfer: bool | None = False


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed, none of it a fact. The answer repeats every line in words.

    ``pays_on``: contributions go on every month until the month before retirement, in the place of the
    stretch that still runs. ``monthly_base`` and ``interest`` (a yearly ratio) make the account grow; without
    them it stays as it is. Where the calculation base of a month is not published, ``calculation_base`` in
    yuan stands in; without it, under ``latest_base``, the last one that is published, unchanged.
    ``employer_agreed`` None is not known.
    """

    as_of: date
    pays_on: bool
    latest_base: bool
    monthly_base: Decimal | None = None
    interest: Decimal | None = None
    employer_agreed: bool | None = None
    moves: tuple[FurtherMove, ...] = ()
    calculation_base: Decimal | None = None

    def __post_init__(self) -> None:
        if self.monthly_base is not None and self.monthly_base < 0:
            raise NotComputable("假设的缴费基数不能为负数。", "an assumed base cannot be negative")
        if self.calculation_base is not None and self.calculation_base <= 0:
            raise NotComputable("假设的计发基数应大于0。", "an assumed calculation base must be above zero")
        if self.interest is not None and not 0 <= self.interest <= 1:
            raise NotComputable("假设的利率应为0至1之间的小数。", "an assumed interest rate is a ratio")
        if any(move.month <= Month.of(self.as_of) for move in self.moves):
            raise NotComputable("假设的变动应在今后。", "an assumed move must lie in the future")
