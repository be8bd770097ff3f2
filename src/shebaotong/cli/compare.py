"""`shebaotong compare LEFT RIGHT`: two sides' files in, every doubt out."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.comparison_report import show_report
from shebaotong.cli.values import day
from shebaotong.comparison.api import ENGINES, KINDS, InputProblem, compare


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("left", metavar="LEFT", help="Parquet or CSV: a file, a folder or a pattern")
    parser.add_argument("right", metavar="RIGHT", help="the other side, likewise")
    parser.add_argument("--kind", required=True, choices=KINDS, help="what to look for")
    parser.add_argument(
        "--as-of",
        required=True,
        type=day,
        metavar="DATE",
        help="YYYY-MM-DD; its month is the last that counts",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="findings, .parquet or .csv")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="rows that could not be compared, with reason"
    )
    parser.add_argument(
        "--evidence", type=Path, metavar="FILE", help="both sides' rows behind each finding, as they came"
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
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="a new folder from which compare-changes goes on, night by night",
    )
    parser.add_argument(
        "--memory",
        metavar="SIZE",
        help="for the whole process, 512MB unless said; the heap of Spark's driver",
    )


def run(arguments: Namespace) -> int:
    try:
        with progress_bars() as progress:
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
                keep=arguments.keep,
                evidence=arguments.evidence,
                progress=progress,
            )
    except InputProblem as problem:
        raise Refusal(str(problem)) from problem
    show_report(report, out=arguments.out, rejects=arguments.rejects, as_json=arguments.json)
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
