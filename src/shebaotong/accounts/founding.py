"""The first supervisor of an agency: made by the operator, because nobody is there who could."""

from __future__ import annotations

from datetime import datetime

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
        AdminAct.objects.create(
            agency_id=agency,
            by=OPERATOR,
            by_name=OPERATOR,
            what=AdminAct.What.STAFF_CREATED,
            about=made.username,
            details={"roles": made.roles},
        )
        return made, new_code(made, issued_by=OPERATOR, now=now)
