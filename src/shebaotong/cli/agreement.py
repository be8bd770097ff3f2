"""`shebaotong agreement`: who serves whom, signing for a city, and entering a signature."""

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path

from shebaotong.cli.agency import read_fields
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_rows
from shebaotong.cli.setup import ready_database
from shebaotong.kernel.api import SHANGHAI


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="list agreements with their members and signatures")
    listed.add_argument("--json", action="store_true", help="print JSON instead of a table")
    listed.set_defaults(act=_list)
    add = actions.add_parser("add", help="enter an agreement's terms from a YAML file")
    add.add_argument("file", type=Path, metavar="FILE", help="its fields; see docs/operator/joining.md")
    add.set_defaults(act=_add)
    sign = actions.add_parser("sign", help="sign an agreement's terms for a city: the city's operator")
    sign.add_argument("agreement", metavar="AGREEMENT")
    sign.add_argument("--member", required=True, metavar="CODE", help="the city that joins")
    sign.add_argument(
        "--on", type=date.fromisoformat, metavar="DATE", help="day of signature (default: today)"
    )
    sign.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the accession goes")
    sign.set_defaults(act=_sign)
    admit = actions.add_parser("admit", help="enter a signed accession: the depositary's operator")
    admit.add_argument("file", type=Path, metavar="FILE")
    admit.set_defaults(act=_admit)


def run(arguments: Namespace) -> int:
    with ready_database():
        arguments.act(arguments)
    return 0


def _list(arguments: Namespace) -> None:
    from shebaotong.network.api import agreement_notes

    today = datetime.now(SHANGHAI).date()
    rows = [
        {
            "agreement": note.agreement.code,
            "in_force": note.in_force,
            "member": member.agency.code,
            "city": member.agency.city_zh,
            "signed_on": member.signed_on.isoformat(),
            "left_on": member.left_on.isoformat() if member.left_on else "",
            "illustrative": member.illustrative,
            "signature_holds": member.signature_holds,
        }
        for note in agreement_notes(on=today)
        for member in note.members
    ]
    show_rows(rows, as_json=arguments.json, title="Agreements")


def _add(arguments: Namespace) -> None:
    from shebaotong.network.api import CannotFound, found_agreement

    try:
        made = found_agreement(read_fields(arguments.file))
    except CannotFound as refused:
        raise Refusal(f"Nothing was entered: {refused}.") from None
    say(f"{made.code} is entered, kept by {made.depositary_id}. Members sign by `shebaotong agreement sign`.")


def _sign(arguments: Namespace) -> None:
    from shebaotong.network.api import NoSigningKey, NotAdmitted, accession_text, sign_accession
    from shebaotong.store.api import agency_context

    if arguments.out.exists():
        raise Refusal(f"{arguments.out} exists already.")
    signed_on = arguments.on or datetime.now(SHANGHAI).date()
    try:
        with agency_context(agency=arguments.member):
            signed = sign_accession(
                agreement=arguments.agreement, member=arguments.member, signed_on=signed_on
            )
    except (NotAdmitted, NoSigningKey, ValueError) as refused:
        raise Refusal(f"Nothing was signed: {refused}.") from None
    arguments.out.write_text(accession_text(signed), "utf-8")
    say(
        f"{arguments.out}: {signed.member} joins {signed.agreement} from {signed.signed_on}. "
        "Send it to the depositary."
    )


def _admit(arguments: Namespace) -> None:
    from django.db import IntegrityError, transaction

    from shebaotong.kernel.api import BadSignature
    from shebaotong.network.api import Agreement, NotAdmitted, admit, read_accession
    from shebaotong.store.api import agency_context

    try:
        accession = read_accession(arguments.file.read_text("utf-8"))
        agreement = Agreement.objects.filter(code=accession.agreement).first()
        if agreement is None:
            raise NotAdmitted(f"there is no agreement {accession.agreement!r}")
        with transaction.atomic(), agency_context(agency=agreement.depositary_id):
            admit(accession)
    except (OSError, UnicodeDecodeError, NotAdmitted) as refused:
        raise Refusal(f"Nobody was entered: {refused}.") from None
    except BadSignature:
        raise Refusal(
            "Nobody was entered: the signature is not the city's own over the present terms."
        ) from None
    except IntegrityError:
        raise Refusal(f"{accession.member} is a member of {accession.agreement} already.") from None
    say(f"{accession.member} is a member of {accession.agreement} from {accession.signed_on}.")


COMMAND = Command(run=run, arguments=add_arguments)
