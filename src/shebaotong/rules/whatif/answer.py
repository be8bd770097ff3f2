"""Ask everything at once: where, when, how much, and what a further move would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from shebaotong.kernel.api import Explanation, Month, Source, Unknown
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.pension.determination import Determination
from shebaotong.rules.retirement.age import Category
from shebaotong.rules.retirement.window import FlexibleWindow, flexible_window
from shebaotong.rules.transfer.account_type import AccountKind, AccountType
from shebaotong.rules.transfer.places import province
from shebaotong.rules.whatif.future import known_stretches, moving, staying
from shebaotong.rules.whatif.history import Assumptions, FurtherMove, InsuranceHistory
from shebaotong.rules.whatif.options import (
    Setting,
    StartOption,
    When,
    earliest_open,
    last_counted,
    may_be_late,
    option,
    sufficient_from,
    timeline_until,
)
from shebaotong.rules.whatif.timeline import Timeline, draw


@dataclass(frozen=True, slots=True)
class MoveEffect:
    """What one move would do, with the pension starting in the statutory month.

    ``qualifies`` is the month in which the new province reaches the ten years that make it pay, if it does
    so before that month; None in a temporary account, whose months do not count. ``option`` is None where
    the move comes too late to change anything.
    """

    move: FurtherMove
    account: AccountType | Unknown
    option: StartOption | Unknown | None
    qualifies: Month | None


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """``options`` by month: the earliest open one, the statutory one, and the latest, where they are open.

    ``window`` Unknown: the category is not known, so that no month can be named. ``sufficient`` is the
    month from which enough has been paid, paying on as assumed. ``questions`` are all that nobody has told
    us, each once; ``unverified`` are the sources that the answer rests on all the same.
    """

    history: InsuranceHistory
    assumptions: Assumptions
    timeline: Timeline
    window: FlexibleWindow | Unknown
    options: tuple[StartOption, ...]
    sufficient: Month | None
    residents_scheme: Source | None
    """The rule that opens the residents' scheme to who has too few months at the statutory age, if so few."""
    moves: tuple[MoveEffect, ...]
    questions: tuple[Unknown, ...]
    unverified: tuple[Source, ...]

    def option(self, when: When) -> StartOption | None:
        return next((each for each in self.options if each.when is when), None)


def what_if(*, history: InsuranceHistory, assumptions: Assumptions, parameters: Parameters) -> WhatIfAnswer:
    """Everything that the facts and assumptions answer; what they do not is a question, never a guess.

    Raises NotComputable for a birth that is impossible on the day of the question.
    """
    window = _window(history, assumptions, parameters)
    if isinstance(window, Unknown):
        return _without_months(history, assumptions, window, parameters)
    setting = Setting(history, assumptions, window, staying(history, assumptions), parameters)
    today = Month.of(assumptions.as_of)
    made = _options(setting)
    options = tuple(each for each in made if isinstance(each, StartOption))
    moves = tuple(_moved(move, setting) for move in assumptions.moves)
    return WhatIfAnswer(
        history=history,
        assumptions=assumptions,
        timeline=timeline_until(max((today, *(each.month + -1 for each in options))), setting),
        window=window,
        options=options,
        sufficient=sufficient_from(setting),
        residents_scheme=_residents_scheme(setting),
        moves=moves,
        questions=_distinct((*_asked(made), *_asked_by_moves(moves))),
        unverified=_unverified((window.explanation, *_explanations(options), *_of_moves(moves))),
    )


def _window(
    history: InsuranceHistory, assumptions: Assumptions, parameters: Parameters
) -> FlexibleWindow | Unknown:
    """A man belongs to the one table for men; which of two a woman belongs to needs evidence."""
    category = Category.MALE if history.sex == "M" else history.category
    if category is None:
        return Unknown(
            what="性别，女职工还需要岗位性质（原法定退休年龄为五十周岁还是五十五周岁）",
            whom="参保人、用人单位和档案管理机构",
            en="Sex, and of a woman the post (formerly 50 or 55): ask the person, employer and archive",
        )
    return flexible_window(
        category=category, birth=history.birth, as_of=assumptions.as_of, parameters=parameters
    )


