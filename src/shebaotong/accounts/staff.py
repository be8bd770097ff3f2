"""Accounts made, left and handed over: what supervisors do for their own agency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from shebaotong.accounts.actors import actor_of
from shebaotong.accounts.acts import What, note
from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import STAFF_ROLES, USERNAME, ApiToken, ResetCode, User
from shebaotong.accounts.persons import hand_of, person_token
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.sessions import end_all_sessions
from shebaotong.accounts.signing_in import plain_username
from shebaotong.kernel.api import SHANGHAI, Actor, Role, Text, guess_kinds, normalise_number
from shebaotong.store.api import agency_context

_LONGEST_NAME, _LONGEST_PHONE = 60, 20

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

    Raises AccountRefused for one who is no supervisor, for a role that staff cannot hold, for a username
    that is taken, for what cannot be an identity number, and where it would be his own second account.
    """
    agency = refuse_unless(by, Role.SUPERVISOR)
    wanted = _roles(roles)
    check_identity(number)
    if hand_of(number=number) == by.hand:
        raise _own_roles()
    with transaction.atomic(), account_context(by):
        made = add_account(
            User(
                username=plain_username(username),
                agency_id=agency,
                kind=User.Kind.STAFF,
                roles=wanted,
                display_name=display_name,
                hand=hand_of(number=number),
                person_token=person_token(number=number),
                phone=phone,
            )
        )
        note(What.STAFF_CREATED, by=by, about=made, roles=wanted)
    return made


def change_roles(*, by: User, user: User, roles: Iterable[Role], seen: Iterable[str] | None = None) -> User:
    """Give a colleague other roles; they hold from his next request on.

    ``seen`` are those that he had on the page on which the others were chosen, where there was one. Raises
    AccountRefused for one who is no supervisor of the same agency, for a role that staff cannot hold, for an
    account that is closed, for one's own (nobody gives himself roles), and ``overtaken`` where another
    supervisor has changed what was seen: his change would be undone unseen.
    """
    refuse_unless(by, Role.SUPERVISOR, of=user)
    wanted = _roles(roles)
    with account_context(by):
        by, locked = _held(by, user)
        refuse_unless(by, Role.SUPERVISOR, of=locked)
        if by.hand == locked.hand:
            raise _own_roles()
        _refuse_gone(locked)
        if seen is not None and set(seen) != set(locked.roles):
            raise _overtaken()
        before, locked.roles = locked.roles, wanted
        if before != wanted:
            locked.save(update_fields=["roles"])
            note(What.ROLES_CHANGED, by=by, about=locked, before=before, after=wanted)
    return locked


