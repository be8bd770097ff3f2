"""`shebaotong bench NAME`: measure on this machine, beside peers on the same data in the same run."""

from argparse import ArgumentParser, Namespace
from typing import Any

from shebaotong.cli import bench_cases
from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.private_engine import engine_folder
from shebaotong.cli.setup import django_on_server, upgrade
from shebaotong.comparison.api import Refused
from shebaotong.lab.api import bench_comparison, bench_lists, bench_private, bench_rules

_COMPARISON_ROWS = 10_000_000
_WALKED = 800
_LISTED = 1_000_000
_ROUNDS = 3
_PRIVATE_PEOPLE = 20_000
_RULES_PEOPLE = 1_000_000


def add_arguments(parser: ArgumentParser) -> None:
    names = parser.add_subparsers(required=True, metavar="NAME")
    comparison = names.add_parser(
        "comparison", help="two provinces' files to findings, beside other programs"
    )
    comparison.add_argument(
        "--rows", type=int, default=_COMPARISON_ROWS, metavar="N", help="in each file (default %(default)s)"
    )
    comparison.set_defaults(measure=_comparison)
    private = names.add_parser("private", help="people a second and core of a private comparison")
    private.add_argument(
        "--people", type=int, default=_PRIVATE_PEOPLE, metavar="N", help="in each list (default %(default)s)"
    )
    private.set_defaults(measure=_private)
    rules = names.add_parser("rules", help="retirement of a whole population, beside OpenFisca")
    rules.add_argument("--people", type=int, default=_RULES_PEOPLE, metavar="N", help="default %(default)s")
    rules.set_defaults(measure=_rules)
    cases = names.add_parser("cases", help="whole cases over HTTP, beside pgbench with the same statements")
    cases.add_argument(
        "--cases", type=int, default=_WALKED, metavar="N", help="in each round (default %(default)s)"
    )
    cases.set_defaults(measure=bench_cases.measure, rounds=5)
    lists = names.add_parser("lists", help="inbox, search and case page, beside a hundredth of the cases")
    lists.add_argument("--cases", type=int, default=_LISTED, metavar="N", help="default %(default)s")
    lists.set_defaults(measure=_lists, rounds=15)
    for own in (comparison, private, rules, cases, lists):
        most = own.get_default("rounds") or _ROUNDS
        own.add_argument("--rounds", type=int, default=most, metavar="N", help="default %(default)s")
        own.add_argument("--json", action="store_true", help="print JSON instead of lines")


def run(arguments: Namespace) -> int:
    try:
        measured: dict[str, Any] = arguments.measure(arguments)
    except (ValueError, ImportError, Refused) as problem:
        raise Refusal(f"Nothing was measured: {problem}") from problem
    if arguments.json:
        show_json(measured)
        return 0
    say(f"{measured['name']}: {measured['value']:,} {measured['unit']}, median of {measured['median_of']}")
    for peer, value in measured["ratios"].items():
        say(f"  {value} × {peer}")
    for name, value in measured["extra"].items():
        say(f"  {name}: {value}")
    return 0


def _comparison(arguments: Namespace) -> dict[str, Any]:
    with progress_bars() as progress:
        return bench_comparison(rows=arguments.rows, rounds=arguments.rounds, progress=progress)


def _private(arguments: Namespace) -> dict[str, Any]:
    with progress_bars() as progress:
        return bench_private(
            people=arguments.people, rounds=arguments.rounds, engine_folder=engine_folder(), progress=progress
        )


def _rules(arguments: Namespace) -> dict[str, Any]:
    with progress_bars() as progress:
        return bench_rules(people=arguments.people, rounds=arguments.rounds, progress=progress)


def _lists(arguments: Namespace) -> dict[str, Any]:
    with django_on_server() as server, progress_bars() as progress:
        return bench_lists(
            cases=arguments.cases,
            server=server,
            prepare=lambda own: upgrade(server=own, say=lambda step: progress(step, 0, 1)),
            progress=progress,
            rounds=arguments.rounds,
        )


COMMAND = Command(run=run, arguments=add_arguments)
