"""`shebaotong whatif PERSON`: one history, many questions, from the registers of the agencies kept here."""

from argparse import ArgumentParser, Namespace

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json
from shebaotong.cli.setup import ready_database
from shebaotong.rules.api import Category


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="number of an identity document")
    parser.add_argument("--kind", default="resident", help="kind of document (default %(default)s)")
    parser.add_argument(
        "--category",
        choices=[str(category) for category in Category],
        help="retirement category; a woman's needs evidence of her post",
    )
    parser.add_argument("--agency", metavar="CODE", help="read only this agency's register")
    parser.add_argument("--purpose", required=True, help="why; it stands in the person's access log")


def run(arguments: Namespace) -> int:
    with ready_database():
        from django.utils import timezone

        from shebaotong.kernel.api import Text
        from shebaotong.network.api import all_agencies
        from shebaotong.portal.api import history_of, questions
        from shebaotong.registry.api import Reader, read_facts
        from shebaotong.rules.api import Assumptions, builtin, plain_answer, what_if

        now = timezone.now()
        purpose = Text(arguments.purpose, arguments.purpose)
        asked = questions(identifier=arguments.person, identifier_kind=arguments.kind, purpose=purpose)
        codes = [arguments.agency] if arguments.agency else [agency.code for agency in all_agencies()]
        facts = {
            code: read_facts(
                agency=code,
                queries=asked,
                reader=Reader(code, "shebaotong whatif", "engine"),
                case_number="",
                now=now,
            )
            for code in codes
        }
        category = Category(arguments.category) if arguments.category else None
        history = history_of(facts=facts, category=category)
        if history is None:
            raise Refusal("No register here holds this number. Check the number and its --kind.")
        assumptions = Assumptions(as_of=timezone.localdate(now), pays_on=True, latest_base=True)
        answer = what_if(history=history, assumptions=assumptions, parameters=builtin())
        if arguments.json:
            show_json({"answer": plain_answer(answer).splitlines(), "unverified": list(answer.unverified)})
        else:
            say(plain_answer(answer))
    return 0


COMMAND = Command(
    name="whatif",
    help="where, when and how much a person's pension would be, and what a move would change",
    run=run,
    arguments=add_arguments,
    has_json=True,
)
