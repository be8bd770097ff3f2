"""`shebaotong awaited`: provisional decisions that are due to be determined again, or wait for a figure."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from shebaotong.cli.command import Command
from shebaotong.cli.listing import add_page_arguments, known_agency, refuse_odd_size
from shebaotong.cli.output import say, show_json, show_rows
from shebaotong.cli.setup import ready_database
from shebaotong.kernel.api import SHANGHAI

_SHOWN = ("case", "region", "on", "decided", "called_up")
"""What a table of 80 columns has room for; the rest is in the JSON."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("agency", metavar="CODE", help="agency that decided")
    parser.add_argument("--waiting", action="store_true", help="those whose figure is not published yet")
    add_page_arguments(parser)
    parser.add_argument(
        "--call-up", action="store_true", help="first reopen what is due, as the worker does every hour"
    )


def run(arguments: Namespace) -> int:
    refuse_odd_size(arguments)
    with ready_database():
        from shebaotong.cases.api import AwaitedStage, awaiting, call_up

        agency = known_agency(arguments.agency)
        called = 0
        if arguments.call_up:
            while batch := call_up(agency=agency, now=datetime.now(SHANGHAI)):
                called += batch
        stage = AwaitedStage.WAITING if arguments.waiting else AwaitedStage.DUE
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
    if not rows:
        say("None is due." if stage is AwaitedStage.DUE else "None waits for a figure.")
    if arguments.call_up:
        say(f"{called} called up.")
    if page.next is not None:
        say(f"More: --after {page.next}")
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
