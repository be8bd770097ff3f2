"""`shebaotong compare-private`: compare with another province without handing over the lists."""

import ssl
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from shebaotong.cli.bars import progress_bars
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.private_engine import engine_folder
from shebaotong.cli.private_keys import add_keys_argument, keys_folder
from shebaotong.comparison.api import (
    CallingChannel,
    EcdhEngine,
    Engine,
    InputProblem,
    KeyFolder,
    ListeningChannel,
    PrivateReport,
    Refused,
    Rr22Engine,
    compare_private,
    engine_python,
    parse_mandate,
)
from shebaotong.kernel.api import SHANGHAI

_HOUR = 3600
_ENGINE_SILENCE = 900
"""Seconds: while the fast engine waits for its partner's, it hears nothing of a partner that gave up."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--mine", required=True, metavar="FILE", help="the own file, as for `compare`")
    parser.add_argument("--mandate", required=True, type=Path, metavar="M", help="the signed mandate (JSON)")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--peer", metavar="URL", help="call the other province at this address")
    where.add_argument("--listen", metavar="HOST:PORT", help="wait for the other province here")
    add_keys_argument(parser)
    parser.add_argument("--kind", help="which comparison, where the mandate allows several")
    parser.add_argument("--out", type=Path, default=Path("findings.parquet"), metavar="FILE")
    parser.add_argument("--engine", choices=("rr22", "ecdh"), help="only this engine (default: as mandated)")
    parser.add_argument(
        "--engine-address", metavar="HOST:PORT", help="where the partner's fast engine reaches ours"
    )
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument("--patience", type=int, default=_HOUR, metavar="SECONDS", help="longest silence")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="certificates to trust for an https address")


def run(arguments: Namespace) -> int:
    folder = keys_folder(arguments)
    try:
        text = arguments.mandate.read_text(encoding="utf-8")
        engines = _engines(arguments, folder, parse_mandate(text).engines)
        with _line(arguments) as channel, progress_bars() as progress:
            report = compare_private(
                folder=folder,
                mandate_text=text,
                kind=arguments.kind,
                mine=arguments.mine,
                engines=engines,
                channel=channel,
                now=datetime.now(SHANGHAI),
                out=arguments.out,
                progress=progress,
            )
    except Refused as refused:
        raise Refusal(f"Refused ({refused.reason}). {refused}") from refused
    except (InputProblem, OSError, ValueError) as problem:
        raise Refusal(str(problem)) from problem
    _show(arguments, report)
    return 0


def _engines(arguments: Namespace, folder: KeyFolder, mandated: tuple[str, ...]) -> dict[str, Engine]:
    """The engines that can run here. Why the fast one cannot is said before anything starts."""
    found: dict[str, Engine] = {"ecdh": EcdhEngine(workers=arguments.workers)}
    python = engine_python(engine_folder())
    if python is not None and arguments.engine_address:
        patience = min(arguments.patience, _ENGINE_SILENCE)
        found["rr22"] = Rr22Engine(python, arguments.engine_address, folder.work, patience)
    elif "rr22" in mandated and arguments.engine != "ecdh":
        why = "it needs --engine-address" if python else "install it with `shebaotong private-engine install`"
        instead = "; the mandate permits the portable engine" if "ecdh" in mandated else ""
        sys.stderr.write(f"The fast engine rr22 cannot run here: {why}{instead}.\n")
    if arguments.engine:
        found = {name: engine for name, engine in found.items() if name == arguments.engine}
    return found


@contextmanager
def _line(arguments: Namespace) -> Iterator[CallingChannel | ListeningChannel]:
    if arguments.peer:
        tls = ssl.create_default_context(cafile=str(arguments.ca)) if arguments.ca else None
        with CallingChannel(arguments.peer, patience=arguments.patience, tls=tls) as calling:
            yield calling
        return
    host, _, port = arguments.listen.rpartition(":")
    if not port.isdigit():
        raise Refusal(f"--listen {arguments.listen}: give HOST:PORT, for example 0.0.0.0:8443.")
    with ListeningChannel(
        host.strip("[]") or "127.0.0.1", int(port), patience=arguments.patience
    ) as listening:
        sys.stderr.write("Waiting at http://{}:{}\n".format(*listening.address))
        yield listening


def _show(arguments: Namespace, report: PrivateReport) -> None:
    if arguments.json:
        show_json(asdict(report))
        return
    say(
        f"{report.overlap:,} persons are common, {report.findings:,} findings in {arguments.out}, "
        "each a doubt for a person to check."
    )
    say(
        f"Engine {report.engine}; own list {report.persons:,} persons sent as {report.elements:,} elements, "
        f"the partner's as {report.partner_elements:,}. Both sides signed {report.record}."
    )


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
