"""`shebaotong mandate`: keys, commitments and signatures for private comparisons."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.private_keys import add_keys_argument, keys_folder, keys_path
from shebaotong.cli.values import day
from shebaotong.comparison.api import (
    KINDS,
    InputProblem,
    Refused,
    TrustedKey,
    check_approval,
    check_record,
    commit_list,
    make_folder,
    parse_mandate,
    read_private_key,
    read_trust,
    sign_mandate,
    write_private_key,
    write_trust,
)
from shebaotong.kernel.api import SHANGHAI, new_private_key, public_of
from shebaotong.lab.api import rehearse


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")

    def action(name: str, help: str, act: Callable[[Namespace], None]) -> ArgumentParser:
        made = actions.add_parser(name, help=help, description=help)
        made.set_defaults(act=act)
        return made

    keys = action("keys", "make the folder of keys of an agency and print its machine's card", _keys)
    keys.add_argument("--agency", required=True, help="agency code")
    keys.add_argument("--epoch", default="1", help="counts the machine's keys (default %(default)s)")
    add_keys_argument(keys)
    approver = action("approver", "make a person's signing key and print its card", _approver)
    approver.add_argument("--agency", required=True, help="agency code")
    approver.add_argument("--person", required=True, help="staff number of the person who signs")
    approver.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the key goes")
    trust = action("trust", "add cards, the own approvers' and the partner's, to the trusted keys", _trust)
    trust.add_argument("cards", nargs="+", type=Path, metavar="CARD")
    add_keys_argument(trust)
    commit = action("commit", "fix the own file and print the side's entry for the mandate", _commit)
    commit.add_argument("--mine", required=True, metavar="FILE")
    commit.add_argument("--kind", required=True, choices=KINDS)
    commit.add_argument("--side", required=True, choices=("left", "right"))
    add_keys_argument(commit)
    sign = action("sign", "add a person's signature to a mandate", _sign)
    sign.add_argument("mandate", type=Path, metavar="M")
    sign.add_argument("--key", required=True, type=Path, metavar="FILE")
    check = action("check", "say whether a mandate binds today, and what it allows", _check)
    check.add_argument("mandate", type=Path, metavar="M")
    check.add_argument("--record", type=Path, metavar="FILE", help="check a signed record of a job as well")
    add_keys_argument(check)
    rehearsal = action("rehearse", "make up two provinces' keys and a mandate, to try it out", _rehearse)
    rehearsal.add_argument("left", metavar="LEFT")
    rehearsal.add_argument("right", metavar="RIGHT")
    rehearsal.add_argument("--kind", required=True, choices=KINDS)
    rehearsal.add_argument("--as-of", required=True, type=day, metavar="DATE")
    rehearsal.add_argument("--out", required=True, type=Path, metavar="DIR")


def run(arguments: Namespace) -> int:
    try:
        arguments.act(arguments)
    except Refused as refused:
        raise Refusal(f"Refused ({refused.reason}). {refused}") from refused
    except (InputProblem, OSError, ValueError) as problem:
        raise Refusal(str(problem)) from problem
    return 0


def _keys(arguments: Namespace) -> None:
    folder = make_folder(keys_path(arguments), agency=arguments.agency, epoch=arguments.epoch)
    show_json([folder.trust[folder.node_key.kid].to_json()])


def _approver(arguments: Namespace) -> None:
    if arguments.out.exists():
        raise Refusal(f"{arguments.out} is there already; a key is not overwritten.")
    key = new_private_key(f"{arguments.agency}/approver-{arguments.person}")
    write_private_key(arguments.out, key)
    show_json([TrustedKey(public_of(key), arguments.agency, "approver", arguments.person).to_json()])


def _trust(arguments: Namespace) -> None:
    folder = keys_folder(arguments)
    trusted = folder.trust
    for path in arguments.cards:
        for kid, card in read_trust(path).items():
            if trusted.get(kid, card) != card:
                raise Refusal(f"{path}: another key of the name {kid} is trusted already; remove that first.")
            trusted[kid] = card
    write_trust(folder.path / "trust.json", trusted)
    for kid in sorted(trusted):
        say(f"{kid}: {trusted[kid].duty} of {trusted[kid].agency}")


def _commit(arguments: Namespace) -> None:
    folder = keys_folder(arguments)
    show_json(commit_list(folder=folder, mine=arguments.mine, kind=arguments.kind, side=arguments.side))


def _sign(arguments: Namespace) -> None:
    text = sign_mandate(arguments.mandate.read_text(encoding="utf-8"), read_private_key(arguments.key))
    arguments.mandate.write_text(text, encoding="utf-8")
    mandate = parse_mandate(text)
    say(f"Mandate {mandate.id} has {len(mandate.signatures)} signatures. Digest {mandate.digest}")


def _check(arguments: Namespace) -> None:
    folder = keys_folder(arguments)
    mandate = parse_mandate(arguments.mandate.read_text(encoding="utf-8"))
    check_approval(mandate=mandate, trust=folder.trust, now=datetime.now(SHANGHAI))
    say(f"Mandate {mandate.id} binds until {mandate.valid_until}. Digest {mandate.digest}")
    say(f"Purpose: {mandate.purpose}. Basis: {mandate.legal_basis}")
    for entry in mandate.comparisons:
        say(
            f"{entry.kind} as of {entry.as_of}: {entry.left.elements:,} elements of {mandate.left.agency}, "
            f"{entry.right.elements:,} of {mandate.right.agency}"
        )
    if arguments.record:
        text = arguments.record.read_text(encoding="utf-8")
        record = check_record(text, mandate=mandate, trust=folder.trust)
        say(f"Both machines signed the record: {record.overlap:,} persons common, engine {record.engine}")


def _rehearse(arguments: Namespace) -> None:
    made = rehearse(
        base=arguments.out,
        left=arguments.left,
        right=arguments.right,
        kind=arguments.kind,
        as_of=arguments.as_of,
        today=datetime.now(SHANGHAI).date(),
    )
    say("Run these two, each in a terminal of its own:")
    address = "127.0.0.1:8791"
    for keys, mine, where, out in (
        (made.left.path, arguments.left, f"--listen {address}", "left.parquet"),
        (made.right.path, arguments.right, f"--peer http://{address}", "right.parquet"),
    ):
        say(
            f"  shebaotong compare-private --keys {keys} --mine {mine} --mandate {made.mandate} {where} "
            f"--out {arguments.out / out}"
        )


COMMAND = Command(run=run, arguments=add_arguments)
