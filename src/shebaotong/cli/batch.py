"""`shebaotong batch FOLDER`: a round of comparisons of two provinces, onto the desks of their agencies."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.setup import ready_database
from shebaotong.comparison.api import InputProblem
from shebaotong.kernel.api import SHANGHAI


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="with batch.yaml and a folder of files for each side"
    )
    parser.add_argument(
        "--memory", default="512MB", metavar="SIZE", help="for each comparison; default: 512MB"
    )


def run(arguments: Namespace) -> int:
    with ready_database():
        # Tables can be named only once Django is set up.
        from shebaotong.findings.api import DeliveryRefused
        from shebaotong.jobs.batch.api import run_batch

        try:
            with progress_bars() as progress:
                report = run_batch(
                    folder=arguments.folder,
                    now=datetime.now(SHANGHAI),
                    memory=arguments.memory,
                    progress=progress,
                )
        except (InputProblem, DeliveryRefused) as problem:
            raise Refusal(str(problem)) from problem
    if arguments.json:
        show_json(
            {
                "key": report.key,
                "runs": {run.planned.name: run.report.to_json() for run in report.runs},
                "delivered": report.delivered,
                "elsewhere": report.elsewhere,
            }
        )
        return 0
    for made in report.runs:
        say(f"{made.planned.name}: {made.report.findings:,} findings in {made.findings.parent}")
    say(f"Delivered to {len(report.delivered)} agencies; those that had this batch are as they were.")
    for agency, number in report.elsewhere.items():
        say(f"{number:,} findings concern {agency}, which is not kept here.")
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
