"""`shebaotong agency`: agencies of this installation, the first supervisor of each, and his password."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Any

import yaml

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_rows
from shebaotong.cli.setup import ready_database
from shebaotong.kernel.api import SHANGHAI


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="list the agencies of this installation")
    listed.add_argument("--json", action="store_true", help="print JSON instead of a table")
    listed.set_defaults(act=_list)
    add = actions.add_parser("add", help="enter an agency from a YAML file, with its signing key")
    add.add_argument("file", type=Path, metavar="FILE", help="its fields; see docs/operator/joining.md")
    add.set_defaults(act=_add)
    first = actions.add_parser("supervisor", help="make the account of an agency's first supervisor")
    first.add_argument("agency", metavar="CODE")
    first.add_argument("--username", required=True)
    first.add_argument("--name", required=True, help="name of the person")
    first.set_defaults(act=_supervisor)
    code = actions.add_parser("code", help="a one-time code for a supervisor who has forgotten his password")
    code.add_argument("agency", metavar="CODE")
    code.add_argument("--username", required=True)
    code.set_defaults(act=_code)


def run(arguments: Namespace) -> int:
    with ready_database():
        arguments.act(arguments)
    return 0


def _list(arguments: Namespace) -> None:
    from shebaotong.network.api import all_agencies

    rows = [
        {"code": a.code, "city": a.city_zh, "name": a.name_zh, "region": a.region.name_zh, "phone": a.phone}
        for a in all_agencies()
    ]
    show_rows(rows, as_json=arguments.json, title="Agencies")


def _add(arguments: Namespace) -> None:
    from shebaotong.network.api import CannotFound, found_agency
    from shebaotong.store.api import current_server, provision_agencies

    entry = read_fields(arguments.file)
    try:
        made = found_agency(entry, now=datetime.now(SHANGHAI))
    except CannotFound as refused:
        raise Refusal(f"Nothing was entered: {refused}.") from None
    provision_agencies(server=current_server(), agencies=[made.code])
    say(f"{made.code} {made.name_zh} is entered, with a signing key. It is a member of no agreement yet.")


def read_fields(file: Path) -> dict[str, Any]:
    """The fields of a YAML file. Raises Refusal."""
    try:
        entry = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Refusal(f"{file} cannot be read: {error}") from None
    if not isinstance(entry, dict):
        raise Refusal(f"{file} must hold fields, one a line.")
    return entry


def _supervisor(arguments: Namespace) -> None:
    from shebaotong.accounts.api import AccountRefused, found_supervisor

    _known(arguments.agency)
    number = _number()
    try:
        made, code = found_supervisor(
            agency=arguments.agency,
            username=arguments.username,
            display_name=arguments.name,
            number=number,
            now=datetime.now(SHANGHAI),
        )
    except AccountRefused as refused:
        raise Refusal(f"No account was made: {refused.reason.en}") from None
    _tell(made.username, code)


def _code(arguments: Namespace) -> None:
    from shebaotong.accounts.api import AccountRefused, code_for_supervisor

    _known(arguments.agency)
    number = _number()
    try:
        code = code_for_supervisor(
            agency=arguments.agency, username=arguments.username, number=number, now=datetime.now(SHANGHAI)
        )
    except AccountRefused as refused:
        raise Refusal(f"No code was issued: {refused.reason.en}") from None
    _tell(arguments.username, code)


def _known(agency: str) -> None:
    """Raises Refusal for the code of no agency."""
    from shebaotong.network.api import UnknownAgency, find_agency

    try:
        find_agency(code=agency)
    except UnknownAgency as unknown:
        raise Refusal(f"{unknown}.") from None


def _number() -> str:
    # Not an argument: it would stand in the shell's history and in the list of processes.
    return getpass("Number of the identity document (not shown): ")


def _tell(username: str, code: str) -> None:
    say(f"{username}: one-time code {code[:4]} {code[4:]}, good for half an hour. It is shown this once.")


COMMAND = Command(run=run, arguments=add_arguments)
