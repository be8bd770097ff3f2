"""Channels: accounts of machines, such as a hall's terminals or a partner's system."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shebaotong.accounts.acts import What, note
from shebaotong.accounts.contexts import account_context
from shebaotong.accounts.models import CHANNEL_ROLES, ApiToken, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.signing_in import plain_username
from shebaotong.accounts.staff import add_account, refuse_unless
from shebaotong.kernel.api import SHANGHAI, Role, Text
from shebaotong.network.api import keyed_token
from shebaotong.store.api import agency_context


def create_channel(*, by: User, username: str, display_name: str, roles: Iterable[Role] = ()) -> User:
    """Make an account for a machine of the supervisor's agency; it calls with tokens, never a password.

    Raises AccountRefused as :func:`create_staff` does, and for every post but that of a clerk: reviewing and
    deciding are for officials. Without a role it may only read what needs none.
    """
    agency = refuse_unless(by, Role.SUPERVISOR)
    name = plain_username(username)
    wanted = sorted({Role(role) for role in roles})
    if not set(wanted) <= set(CHANNEL_ROLES):
        raise AccountRefused(
            "roles",
            Text(
                "渠道只能经办：复核、审批和管理由本机构的人来做。请只选经办，或者都不选。",
                "A channel takes in and no more: reviewing, deciding and managing are for the agency's own"
                " people. Choose the clerk's post or none.",
            ),
        )
    with transaction.atomic(), account_context(by):
        made = add_account(
            User(
                username=name,
                agency_id=agency,
                kind=User.Kind.CHANNEL,
                roles=[str(role) for role in wanted],
                display_name=display_name,
                hand=keyed_token(f"{agency}\n{name}", purpose="channel"),
            )
        )
        note(What.CHANNEL_CREATED, by=by, about=made, roles=made.roles)
    return made


def channels_of(*, agency: str) -> tuple[User, ...]:
    """The agency's channels by username; those that are closed too."""
    with agency_context(agency=agency):
        return tuple(User.objects.filter(agency=agency, kind=User.Kind.CHANNEL).order_by("username"))


def close_channel(*, by: User, channel: User, now: datetime) -> int:
    """Close a channel and revoke its tokens, at once and together; how many tokens there were.

    Raises AccountRefused for one who is no supervisor of its agency, and where it is closed already or none.
    """
    refuse_unless(by, Role.SUPERVISOR, of=channel)
    if channel.kind != User.Kind.CHANNEL or not channel.is_active:
        raise AccountRefused("channel", Text("这个渠道已经停用。", "This channel is closed already."))
    with account_context(by):
        channel.is_active, channel.left_on = False, now.astimezone(SHANGHAI).date()
        channel.save(update_fields=["is_active", "left_on"])
        revoked = ApiToken.objects.filter(user=channel, revoked_at=None).update(revoked_at=now)
        note(What.CHANNEL_CLOSED, by=by, about=channel, tokens=revoked)
    return revoked
