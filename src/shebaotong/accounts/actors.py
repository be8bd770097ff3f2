"""From an account to the actor that the kernel knows."""

from __future__ import annotations

from shebaotong.accounts.models import User
from shebaotong.kernel.api import OFFICIALS_CHANNEL, Actor, Role

CHANNEL_OF = {User.Kind.STAFF: OFFICIALS_CHANNEL, User.Kind.CITIZEN: "online", User.Kind.CHANNEL: "api"}


def actor_of(user: User, *, agency: str = "", outlet: str = "", channel: str = "") -> Actor:
    """The account as an actor.

    Staff and channels act for their own agency. A citizen acts as the insured person towards ``agency``,
    which must be given. Raises ValueError for staff towards another agency, and for a citizen without one.
    """
    if user.agency_id is None:
        if not agency:
            raise ValueError("a citizen acts towards an agency: say which")
        roles, acting_for = frozenset({Role.PERSON}), agency
    else:
        if agency and agency != user.agency_id:
            raise ValueError(f"{user.username} belongs to {user.agency_id} and cannot act for {agency}")
        roles, acting_for = frozenset(Role(role) for role in user.roles), user.agency_id
    return Actor(
        agency=acting_for,
        hand=user.hand,
        roles=roles,
        display_name=user.display_name,
        person_token=user.person_token,
        outlet=outlet,
        channel=channel or CHANNEL_OF[User.Kind(user.kind)],
    )
