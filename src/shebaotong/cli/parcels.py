"""`shebaotong parcels`: what lies between agencies and did not go through, why, and to try it again."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.listing import add_page_arguments, known_agency, refuse_odd_size
from shebaotong.cli.output import say, show_json, show_rows
from shebaotong.cli.setup import ready_database
from shebaotong.kernel.api import SHANGHAI

_SHOWN = ("id", "case", "kind", "other", "tries", "next_try", "error")
"""What a table has room for; the rest is in the JSON."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("agency", metavar="CODE", help="agency whose parcels are held")
    parser.add_argument(
        "--outbox", action="store_true", help="what it still has to send; otherwise what has come to it"
    )
    add_page_arguments(parser)
    parser.add_argument(
        "--try-again",
        type=int,
        metavar="ID",
        help="first let the worker try this one at its next turn, also where it was refused for good",
    )


def run(arguments: Namespace) -> int:
    refuse_odd_size(arguments)
    with ready_database():
        from shebaotong.exchange.api import Box, held, try_again

        box = Box.OUTBOX if arguments.outbox else Box.INBOX
        agency = known_agency(arguments.agency)
        chosen = arguments.try_again
        if chosen is not None and not try_again(
            agency=agency, box=box, parcel_id=chosen, now=datetime.now(SHANGHAI)
        ):
            raise Refusal(
                f"The {box} of {agency} holds no parcel {chosen}: it is through, or never failed. "
                "Without --try-again this command lists what is held."
            )
        page = held(agency=agency, box=box, after=arguments.after, size=arguments.size)
    rows = [
        {
            "id": each.id,
            "case": each.case_number,
            "kind": each.kind,
            "reference": each.reference,
            "other": each.other,
            "since": _moment(each.since),
            "tries": each.attempts,
            "next_try": each.next_try_at
            and each.next_try_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "error": each.error,
        }
        for each in page.rows
    ]
    if arguments.json:
        show_json({"agency": agency, "box": box.value, "rows": rows, "next": page.next})
        return 0
    short = [{name: row[name] or "by hand" for name in _SHOWN} for row in rows]
    show_rows(short, as_json=False, title=f"Held in the {box}")
    if not rows:
        say("Nothing is held.")
    if page.next is not None:
        say(f"More: --after {page.next}")
    return 0


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
