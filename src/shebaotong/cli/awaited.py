"""`shebaotong awaited`: provisional decisions that are due to be determined again, or wait for a figure."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json, show_rows
from shebaotong.cli.setup import ready_database
from shebaotong.kernel.api import SHANGHAI

_MOST = 500
_SHOWN = ("case", "region", "on", "decided", "called_up")
"""What a table of 80 columns has room for; the rest is in the JSON."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("agency", metavar="CODE", help="agency that decided")
    parser.add_argument("--waiting", action="store_true", help="those whose figure is not published yet")
    parser.add_argument(
        "--after", type=int, metavar="ID", help="the page after this row: `next` of the page before"
    )
    parser.add_argument("--size", type=int, default=50, metavar="N", help=f"rows a page, at most {_MOST}; 50")
    parser.add_argument(
        "--call-up", action="store_true", help="first reopen what is due, as the worker does every hour"
    )


def run(arguments: Namespace) -> int:
    from shebaotong.cases.api import Stage, awaiting, call_up
    from shebaotong.network.api import UnknownAgency, find_agency

    if not 1 <= arguments.size <= _MOST:
        raise Refusal(f"--size is a number from 1 to {_MOST}.")
    with ready_database():
        try:
            agency = find_agency(code=arguments.agency).code
        except UnknownAgency:
            raise Refusal(f"There is no agency {arguments.agency}: see `shebaotong agency list`.") from None
        called = 0
        if arguments.call_up:
            while batch := call_up(agency=agency, now=datetime.now(SHANGHAI)):
                called += batch
        stage = Stage.WAITING if arguments.waiting else Stage.DUE
        page = awaiting(agency=agency, stage=stage, after=arguments.after, size=arguments.size)
    rows = [
        {
            "id": each.id,
            "case": each.case_number,
            "item": each.item,
            "parameter": each.figure.parameter,
            "region": each.figure.region,
            "on": each.figure.on.isoformat(),
            "decided": each.since.astimezone(SHANGHAI).date().isoformat(),
            "called_up": each.called_at.astimezone(SHANGHAI).date().isoformat() if each.called_at else None,
        }
        for each in page.rows
    ]
    if arguments.json:
        show_json(
            {"agency": agency, "list": stage.value, "called_up": called, "rows": rows, "next": page.next}
        )
        return 0
    short = [{name: row[name] or "" for name in _SHOWN} for row in rows]
    show_rows(short, as_json=False, title="Provisional decisions")
    if arguments.call_up:
        say(f"{called} called up.")
    if page.next is not None:
        say(f"More: --after {page.next}")
    return 0


COMMAND = Command(
    name="awaited",
    help="list provisional decisions whose figure is published, and call them up",
    arguments=add_arguments,
    run=run,
    has_json=True,
)
