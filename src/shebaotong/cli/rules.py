"""`shebaotong rules`: run a file of vectors against the rules, or list the parameters."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json, show_rows
from shebaotong.cli.values import day
from shebaotong.kernel.api import SHANGHAI, region_chain
from shebaotong.rules.api import (
    Context,
    GroupReport,
    MalformedVectors,
    ParameterErrors,
    Parameters,
    Report,
    Value,
    builtin,
    check,
    parameters_page,
    parse_vectors,
)


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="answer a file of inputs and compare with its outputs")
    checking.add_argument("file", type=Path, metavar="FILE", help='JSON: {"groups": {NAME: [{"in", "out"}]}}')
    checking.add_argument(
        "--as-of", type=day, default=None, metavar="DATE", help="the day of the check (default: today)"
    )
    checking.add_argument("--json", action="store_true", help="print JSON instead of a table")
    checking.set_defaults(act=run_check)
    listing = actions.add_parser("parameters", help="list every number of the law with its source and status")
    listing.add_argument("--code", help="only codes that begin so, e.g. pension or pension.divisor")
    listing.add_argument("--region", type=_region, help="what holds in a place: CN, 45, 450400, XPCC")
    listing.add_argument("--on", type=day, metavar="DATE", help="only what holds on this day")
    listing.add_argument("--unverified", action="store_true", help="only what is not verified")
    listing.add_argument("--json", action="store_true", help="print JSON instead of a table")
    listing.add_argument(
        "--markdown", action="store_true", help="print the page docs/reference/parameters.md"
    )
    listing.set_defaults(act=run_parameters)


def run(arguments: Namespace) -> int:
    status: int = arguments.act(arguments)
    return status


def run_check(arguments: Namespace) -> int:
    """The last line is always `N passed, M failed`; exit status 1 for a failure or an unknown group."""
    as_of = arguments.as_of or datetime.now(SHANGHAI).date()
    context = Context(as_of=as_of, parameters=_parameters())
    try:
        report = check(data=parse_vectors(_read(arguments.file)), context=context)
    except MalformedVectors as error:
        raise Refusal(f"{arguments.file} is not a file of vectors: {error}") from error
    if arguments.json:
        show_json({"passed": report.passed, "failed": report.failed, "ok": report.ok, **asdict(report)})
    else:
        _print_report(report)
    return 0 if report.ok else 1


def run_parameters(arguments: Namespace) -> int:
    parameters = _parameters()
    if arguments.markdown:
        sys.stdout.write(parameters_page(parameters))
        return 0
    rows = _parameter_rows(parameters, arguments)
    if not rows and not arguments.json:
        say("No parameter fits.")
    else:
        # A terminal is narrow: the sources are in the JSON and on the page.
        narrow = [{key: row[key] for key in ("code", "region", "from", "value", "status")} for row in rows]
        show_rows(rows if arguments.json else narrow, as_json=arguments.json)
    return 0


def _parameters() -> Parameters:
    """What ships with the program; every wrong place by file and line, as an editor wants it."""
    try:
        return builtin()
    except ParameterErrors as wrong:
        raise Refusal(str(wrong)) from None


def _read(file: Path) -> str:
    try:
        # With or without the mark that some editors put in front.
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not text in UTF-8 (byte {error.start}): save it as UTF-8.") from error


def _print_report(report: Report) -> None:
    show_rows(
        [
            {
                "group": group.name if group.known else f"{group.name} (unknown)",
                "passed": group.passed,
                "failed": group.failed,
            }
            for group in report.groups
        ],
        as_json=False,
    )
    for group in report.groups:
        for line in _remarks(group):
            say(line)
    say(f"{report.passed} passed, {report.failed} failed")


def _remarks(group: GroupReport) -> list[str]:
    if not group.known:
        return [f"{group.name}: no such group; none of its vectors was run"]
    made = [
        f"{group.name}[{found.index}] {found.key}: expected {found.expected!r}, got {found.got!r}"
        + (f" ({found.why})" if found.why else "")
        for found in group.differences
    ]
    if group.unused:
        made.append(f"{group.name}: inputs that the rule did not use: {', '.join(group.unused)}")
    return made


def _parameter_rows(parameters: Parameters, arguments: Namespace) -> list[dict[str, object]]:
    places = region_chain(arguments.region) if arguments.region else None
    rows: list[dict[str, object]] = []
    for parameter in parameters:
        if arguments.code and not f"{parameter.code}.".startswith(f"{arguments.code.rstrip('.')}."):
            continue
        for dated in parameter.values:
            if places is not None and dated.region not in places:
                continue
            if arguments.on and not dated.holds(arguments.on):
                continue
            if arguments.unverified and dated.status.verified:
                continue
            rows.append(
                {
                    "code": parameter.code,
                    "title": parameter.title.zh,
                    "region": dated.region,
                    "from": str(dated.start),
                    "to": str(dated.end or ""),
                    "value": Value(parameter, dated).shown_in_full(),
                    "source": str(dated.reference),
                    "status": dated.status.value,
                }
            )
    return rows


def _region(text: str) -> str:
    try:
        region_chain(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return text


COMMAND = Command(run=run, arguments=add_arguments)
