"""`shebaotong compare LEFT RIGHT`: two sides' files in, every doubt out."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from shebaotong.cli.command import Command, Refusal
from shebaotong.comparison.api import ENGINES, KINDS, InputProblem, Progress, Report, compare

_STEPS = {"read": "读取", "tie": "身份", "compare": "比对", "write": "写出"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("left", metavar="LEFT", help="Parquet or CSV: a file, a folder or a pattern")
    parser.add_argument("right", metavar="RIGHT", help="the other side, likewise")
    parser.add_argument("--kind", required=True, choices=KINDS, help="what to look for")
    parser.add_argument(
        "--as-of",
        required=True,
        type=_day,
        metavar="DATE",
        help="YYYY-MM-DD; its month is the last that counts",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="findings, .parquet or .csv")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="rows that could not be compared, with reason"
    )
    parser.add_argument(
        "--links", type=Path, metavar="LINKS", help="number, other_number: one person's documents"
    )
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="default: duckdb")
    parser.add_argument(
        "--statistical",
        action="store_true",
        help="add doubts by statistics (Splink) where no rule says anything",
    )
    parser.add_argument(
        "--memory", default="512MB", metavar="SIZE", help="for the whole process; default: 512MB"
    )


def run(arguments: Namespace) -> int:
    try:
        with _progress() as progress:
            report = compare(
                left=arguments.left,
                right=arguments.right,
                kind=arguments.kind,
                as_of=arguments.as_of,
                out=arguments.out,
                rejects=arguments.rejects,
                links=arguments.links,
                engine=arguments.engine,
                memory=arguments.memory,
                statistical=arguments.statistical,
                progress=progress,
            )
    except InputProblem as problem:
        raise Refusal(str(problem)) from problem
    if arguments.json:
        sys.stdout.write(json.dumps(report.to_json()) + "\n")
    else:
        _say(arguments, report)
    return 0


def _say(arguments: Namespace, report: Report) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for name, side in (("LEFT", report.left), ("RIGHT", report.right)):
        console.print(
            f"{name}: {side.rows_in:,} rows, {side.compared:,} compared, {side.rejected:,} rejected"
        )
    if arguments.rejects is None and report.left.rejected + report.right.rejected:
        console.print("Give --rejects FILE to see the rejected rows with their reasons.")
    console.print(f"{report.findings:,} findings in {arguments.out}, each a doubt for a person to check.")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error; where that is no screen, a line for each step."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console) as bars:
        tasks = {}

        def show(step: str, done: int, total: int) -> None:
            name = f"{_STEPS[step]} {step}"
            if step not in tasks:
                tasks[step] = bars.add_task(name, total=total)
                if not console.is_terminal:
                    sys.stderr.write(f"{name}: {done} of {total}\n")
            bars.update(tasks[step], completed=done, total=total)

        yield show


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: not a date YYYY-MM-DD") from error


COMMAND = Command(
    name="compare",
    help="compare two sides' files and write what looks wrong",
    run=run,
    arguments=add_arguments,
    has_json=True,
)
