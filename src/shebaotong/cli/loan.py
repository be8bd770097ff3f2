"""`shebaotong loan`: the schedule of a back-payment loan that the pension repays, as the bank needs it.

Zibo's way: the bank lends what is missing of the contributions, and the monthly pension pays it back.
"""

import csv
import sys
from argparse import ArgumentParser, Namespace
from decimal import Decimal

from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.output import say, show_json, show_rows
from shebaotong.cli.values import month, number
from shebaotong.rules.api import LoanPlan, NotComputable, loan_plan

_HEADINGS = ("期次", "月份", "期初余额", "利息", "还款", "其中本金", "期末余额", "发给本人")
_NAMES = ("number", "month", "opening", "interest", "payment", "principal", "closing", "to_person")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("principal", type=number, metavar="YUAN", help="amount of the loan, e.g. 4500")
    parser.add_argument("--rate", type=number, required=True, metavar="RATIO", help="a year, e.g. 0.0385")
    parser.add_argument("--pension", type=number, required=True, metavar="YUAN", help="a month, e.g. 174.37")
    parser.add_argument(
        "--first", type=month, required=True, metavar="YYYY-MM", help="first month of the pension"
    )
    parser.add_argument(
        "--keep", type=number, default=Decimal(0), metavar="YUAN", help="what the person keeps each month"
    )
    parser.add_argument("--csv", action="store_true", help="print CSV for the bank instead of a table")


def run(arguments: Namespace) -> int:
    try:
        plan = loan_plan(
            principal=arguments.principal,
            annual_rate=arguments.rate,
            monthly_pension=arguments.pension,
            first=arguments.first,
            kept_by_person=arguments.keep,
        )
    except NotComputable as refused:
        raise Refusal(f"{refused.text.zh} ({refused.text.en})") from refused
    rows = [[str(getattr(each, name)) for name in _NAMES] for each in plan.instalments]
    if arguments.csv:
        csv.writer(sys.stdout, lineterminator="\r\n").writerows([_HEADINGS, *rows])
    elif arguments.json:
        show_json(_as_data(plan, rows))
    else:
        show_rows([dict(zip(_HEADINGS, row, strict=True)) for row in rows], as_json=False)
        say(f"{plan.months} 个月还清，利息合计 {plan.interest} 元，{plan.full_from} 起全额领取")
    return 0


def _as_data(plan: LoanPlan, rows: list[list[str]]) -> dict[str, object]:
    return {
        "months": plan.months,
        "interest": str(plan.interest),
        "full_from": str(plan.full_from),
        "instalments": [dict(zip(_NAMES, row, strict=True)) for row in rows],
    }


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)
