"""What the operator does because nobody is there who could: an agency's first supervisor, and a code for one.

A supervisor who has forgotten his password gets his code from another; where there is no other, from here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from shebaotong.accounts.models import AdminAct, User
from shebaotong.accounts.persons import hand_of, person_token
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.resets import new_code
from shebaotong.accounts.signing_in import plain_username
from shebaotong.accounts.staff import add_account, check_identity
from shebaotong.kernel.api import Role, Text
from shebaotong.store.api import agency_context

OPERATOR = "operator"


def found_supervisor(
    *, agency: str, username: str, display_name: str, number: str, now: datetime
) -> tuple[User, str]:
    """An account with the one role, and the one-time code with which its password is set.

    Raises AccountRefused where the agency has a supervisor already: he makes the accounts from then on;
    and as :func:`create_staff` does.
    """
    check_identity(number)
    with transaction.atomic(), agency_context(agency=agency):
        there = User.objects.filter(agency=agency, is_active=True, roles__contains=[str(Role.SUPERVISOR)])
        if there.exists():
            raise AccountRefused(
                "supervisor",
                Text("这个机构已经有主管，由他开账号。", "The agency has a supervisor, who makes accounts."),
            )
        made = add_account(
            User(
                username=plain_username(username),
                agency_id=agency,
                kind=User.Kind.STAFF,
                roles=[str(Role.SUPERVISOR)],
                display_name=display_name,
                hand=hand_of(number=number),
                person_token=person_token(number=number),
            )
        )
        _note(AdminAct.What.STAFF_CREATED, made, roles=made.roles)
        return made, new_code(made, issued_by=OPERATOR, now=now)


def code_for_supervisor(*, agency: str, username: str, number: str, now: datetime) -> str:
    """A one-time code for a supervisor of the agency, who has shown his document to the operator.

    Raises AccountRefused where there is no such supervisor, or the number is not his.
    """
    check_identity(number)
    with transaction.atomic(), agency_context(agency=agency):
        named = User.objects.filter(agency=agency, username=plain_username(username), is_active=True)
        user = named.filter(roles__contains=[str(Role.SUPERVISOR)]).first()
        if user is None:
            raise AccountRefused(
                "supervisor",
                Text(
                    "这个机构没有这位在岗的主管。别的同事忘了密码，由主管发码。",
                    "The agency has no such active supervisor; colleagues get their codes from a supervisor.",
                ),
            )
        if user.hand != hand_of(number=number):
            raise AccountRefused(
                "identity",
                Text("账号和证件号码对不上，请核对。", "The account and the number do not belong together."),
            )
        _note(AdminAct.What.CODE_ISSUED, user)
        return new_code(user, issued_by=OPERATOR, now=now)


def _note(what: AdminAct.What, about: User, **details: Any) -> None:
    assert about.agency_id is not None
    AdminAct.objects.create(
        agency_id=about.agency_id,
        by=OPERATOR,
        by_name=OPERATOR,
        what=what,
        about=about.username,
        details=details,
    )
