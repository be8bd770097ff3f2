"""What a command of `shebaotong` is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


class Refusal(Exception):
    """The command cannot do what was asked; the message says why and what to do. Exit status 1."""


def no_arguments(_parser: ArgumentParser) -> None:
    """For commands that take none."""


@dataclass(frozen=True)
class Command:
    """One command: its module defines it as COMMAND, and main.py names it and says what it does.

    Importing the module must need neither a database nor Django's settings; what needs them is imported
    by `run`. `run` returns the exit status.
    """

    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = no_arguments
    # The output is data: adds `--json`, and `run` finds it as `arguments.json`.
    has_json: bool = False
