"""What commands have in common that list an agency's rows, a page at a time."""

from argparse import ArgumentParser, Namespace

from shebaotong.cli.command import Refusal

_MOST = 500


def add_page_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--after", type=int, metavar="ID", help="the page after this row: `next` of the page before"
    )
    parser.add_argument("--size", type=int, default=50, metavar="N", help=f"rows a page, at most {_MOST}; 50")


def refuse_odd_size(arguments: Namespace) -> None:
    """Raises Refusal for a page of no row, or of too many."""
    if not 1 <= arguments.size <= _MOST:
        raise Refusal(f"--size is a number from 1 to {_MOST}.")


def known_agency(code: str) -> str:
    """The code again. Needs the database. Raises Refusal where there is no such agency."""
    from shebaotong.network.api import UnknownAgency, find_agency

    try:
        return find_agency(code=code).code
    except UnknownAgency:
        raise Refusal(f"There is no agency {code}: see `shebaotong agency list`.") from None
