"""Where a province's keys for private comparisons lie."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shebaotong.cli.command import Refusal
from shebaotong.comparison.api import KeyFolder, open_folder
from shebaotong.store.api import Home


def add_keys_argument(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--keys", type=Path, metavar="DIR", help="folder of keys (default: private in the data folder)"
    )


def keys_path(arguments: Namespace) -> Path:
    given: Path | None = arguments.keys
    return given or Home.from_environment().path / "private"


def keys_folder(arguments: Namespace) -> KeyFolder:
    """The folder of keys. Raises Refusal where it is not complete or open to others."""
    try:
        return open_folder(keys_path(arguments))
    except ValueError as problem:
        raise Refusal(str(problem)) from problem
