"""The command `shebaotong`. A new command is a module beside this one, named here twice."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from shebaotong.cli.command import Command, Refusal
from shebaotong.store.api import StoreError

COMMANDS = {
    "demo": "set everything up, load demonstration people, and run until Ctrl-C",
    "demo-reset": "throw the demonstration's data away",
    "serve": "run the web server",
    "worker": "run the jobs of the queue",
    "migrate": "make the database, or bring it and the static files to this release",
    "backup": "write the whole database to one file",
    "restore": "bring the database back from a backup; stop the program first",
    "items": "list the service items of the catalogue",
    "agency": "list agencies, enter a new one, make its first supervisor, help him to a password",
    "agreement": "list agreements and members, enter terms, sign for a city, admit it",
    "awaited": "list provisional decisions whose figure is published, and call them up",
    "parcels": "list what lies between agencies and did not go through, and try it again",
    "rebuild": "make the projection of cases anew from documents and receipts alone",
    "rules": "check a file of vectors against the rules; list the parameters of the law",
    "whatif": "where, when and how much a person's pension would be, and what a move would change",
    "loan": "the schedule of a back-payment loan that the pension repays",
    "compare": "compare two sides' files and write what looks wrong",
    "compare-changes": "go on with a kept comparison: only what changed is compared again",
    "batch": "compare two provinces' files in every kind, and bring what is found to the agencies' desks",
    "compare-private": "compare with another province without handing over the lists",
    "mandate": "keys, commitments and signatures for private comparisons",
    "private-engine": "install the fast engine for private comparisons, or say whether it is there",
    "bench": "measure on this machine, beside peers in the same run",
    "accuracy": "precision and recall of the comparison on a planted population",
}


def command(name: str) -> Command:
    """The command of that name. Its module is imported only here, because importing all of them would make
    every command start slowly."""
    match name:
        case "demo":
            from shebaotong.cli.demo import COMMAND
        case "demo-reset":
            from shebaotong.cli.demo_reset import COMMAND
        case "serve":
            from shebaotong.cli.serve import COMMAND
        case "worker":
            from shebaotong.cli.worker import COMMAND
        case "migrate":
            from shebaotong.cli.migrate import COMMAND
        case "backup":
            from shebaotong.cli.backup import COMMAND
        case "restore":
            from shebaotong.cli.restore import COMMAND
        case "items":
            from shebaotong.cli.items import COMMAND
        case "agency":
            from shebaotong.cli.agency import COMMAND
        case "agreement":
            from shebaotong.cli.agreement import COMMAND
        case "awaited":
            from shebaotong.cli.awaited import COMMAND
        case "parcels":
            from shebaotong.cli.parcels import COMMAND
        case "rebuild":
            from shebaotong.cli.rebuild import COMMAND
        case "rules":
            from shebaotong.cli.rules import COMMAND
        case "whatif":
            from shebaotong.cli.whatif import COMMAND
        case "loan":
            from shebaotong.cli.loan import COMMAND
        case "compare":
            from shebaotong.cli.compare import COMMAND
        case "compare-changes":
            from shebaotong.cli.compare_changes import COMMAND
        case "batch":
            from shebaotong.cli.batch import COMMAND
        case "compare-private":
            from shebaotong.cli.compare_private import COMMAND
        case "mandate":
            from shebaotong.cli.mandate import COMMAND
        case "private-engine":
            from shebaotong.cli.private_engine import COMMAND
        case "bench":
            from shebaotong.cli.bench import COMMAND
        case "accuracy":
            from shebaotong.cli.accuracy import COMMAND
        case _:
            raise KeyError(name)
    return COMMAND


def build_parser(words: Sequence[str]) -> ArgumentParser:
    """The parser of the command line. Only the commands named in ``words`` get their arguments, so that no
    other has to be imported."""
    parser = ArgumentParser(
        prog="shebaotong",
        description="社保通: a request made in any member city, handled by the city that holds the record.",
        epilog="The data folder is .data in the checkout, or SHEBAOTONG_HOME. DATABASE_URL names a "
        "PostgreSQL server to use instead of the embedded one.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, help in COMMANDS.items():
        own = commands.add_parser(name, help=help, description=help)
        if name not in words:
            continue
        named = command(name)
        named.arguments(own)
        if named.has_json:
            own.add_argument("--json", action="store_true", help="print JSON instead of a table")
        own.set_defaults(run=named.run, parser=own)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 refused with a reason on standard error, 2 misspelt."""
    words = sys.argv[1:] if arguments is None else arguments
    given, unknown = build_parser(words).parse_known_args(words)
    if unknown:
        # The command's own parser says it, with the arguments that the command has.
        given.parser.error(f"it has no {' '.join(unknown)}; see --help")
    try:
        status: int = given.run(given)
    except (Refusal, StoreError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
