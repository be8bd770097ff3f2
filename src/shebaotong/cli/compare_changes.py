"""`shebaotong compare-changes FOLDER`: last night's comparison and today's changes in, every doubt out."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.comparison_report import show_report
from shebaotong.cli.values import day
from shebaotong.comparison.api import InputProblem, compare_changes


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kept", type=Path, metavar="FOLDER", help="made by compare --keep FOLDER")
    for side in ("left", "right"):
        parser.add_argument(
            f"--{side}-changes",
            metavar="FILES",
            help=f"the {side} side's rows that changed: its columns, and change (insert or delete)",
        )
    parser.add_argument(
        "--as-of",
        required=True,
        type=day,
        metavar="DATE",
        help="YYYY-MM-DD; in a new month all persons are compared again, without reading their rows anew",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="all findings, .parquet or .csv"
    )
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="all rows that could not be compared")
    parser.add_argument("--links", type=Path, metavar="LINKS", help="instead of the linked documents so far")
    parser.add_argument(
        "--memory", default="512MB", metavar="SIZE", help="for the whole process; default: 512MB"
    )


def run(arguments: Namespace) -> int:
    try:
        with progress_bars() as progress:
            report = compare_changes(
                kept=arguments.kept,
                left_changes=arguments.left_changes,
                right_changes=arguments.right_changes,
                as_of=arguments.as_of,
                out=arguments.out,
                rejects=arguments.rejects,
                links=arguments.links,
                memory=arguments.memory,
                progress=progress,
            )
    except InputProblem as problem:
        raise Refusal(str(problem)) from problem
    show_report(report, out=arguments.out, rejects=arguments.rejects, as_json=arguments.json)
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
