"""The same statements by pgbench: what the database could do if nothing were computed outside of it.

A transaction of pgbench is one case: all that the web server sends for its four requests, message by
message and byte for byte, but for what must differ between cases (its number, what is made of it, and the
person's row). What the worker does for a case is no part of it; the second city's copies, which the worker
would have made, are there before the clock starts.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from shebaotong.lab.bench.cases.recording import Recorded
from shebaotong.lab.bench.cases.world import INSURED
from shebaotong.store.api import Server, postgres_program

_FIRST = 9_000_000_000_000_000
"""No agency's code begins with 90: numbers from here on are no case's."""
_BY_CLIENT = 10_000_000
_DIGITS = 16
_TPS = re.compile(r"^tps = ([\d.]+) ", re.MULTILINE)
_FAILED = re.compile(r"^number of failed transactions: (\d+)", re.MULTILINE)
_DIGEST = re.compile(r"'([0-9a-f]{48})[0-9a-f]{16}'")
_VARIABLE = ":sbtn"


class PgbenchFailed(RuntimeError):
    """pgbench could not be run, or a transaction failed."""


@dataclass(frozen=True, slots=True)
class Script:
    """A case for pgbench."""

    text: str
    messages: int


def script(recorded: Recorded, *, person: int, first_person: int, transactions: int) -> Script:
    """``person``: the row in the register that was recorded; pgbench's cases take those from
    ``first_person`` on, ``transactions`` for each client in all of its runs."""
    messages = [message for step in recorded.steps for message in step]
    lines = [
        r"\set i :i + 1",
        rf"\set sbtn {_FIRST} + :client_id * {_BY_CLIENT} + :i",
        rf"\set sbtperson {first_person} + :client_id * {transactions} + :i - 1",
        *(_varied(message, recorded, person) for message in messages),
    ]
    return Script("\n".join(lines) + "\n", len(messages))


def _varied(message: str, recorded: Recorded, person: int) -> str:
    text = message.replace(recorded.number, _VARIABLE)
    for key in recorded.keys:
        text = text.replace(key, key.rsplit("-", 1)[0] + f"-{_VARIABLE}")
    if "notices_tell" in text:
        # The digest of the occasion, by which a message is told once.
        text = _DIGEST.sub(rf"'\1{_VARIABLE}'", text)
    # A token of 43 characters keeps its length.
    text = text.replace(recorded.person_token, recorded.person_token[:-_DIGITS] + _VARIABLE)
    # One benefit runs once for a person.
    text = re.sub(rf"(registry_award\('\d+', ){person},", r"\1:sbtperson,", text)
    return _one_message(" ".join(text.split("\n"))) + ";"


def _one_message(text: str) -> str:
    r"""Statements that are sent together stay together: ``\;`` for each semicolon outside of quotes."""
    parts, inside = [], False
    for char in text:
        inside ^= char == "'"
        parts.append(r"\;" if char == ";" and not inside else char)
    return "".join(parts)


def prepare(*, server: Server, recorded: Recorded, clients: int, transactions: int) -> None:
    """Put the second city's copies there, as the worker would have, by the worker's own statement."""
    numbers = [
        _FIRST + client * _BY_CLIENT + place
        for client in range(clients)
        for place in range(1, transactions + 1)
    ]
    with psycopg.connect(server.conninfo(role="app")) as session:
        session.execute("SELECT set_config('shebaotong.agency', %s, true)", [INSURED])
        for number in numbers:
            written = session.execute(
                recorded.delivery.replace(recorded.number, str(number)).encode()
            ).fetchall()
            if not all(row[0] for row in written):
                raise PgbenchFailed(f"the copy of {number} was not written")


def run(
    *, server: Server, made: Script, clients: int, transactions: int, folder: Path, before: int = 0
) -> float:
    """Cases a second. ``before``: cases of each client that stand there from an earlier run. Raises
    PgbenchFailed."""
    program = postgres_program("pgbench")
    file = folder / "case.sql"
    file.write_text(made.text, encoding="utf-8")
    command = [str(program), "--no-vacuum", "--protocol=simple", f"--client={clients}"]
    command += [f"--jobs={min(clients, os.cpu_count() or 1)}", f"--transactions={transactions}"]
    command += [f"--define=i={before}", f"--file={file}", server.database]
    environment = {**os.environ, **server.libpq_environment(role="app"), "PGCLIENTENCODING": "UTF8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    rate, failed = _TPS.search(done.stdout), _FAILED.search(done.stdout)
    if done.returncode or rate is None or (failed and int(failed[1])):
        raise PgbenchFailed(f"pgbench failed: {(done.stderr or done.stdout).strip()[-1500:]}")
    return float(rate[1])
