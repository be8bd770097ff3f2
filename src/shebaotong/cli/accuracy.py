"""`shebaotong accuracy`: what the comparison finds, and makes up, on a planted population."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import show_rows
from shebaotong.comparison.api import InputProblem
from shebaotong.lab.api import ACCURACY, accuracy_page, measure_accuracy


def add_arguments(parser: ArgumentParser) -> None:
    for name, default in ACCURACY.items():
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"default {default:,}")
    parser.add_argument("--markdown", action="store_true", help="print docs/comparison/accuracy.md")


def run(arguments: Namespace) -> int:
    try:
        found = measure_accuracy(people=arguments.people, each=arguments.each, seed=arguments.seed)
    except (InputProblem, ValueError) as problem:
        raise Refusal(str(problem)) from problem
    if arguments.markdown:
        sys.stdout.write(accuracy_page(found))
        return 0
    rows = [
        {**asdict(line), "recall": line.recall, "precision": line.precision, "rules_recall": rules.recall}
        for line, rules in zip(found.both, found.rules, strict=True)
    ]
    show_rows(rows, as_json=arguments.json)
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
