"""`shebaotong private-engine`: install the fast engine of private comparisons, or say if it is there."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say
from shebaotong.comparison.api import CannotInstall, engine_python, install_engine


def engine_folder() -> Path:
    """Where the fast engine's environment lies: one for the user, whatever the data folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "shebaotong" / "rr22-0.9.5"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=("install", "check"), help="install takes about 1 GB of disk")


def run(arguments: Namespace) -> int:
    folder = engine_folder()
    if arguments.action == "install":
        say(f"Installing spu in {folder}")
        try:
            install_engine(folder)
        except CannotInstall as problem:
            raise Refusal(f"The fast engine was not installed. {problem}") from problem
    if engine_python(folder) is None:
        raise Refusal(f"There is no fast engine in {folder}. Run `shebaotong private-engine install`.")
    say(f"The fast engine is installed in {folder}")
    return 0


COMMAND = Command(run=run, arguments=add_arguments)
