"""`shebaotong rebuild`: make the projection of cases anew from the documents alone."""

import time
from argparse import ArgumentParser, Namespace

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command
from shebaotong.cli.listing import known_agency
from shebaotong.cli.output import show_rows
from shebaotong.cli.setup import ready_database


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--agency", metavar="CODE", help="only this agency's copies (default: all)")
    parser.add_argument("--compare", action="store_true", help="only compare, leave everything as it is")


def run(arguments: Namespace) -> int:
    with ready_database():
        from shebaotong.cases.api import rebuild
        from shebaotong.network.api import all_agencies

        wanted = arguments.agency
        codes = [known_agency(wanted)] if wanted else [agency.code for agency in all_agencies()]
        rows = []
        with progress_bars() as progress:
            for done, code in enumerate(codes):
                progress("Cases", done, len(codes))
                began = time.monotonic()
                result = rebuild(agency=code, swap=not arguments.compare)
                seconds = time.monotonic() - began
                rows.append(
                    {
                        "agency": code,
                        "cases": result.cases,
                        "documents": result.documents,
                        "differing": result.differing,
                        "replaced": result.swapped,
                        "seconds": round(seconds, 2),
                        "documents_per_s": round(result.documents / seconds) if seconds else 0,
                    }
                )
            progress("Cases", len(codes), len(codes))
        show_rows(rows, as_json=arguments.json, title="Projection rebuilt from documents")
        return 1 if arguments.compare and any(row["differing"] for row in rows) else 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
