"""The command `shebaotong`. A new command is one module beside this one and one line in COMMANDS."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from shebaotong.cli import (
    accuracy,
    agency,
    agreement,
    awaited,
    backup,
    batch,
    bench,
    compare,
    compare_changes,
    compare_private,
    demo,
    demo_reset,
    items,
    loan,
    mandate,
    migrate,
    parcels,
    private_engine,
    rebuild,
    restore,
    rules,
    serve,
    whatif,
    worker,
)
from shebaotong.cli.command import Command, Refusal
from shebaotong.store.api import StoreError

COMMANDS: tuple[Command, ...] = (
    demo.COMMAND,
    demo_reset.COMMAND,
    serve.COMMAND,
    worker.COMMAND,
    migrate.COMMAND,
    backup.COMMAND,
    restore.COMMAND,
    items.COMMAND,
    agency.COMMAND,
    agreement.COMMAND,
    awaited.COMMAND,
    parcels.COMMAND,
    rebuild.COMMAND,
    rules.COMMAND,
    whatif.COMMAND,
    loan.COMMAND,
    compare.COMMAND,
    compare_changes.COMMAND,
    batch.COMMAND,
    compare_private.COMMAND,
    mandate.COMMAND,
    private_engine.COMMAND,
    bench.COMMAND,
    accuracy.COMMAND,
)


def build_parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="shebaotong",
        description="社保通: a request made in any member city, handled by the city that holds the record.",
        epilog="The data folder is .data in the checkout, or SHEBAOTONG_HOME. DATABASE_URL names a "
        "PostgreSQL server to use instead of the embedded one.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = commands.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(own)
        if command.has_json:
            own.add_argument("--json", action="store_true", help="print JSON instead of a table")
        own.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 refused with a reason on standard error, 2 misspelt."""
    given = build_parser().parse_args(arguments)
    try:
        status: int = given.run(given)
    except (Refusal, StoreError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