def create_citizen(*, username: str, display_name: str, number: str, phone: str = "") -> User:
    """Make an account for an insured person whose identity has been checked; it has no password yet."""
    return add_account(
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
        return tuple(_staff(agency))


def staff_page(
    *, agency: str, wanted: str = "", after: str = "", size: int = 30
) -> tuple[tuple[User, ...], str]:
    """A page of the agency's people by username, and where the next one begins (empty: it is the last).

    ``after`` is that of the page before; ``wanted`` the beginning of a username, or a part of a name.
    """
    with agency_context(agency=agency):
        found = _staff(agency).filter(username__gt=after)
        if wanted:
            found = found.filter(Q(username__startswith=wanted.lower()) | Q(display_name__contains=wanted))
        rows = tuple(found[: size + 1])
    return rows[:size], rows[size - 1].username if len(rows) > size else ""


def colleague(*, agency: str, username: str) -> User | None:
    """One of the agency's people, or None."""
    with agency_context(agency=agency):
        return _staff(agency).filter(username=username).first()


def _staff(agency: str) -> QuerySet[User]:
    return User.objects.filter(agency=agency, kind=User.Kind.STAFF).order_by("username")


def hand_over_queue(*, by: User, source: User, heir: User, now: datetime) -> int:
    """Give all work that ``source`` has claimed to ``heir``; how many pieces.

    Raises AccountRefused for one who is no supervisor of both, and for an heir who has left, is the same
    person, or opens no case: with him the work would be out of everybody's sight.
    """
    refuse_unless(by, Role.SUPERVISOR, of=source)
    if _work.hand_over is None:
        raise AccountRefused("not_wired", Text("没有可移交的工作队列。", "There is no queue to hand over."))
    with account_context(by):
        by, source, heir = _held(by, source, heir)
        refuse_unless(by, Role.SUPERVISOR, of=source)
        if heir.agency_id != by.agency_id or not heir.is_active or heir.hand == source.hand:
            raise AccountRefused(
                "heir",
                Text(
                    "接手人必须是本机构在岗的另一个人。",
                    "The work must go to another active colleague of the agency.",
                ),
            )
        if not actor_of(heir).sees_cases:
            raise AccountRefused(
                "heir",
                Text(
                    "接手人只管日历和目录，打不开办件。请另选一位。",
                    "This colleague keeps calendar and directory and opens no case: choose another one.",
                ),
            )
        moved = _work.hand_over(actor_of(source), actor_of(heir), now)
        note(What.QUEUE_HANDED_OVER, by=by, about=source, heir=heir.username, cases=moved)
    return moved


def leave(*, by: User, leaver: User, heir: User, now: datetime) -> int:
    """A person leaves: work handed over, account closed, sessions and codes ended, at once and together.

    How many pieces of work changed hands. Raises AccountRefused as :func:`hand_over_queue` does, for one
    who has left already, and for oneself: somebody has to be there who can give others roles.
    """
    refuse_unless(by, Role.SUPERVISOR, of=leaver)
    with account_context(by):
        by, leaver, heir = _held(by, leaver, heir)
        refuse_unless(by, Role.SUPERVISOR, of=leaver)
        if by.hand == leaver.hand:
            raise AccountRefused(
                "own", Text("自己离岗请另一位主管来办。", "Another supervisor has to do this for you.")
            )
        _refuse_gone(leaver)
        moved = hand_over_queue(by=by, source=leaver, heir=heir, now=now)
        leaver.is_active, leaver.left_on = False, now.astimezone(SHANGHAI).date()
        leaver.save(update_fields=["is_active", "left_on"])
        ResetCode.objects.filter(user=leaver, used_at=None).update(used_at=now)
        ApiToken.objects.filter(user=leaver, revoked_at=None).update(revoked_at=now)
        end_all_sessions(user=leaver)
        note(What.LEFT, by=by, about=leaver, heir=heir.username)
    return moved


def _held(*users: User) -> list[User]:
    """The accounts as they are now; nobody else changes them until the transaction ends.

    Two supervisors may decide about each other at the same instant: the second sees what the first has done.
    All in one order, so that neither waits for the other. An account of another agency stays as it was read.
    """
    wanted = User.objects.filter(pk__in=[user.pk for user in users])
    found = {user.pk: user for user in wanted.order_by("pk").select_for_update()}
    return [found.get(user.pk, user) for user in users]


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


def check_identity(number: str) -> None:
    """Raises AccountRefused for what cannot be the number of an identity document."""
    if not guess_kinds(normalise_number(number)):
        raise AccountRefused(
            "number", Text("证件号码不对，请照证件重打。", "This is no identity number: enter it again.")
        )


def _roles(roles: Iterable[Role]) -> list[str]:
    wanted = sorted({Role(role) for role in roles})
    if not wanted or not set(wanted) <= set(STAFF_ROLES):
        raise AccountRefused("roles", Text("请至少选择一个岗位。", "Please choose at least one role."))
    return [str(role) for role in wanted]


def _own_roles() -> AccountRefused:
    return AccountRefused(
        "own",
        Text("不能给自己定岗位，请另一位主管来办。", "Nobody gives himself roles: ask another supervisor."),
    )


def _overtaken() -> AccountRefused:
    return AccountRefused(
        "overtaken",
        Text(
            "您打开这一页以后，另一位主管改过他的岗位，所以这次没有改。请看看现在的岗位，还要改就再按一次。",
            "Another supervisor has changed the roles since you opened this page, so nothing was changed now."
            " Look at the roles as they are; if yours are still right, press again.",
        ),
    )


def _refuse_gone(user: User) -> None:
    if user.kind != User.Kind.STAFF or not user.is_active:
        raise AccountRefused("left", Text("这个账号已停用。", "This account is closed."))


def add_account(user: User) -> User:
    """Insert an account. Raises AccountRefused for a username that is none or taken, and for a bad name."""
    if not re.fullmatch(USERNAME, user.username):
        raise AccountRefused(
            "username",
            Text(
                "用户名要有2到60个字符，只用小写字母、数字、点、横线和下划线，以字母或数字开头。",
                "A username has 2 to 60 lower-case letters, digits, dots, hyphens or underscores.",
            ),
        )
    user.display_name = user.display_name.strip()
    if not 1 <= len(user.display_name) <= _LONGEST_NAME or len(user.phone) > _LONGEST_PHONE:
        raise AccountRefused(
            "name",
            Text(
                f"姓名要有1到{_LONGEST_NAME}个字，电话最多{_LONGEST_PHONE}个字符。",
                f"A name has 1 to {_LONGEST_NAME} characters, a telephone number {_LONGEST_PHONE} at most.",
            ),
        )
    try:
        with transaction.atomic(), account_context(user):
            user.save(force_insert=True)
    except IntegrityError:
        raise AccountRefused("taken", Text("这个用户名已经有人用了。", "This username is taken.")) from None
    return user
