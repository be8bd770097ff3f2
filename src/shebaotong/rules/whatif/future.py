"""What the assumptions add to the facts: months still to be paid, where, and into which account."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shebaotong.kernel.api import Month, Period, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.transfer.account_type import AccountKind, AccountType, account_type
from shebaotong.rules.transfer.places import province
from shebaotong.rules.whatif.history import Assumptions, FurtherMove, InsuranceHistory, PensionScheme, Stretch


@dataclass(frozen=True, slots=True)
class Future:
    """``assumed`` follows the facts; ``relation`` is the province that then holds the relation, if known."""

    assumed: tuple[Stretch, ...]
    relation: str | None


def known_stretches(history: InsuranceHistory, assumptions: Assumptions) -> tuple[Stretch, ...]:
    """The facts, cut off at the month of the question: what still runs goes on by assumption only."""
    today = Month.of(assumptions.as_of)
    return tuple(
        replace(stretch, period=closed)
        for stretch in history.stretches
        if (closed := stretch.period.closed(today)) is not None
    )


def staying(history: InsuranceHistory, assumptions: Assumptions) -> Future:
    """Contributions go on where they run today, or stop, as ``pays_on`` says."""
    first = Month.of(assumptions.as_of) + 1
    running = [
        replace(stretch, code=f"{stretch.code}+", period=Period(first))
        for stretch in history.stretches
        if stretch.period.end is None and stretch.scheme is PensionScheme.EMPLOYEE
    ]
    return Future(tuple(running) if assumptions.pays_on else (), current_relation(history))


def moving(
    history: InsuranceHistory, assumptions: Assumptions, move: FurtherMove, parameters: Parameters
) -> tuple[Future, AccountType] | Unknown:
    """What runs ends before the move; from then on the person pays in the new place.

    A temporary account leaves the relation where it is; a general one brings it along.
    """
    age = (move.month - history.birth) // 12
    account = account_type(
        sex=history.sex,
        age=age,
        insured=province(move.place),
        hukou=province(history.hukou),
        first_enrolment=not history.stretches,
        approved_job_transfer=move.approved_job_transfer,
        as_of=assumptions.as_of,
        parameters=parameters,
    )
    if isinstance(account, Unknown):
        return account
    stay = staying(history, assumptions)
    before = tuple(
        replace(stretch, period=Period(stretch.period.start, move.month + -1))
        for stretch in stay.assumed
        if stretch.period.start < move.month
    )
    after = Stretch(code="move", place=move.place, period=Period(move.month), account=account.account)
    moved = account.account is AccountKind.GENERAL
    relation = after.province if moved else stay.relation
    return Future((*before, after), relation), account


def current_relation(history: InsuranceHistory) -> str | None:
    """The province that holds the relation: as told, else of the general stretch that runs or ended last.

    None where two run in different provinces: which of them holds it has to be asked.
    """
    if history.relation is not None:
        return province(history.relation)
    general = [
        stretch
        for stretch in history.stretches
        if stretch.scheme is PensionScheme.EMPLOYEE and stretch.account is AccountKind.GENERAL
    ]
    running = {stretch.province for stretch in general if stretch.period.end is None}
    if running:
        return running.pop() if len(running) == 1 else None
    ended = [(stretch.period.end, stretch.province) for stretch in general if stretch.period.end is not None]
    return max(ended)[1] if ended else None
