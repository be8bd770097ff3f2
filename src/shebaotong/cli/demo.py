"""`shebaotong demo`: everything on one machine, with demonstration people."""

import os
import shlex
import sys
import time
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say
from shebaotong.cli.ports import choose_port
from shebaotong.cli.serve import DEFAULT_PORT
from shebaotong.cli.setup import django_on_server, upgrade
from shebaotong.cli.supervision import Family
from shebaotong.cli.values import count, port
from shebaotong.lab.api import DemoAccount, Sample, load_demo, load_demo_round
from shebaotong.store.api import Home, disconnect, gather_statistics

DEMO_NOTE = "demo"
LOG_LEVEL = "SHEBAOTONG_LOG_LEVEL"
SAMPLE = "sample"
"""Folder of the sample round of comparisons, in the data folder."""
_PEOPLE = 20_000
_READY_SECONDS = 60


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=port, help=f"port (default: the first free one from {DEFAULT_PORT})")
    parser.add_argument(
        "--people", type=count, default=_PEOPLE, help="demonstration people (default %(default)s)"
    )


def run(arguments: Namespace) -> int:
    port = choose_port(host=arguments.host, wanted=arguments.port, first=DEFAULT_PORT)
    family = Family()
    with django_on_server() as server:
        upgrade(server=server, say=say)
        (Home.from_environment().path / DEMO_NOTE).touch()
        accounts, sample = _load(arguments.people)
        disconnect()
        gather_statistics(server=server)
        try:
            # Started after the data is there, and in this order: pages work from the first moment.
            # What goes well is not said below the table of accounts, which people read then.
            demo = {"SHEBAOTONG_DEMO": "1", LOG_LEVEL: os.environ.get(LOG_LEVEL, "WARNING")}
            family.start("worker", environment=demo)
            address = ("--host", arguments.host, "--port", str(port))
            family.start("serve", *address, environment=demo)
            _wait_until_answering(family, port)
            if family.ended() is None:
                _show(accounts, sample, address=f"http://{_reachable(arguments.host)}:{port}/")
                say(ending(embedded=server.embedded))
            ended = family.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            say("Stopping")
            family.stop()
    raise Refusal(f"`shebaotong {ended}` ended by itself, so all was stopped. Its log is above.")


def _load(people: int) -> tuple[Sequence[DemoAccount], Sample | None]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("")
        said: set[str] = set()

        def progress(what: str, done: int, total: int) -> None:
            if what not in said and not bar.console.is_terminal:
                # No bar moves in a log; it says what is being done.
                said.add(what)
                say(what)
            bar.update(task, description=what, completed=done, total=total)

        accounts = load_demo(people=people, progress=progress)
        folder = Home.from_environment().path / SAMPLE
        return accounts, load_demo_round(folder=folder, people=people, progress=progress)


def _wait_until_answering(family: Family, port: int) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while family.ended() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise Refusal(f"The web server did not answer within {_READY_SECONDS} s.") from None
            time.sleep(0.1)


def _show(accounts: Sequence[DemoAccount], sample: Sample | None, *, address: str) -> None:
    console = Console(highlight=False)
    console.print(f"\n[bold]{address}[/bold]\n")
    if accounts:
        table = Table("Who", "Sign in as", "Password")
        for account in accounts:
            table.add_row(account.who, account.login, account.password)
        console.print(table)
        console.print(
            f"Stories to walk, scene by scene, with the numbers to type: {address}demo/\n", soft_wrap=True
        )
    if sample is not None:
        console.print(
            "Two provinces' files of these people; supervisors see what was found under 数据比对. To try:"
        )
        console.print(f"  {_compare(sample)}\n", soft_wrap=True)


def ending(*, embedded: bool) -> str:
    """What the operator is told last: a server that is not ours goes on."""
    if embedded:
        return "Ctrl-C stops everything, the database included."
    return "Ctrl-C stops everything but the PostgreSQL server that DATABASE_URL names."


def _compare(sample: Sample) -> str:
    """The command that compares one pair of the sample's files, as it is typed here."""
    program = sys.argv[0] if Path(sys.argv[0]).name == "shebaotong" else "shebaotong"
    words = [program, "compare", *map(_from_here, (sample.left, sample.right)), "--kind", sample.kind]
    words += ["--as-of", sample.as_of.isoformat(), "--out", "findings.parquet"]
    return shlex.join(words)


def _from_here(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _reachable(host: str) -> str:
    everywhere = {"0.0.0.0", "::"}
    return os.uname().nodename if host in everywhere else host


COMMAND = Command(run=run, arguments=add_arguments)