def _without_months(
    history: InsuranceHistory, assumptions: Assumptions, missing: Unknown, parameters: Parameters
) -> WhatIfAnswer:
    """Only the line up to today can be drawn."""
    timeline = draw(
        stretches=known_stretches(history, assumptions),
        assumed=(),
        keep=history.keep,
        until=Month.of(assumptions.as_of),
        as_of=assumptions.as_of,
        parameters=parameters,
    )
    asked = (missing,) if timeline.undecided is None else (missing, timeline.undecided)
    return WhatIfAnswer(history, assumptions, timeline, missing, (), None, None, (), asked, ())


def _options(setting: Setting) -> list[StartOption | Unknown]:
    window = setting.window
    months = {
        When.EARLIEST: earliest_open(setting),
        When.STATUTORY: window.statutory.month,
        When.LATEST: window.latest if may_be_late(setting) else None,
    }
    named = [(month, when) for when, month in months.items() if month is not None]
    ordered = sorted(named, key=lambda entry: entry[0])
    return [option(when=when, month=month, setting=setting) for month, when in ordered]


def _moved(move: FurtherMove, setting: Setting) -> MoveEffect:
    found = moving(setting.history, setting.assumptions, move, setting.parameters)
    if isinstance(found, Unknown):
        return MoveEffect(move, found, found, None)
    future, account = found
    if move.month >= setting.window.statutory.month:
        return MoveEffect(move, account, None, None)
    there = replace(setting, future=future)
    return MoveEffect(
        move=move,
        account=account,
        option=option(when=When.STATUTORY, month=setting.window.statutory.month, setting=there),
        qualifies=_qualifies(move, account, there),
    )


def _qualifies(move: FurtherMove, account: AccountType, setting: Setting) -> Month | None:
    threshold = setting.parameters.find("transfer.benefit_place_months", on=setting.assumptions.as_of)
    if isinstance(threshold, Unknown) or account.account is AccountKind.TEMPORARY:
        return None
    statutory = setting.window.statutory.month
    place = province(move.place)
    short = threshold.integer - timeline_until(move.month + -1, setting).months_in(place)
    month = move.month + max(0, short)
    return month if month <= statutory else None


def _residents_scheme(setting: Setting) -> Source | None:
    statutory = setting.window.statutory.month
    needed = setting.parameters.find("transfer.link_months", on=statutory)
    if isinstance(needed, Unknown):
        return None
    months = timeline_until(last_counted(statutory, setting), setting).months
    return needed.source() if months < needed.integer else None


def _asked(options: Iterable[StartOption | Unknown]) -> Iterator[Unknown]:
    for each in options:
        if isinstance(each, Unknown):
            yield each
            continue
        if isinstance(each.place, Unknown):
            yield each.place
        if isinstance(each.pension, Unknown):
            yield each.pension
        elif each.pension is not None:
            yield from each.pension.unknowns


def _asked_by_moves(moves: Iterable[MoveEffect]) -> Iterator[Unknown]:
    for each in moves:
        if isinstance(each.account, Unknown):
            yield each.account
        if each.option is not None:
            yield from _asked((each.option,))


def _distinct(questions: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """One question for a parameter and place, however many months it is missing for."""
    found: dict[object, Unknown] = {}
    for each in questions:
        found.setdefault((each.parameter, each.detail[:1]) if each.parameter else each, each)
    return tuple(found.values())


def _explanations(options: Iterable[StartOption]) -> Iterator[Explanation]:
    for each in options:
        yield each.eligibility.explanation
        if not isinstance(each.place, Unknown):
            yield each.place.explanation
        if isinstance(each.pension, Determination):
            yield each.pension.amount.explanation


def _of_moves(moves: Iterable[MoveEffect]) -> Iterator[Explanation]:
    for each in moves:
        if not isinstance(each.account, Unknown):
            yield each.account.explanation
        if isinstance(each.option, StartOption):
            yield from _explanations((each.option,))


def _unverified(explanations: Iterable[Explanation]) -> tuple[Source, ...]:
    found: dict[Source, None] = {}
    for explanation in explanations:
        found.update(dict.fromkeys(each for each in _sources(explanation) if not each.verified))
    return tuple(found)


def _sources(explanation: Explanation) -> Iterator[Source]:
    yield from explanation.sources
    for each in explanation.inputs:
        yield from _sources(each)
