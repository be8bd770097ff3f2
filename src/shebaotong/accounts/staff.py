"""Accounts made, left and handed over: what supervisors do for their own agency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shebaotong.accounts.actors import actor_of
from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import STAFF_ROLES, USERNAME, ApiToken, ResetCode, User
from shebaotong.accounts.persons import hand_of, person_token
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.sessions import end_all_sessions
from shebaotong.accounts.signing_in import plain_username
from shebaotong.kernel.api import SHANGHAI, Actor, Role, Text
from shebaotong.network.api import keyed_token
from shebaotong.store.api import agency_context

HandOver = Callable[[Actor, Actor, datetime], int]
"""(from, to, now) -> how many pieces of claimed work changed hands; in the agency's context."""


@dataclass(slots=True)
class _Work:
    """Who knows the work that a person has claimed: cases lie above the accounts and are wired in."""

    hand_over: HandOver | None = None


_work = _Work()


def provide_hand_over(hand_over: HandOver | None) -> HandOver | None:
    """Wire in the folder that knows the queues; what was wired in before. Without it nobody can leave."""
    before, _work.hand_over = _work.hand_over, hand_over
    return before


def create_staff(
    *, by: User, username: str, display_name: str, number: str, roles: Iterable[Role], phone: str = ""
) -> User:
    """Make an account in the supervisor's agency; it has no password until a reset code is used.

    Raises AccountRefused for one who is no supervisor, for a role that staff cannot hold, and for a
    username that is taken; ValueError for an empty identity number.
    """
    agency = refuse_unless(by, Role.SUPERVISOR)
    wanted = sorted({Role(role) for role in roles})
    if not wanted or not set(wanted) <= set(STAFF_ROLES):
        raise AccountRefused("roles", Text("请至少选择一个岗位。", "Please choose at least one role."))
    return _create(
        User(
            username=plain_username(username),
            agency_id=agency,
            kind=User.Kind.STAFF,
            roles=[str(role) for role in wanted],
            display_name=display_name,
            hand=hand_of(number=number),
            person_token=person_token(number=number),
            phone=phone,
        )
    )


def create_channel(*, by: User, username: str, display_name: str, roles: Iterable[Role] = ()) -> User:
    """Make an account for a machine of the supervisor's agency; it calls with tokens, never a password."""
    agency = refuse_unless(by, Role.SUPERVISOR)
    name = plain_username(username)
    return _create(
        User(
            username=name,
            agency_id=agency,
            kind=User.Kind.CHANNEL,
            roles=sorted(str(Role(role)) for role in roles),
            display_name=display_name,
            hand=keyed_token(f"{agency}\n{name}", purpose="channel"),
        )
    )


def create_citizen(*, username: str, display_name: str, number: str, phone: str = "") -> User:
    """Make an account for an insured person whose identity has been checked; it has no password yet."""
    return _create(
        User(
            username=plain_username(username),
            kind=User.Kind.CITIZEN,
            display_name=display_name,
            hand=hand_of(number=number),
            person_token=person_token(number=number),
            phone=phone,
        )
    )


def staff_of(*, agency: str) -> tuple[User, ...]:
    """The agency's people by username; those who have left too."""
    with agency_context(agency=agency):
        return tuple(User.objects.filter(agency=agency, kind=User.Kind.STAFF).order_by("username"))


def hand_over_queue(*, by: User, source: User, heir: User, now: datetime) -> int:
    """Give all work that ``source`` has claimed to ``heir``; how many pieces.

    Raises AccountRefused for one who is no supervisor of both, and for an heir who has left or is the
    same person.
    """
    refuse_unless(by, Role.SUPERVISOR, of=source)
    if heir.agency_id != by.agency_id or not heir.is_active or heir.hand == source.hand:
        raise AccountRefused(
            "heir",
            Text(
                "接手人必须是本机构在岗的另一个人。",
                "The work must go to another active colleague of the agency.",
            ),
        )
    if _work.hand_over is None:
        raise AccountRefused("not_wired", Text("没有可移交的工作队列。", "There is no queue to hand over."))
    with account_context(by):
        return _work.hand_over(actor_of(source), actor_of(heir), now)


def leave(*, by: User, leaver: User, heir: User, now: datetime) -> int:
    """A person leaves: work handed over, account closed, sessions and codes ended, at once and together.

    How many pieces of work changed hands. Raises AccountRefused as :func:`hand_over_queue` does.
    """
    with account_context(by):
        moved = hand_over_queue(by=by, source=leaver, heir=heir, now=now)
        leaver.is_active, leaver.left_on = False, now.astimezone(SHANGHAI).date()
        leaver.save(update_fields=["is_active", "left_on"])
        ResetCode.objects.filter(user=leaver, used_at=None).update(used_at=now)
        ApiToken.objects.filter(user=leaver, revoked_at=None).update(revoked_at=now)
        end_all_sessions(user=leaver)
    return moved


def refuse_unless(by: User, *roles: Role, of: User | None = None) -> str:
    """The agency for which ``by`` acts, who must be active with one of the roles, in the agency of ``of``.

    Raises AccountRefused.
    """
    mine = of is None or of.agency_id == by.agency_id
    entitled = by.is_active and mine and set(by.roles) & {str(role) for role in roles}
    if by.agency_id is None or not entitled:
        raise AccountRefused(
            "not_entitled",
            Text("您没有办理这件事的权限。", "You are not entitled to do this."),
        )
    return by.agency_id


def _create(user: User) -> User:
    if not re.fullmatch(USERNAME, user.username):
        raise AccountRefused(
            "username",
            Text(
                "用户名要有2到60个字符，只用小写字母、数字、点、横线和下划线，以字母或数字开头。",
                "A username has 2 to 60 lower-case letters, digits, dots, hyphens or underscores.",
            ),
        )
    try:
        with transaction.atomic(), account_context(user):
            user.save(force_insert=True)
    except IntegrityError:
        raise AccountRefused("taken", Text("这个用户名已经有人用了。", "This username is taken.")) from None
    return user
