"""`shebaotong whatif PERSON`: one history, many questions, from the registers of the agencies kept here."""

from __future__ import annotations

import os
import pwd
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Any

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.setup import ready_database
from shebaotong.cli.values import number
from shebaotong.kernel.api import Month, Unknown, is_city
from shebaotong.rules.api import (
    Assumptions,
    Category,
    Determination,
    FurtherMove,
    NotComputable,
    StartOption,
    WhatIfAnswer,
    answer_sections,
    builtin,
    what_if,
)

_SHORTEST_PURPOSE, _LONGEST_PURPOSE = 4, 200


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="number of an identity document")
    parser.add_argument("--kind", default="resident", help="kind of document (default %(default)s)")
    parser.add_argument(
        "--purpose",
        type=_purpose,
        required=True,
        help="why; it stands in the person's access log and the supervisor's, with your account's name",
    )
    parser.add_argument("--agency", metavar="CODE", help="read only this agency's register")
    parser.add_argument(
        "--category",
        choices=[str(category) for category in Category],
        help="retirement category; a woman's needs evidence of her post",
    )
    parser.add_argument("--index", type=number, metavar="N", help="average index, where it is known")
    parser.add_argument("--monthly-base", type=number, metavar="YUAN", help="base of the months to come")
    parser.add_argument(
        "--calculation-base",
        type=number,
        metavar="YUAN",
        help="calculation base where that of the month is not published; without it the last published one",
    )
    parser.add_argument("--stops", action="store_true", help="no further contributions")
    parser.add_argument(
        "--employer-agreed", action="store_true", help="the employer agrees to late retirement"
    )
    parser.add_argument(
        "--move",
        type=_move,
        action="append",
        default=[],
        metavar="REGION:YYYY-MM",
        help="what it would change to be insured there from then on, e.g. 450400:2028-01; may be repeated",
    )
    parser.add_argument("--english", action="store_true", help="answer in English")


def run(arguments: Namespace) -> int:
    with ready_database():
        answer = _answer(arguments)
    if arguments.json:
        show_json(_as_data(answer, english=arguments.english))
        return 0
    for title, lines in _words(answer, english=arguments.english):
        say(title)
        for line in lines:
            say(f"  {line}")
    return 0


def _answer(arguments: Namespace) -> WhatIfAnswer:
    from django.utils import timezone

    from shebaotong.kernel.api import Text
    from shebaotong.network.api import all_agencies
    from shebaotong.portal.api import history_of, read_life
    from shebaotong.registry.api import OPERATOR, Reader, RegistryRefused

    now = timezone.localtime()
    purpose = Text(arguments.purpose, arguments.purpose)
    known = [agency.code for agency in all_agencies()]
    if arguments.agency and arguments.agency not in known:
        raise Refusal(f"No agency here has the code {arguments.agency}.")
    try:
        registers = [
            found
            for code in ([arguments.agency] if arguments.agency else known)
            if (
                found := read_life(
                    agency=code,
                    kind=arguments.kind,
                    number=arguments.person,
                    purpose=purpose,
                    reader=Reader(code, f"{_operator()}（shebaotong whatif）", OPERATOR),
                    now=now,
                )
            )
        ]
    except (RegistryRefused, ValueError) as error:
        raise Refusal(f"{arguments.kind} is no kind of document, or the number is none: {error}") from error
    if not registers:
        raise Refusal("No register here holds this number. Check the number and its --kind.")
    try:
        history = history_of(
            registers=registers,
            category=Category(arguments.category) if arguments.category else None,
            index=arguments.index,
            as_of=now,
        )
        return what_if(history=history, assumptions=_assumptions(arguments, now.date()), parameters=builtin())
    except NotComputable as refused:
        raise Refusal(f"{refused.text.zh} ({refused.text.en})") from refused


def _operator() -> str:
    """Whose account of this machine runs the command; not what its environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _purpose(text: str) -> str:
    purpose = text.strip()
    if not _SHORTEST_PURPOSE <= len(purpose) <= _LONGEST_PURPOSE:
        raise ArgumentTypeError(f"say why in {_SHORTEST_PURPOSE} to {_LONGEST_PURPOSE} characters")
    return purpose


def _assumptions(arguments: Namespace, day: Any) -> Assumptions:
    return Assumptions(
        as_of=day,
        pays_on=not arguments.stops,
        latest_base=True,
        monthly_base=arguments.monthly_base,
        calculation_base=arguments.calculation_base,
        employer_agreed=True if arguments.employer_agreed else None,
        moves=tuple(arguments.move),
    )


def _words(answer: WhatIfAnswer, *, english: bool) -> Iterator[tuple[str, list[str]]]:
    for section in answer_sections(answer):
        lines = ["  " * depth + (line.en if english else line.zh) for depth, line in section.lines]
        yield section.title.en if english else section.title.zh, lines


def _as_data(answer: WhatIfAnswer, *, english: bool) -> dict[str, Any]:
    """Months as ``YYYY-MM``, money as text in yuan; null is not known."""
    return {
        "months": answer.timeline.months,
        "stretches": [
            {
                "place": line.stretch.place,
                "from": str(line.period.start),
                "to": str(line.period.end),
                "months": line.months,
                "assumed": line.assumed,
            }
            for line in answer.timeline.lines
        ],
        "drawn": [
            {"place": each.place, "scheme": each.scheme.value, "since": str(each.since)}
            for each in answer.history.drawn
        ],
        "options": [_option(each) for each in answer.options],
        "moves": [
            {
                "place": moved.move.place,
                "month": str(moved.move.month),
                "account": None if isinstance(moved.account, Unknown) else moved.account.account.value,
                "option": _option(moved.option) if isinstance(moved.option, StartOption) else None,
            }
            for moved in answer.moves
        ],
        "questions": [each.en if english else f"{each.what}（{each.whom}）" for each in answer.questions],
        "unverified": [each.reference for each in answer.unverified],
        "words": dict(_words(answer, english=english)),
    }


def _option(each: StartOption) -> dict[str, Any]:
    pension = each.pension if isinstance(each.pension, Determination) else None
    place = None if isinstance(each.place, Unknown) else each.place
    return {
        "when": each.when.value,
        "month": str(each.month),
        "age_months": each.age_months,
        "open": each.eligibility.ok,
        "obstacles": [obstacle.value for obstacle in each.eligibility.obstacles],
        "months": each.timeline.months,
        "missing_months": each.missing_months,
        "place": place and place.province,
        "branch": place and place.branch.value,
        "monthly": str(pension.amount.total) if pension is not None and pension.complete else None,
    }


def _move(text: str) -> FurtherMove:
    place, _, month = text.partition(":")
    try:
        if is_city(place):
            return FurtherMove(place, Month.parse(month))
    except ValueError:
        pass
    raise ArgumentTypeError(f"not a region and a month, e.g. 450400:2028-01: {text!r}")


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
