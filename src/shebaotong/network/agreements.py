"""Which city may act for which city's people: decided by agreements and items alone.

Inside one agency everything may be accepted. Between two agencies an agreement must be in force that
both have signed, and must cover the item and the channel; the item's risk then decides whether the
accepting city finishes it (跨省办理) or hands it on (跨省受理).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from shebaotong.kernel.api import Risk, Text
from shebaotong.network.directory import find_agency
from shebaotong.network.models import Agency, Agreement, AgreementMember, Outlet
from shebaotong.network.outlets import NearOutlet, nearest_outlets, place_of
from shebaotong.network.remembering import remembered

Reach = Agreement.Reach

_WINDOW = "window"
_WHERE_INSTEAD = 3


@dataclass(frozen=True, slots=True)
class Allowed:
    """The starter may go as far as ``reach``: ``handled`` to the end, or ``accepted`` and passed on."""

    reach: Agreement.Reach
    agreement: str = ""
    """Code of the agreement relied on; empty within one agency."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not here: why, and the nearest windows where it can be done."""

    reason: Text
    where_instead: tuple[NearOutlet, ...]


def agreements_in_force(*, on: date) -> tuple[Agreement, ...]:
    """Agreements in force on a day, first and last day included, with that day's ``members`` loaded."""
    return remembered(("agreements", on), lambda: _agreements_in_force(on))


def _agreements_in_force(on: date) -> tuple[Agreement, ...]:
    then = AgreementMember.objects.filter(Q(left_on=None) | Q(left_on__gt=on), signed_on__lte=on)
    return tuple(
        Agreement.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)
        .prefetch_related(Prefetch("members", then.select_related("member")))
        .order_by("code")
    )


def may_accept(
    *, starter: str, owner: str, item_code: str, risk: Risk, channel: str, on: date
) -> Allowed | Refusal:
    """May ``starter`` accept this item for a person whose record ``owner`` holds?

    Raises UnknownAgency where either code is none of the network's.
    """
    allowed = remembered(
        ("may accept", starter, owner, item_code, risk, channel, on),
        lambda: _allowed(starter, owner, item_code, risk, channel, on),
    )
    return allowed or _refusal(starter, owner, item_code, risk, channel, on)


def _allowed(starter: str, owner: str, item_code: str, risk: Risk, channel: str, on: date) -> Allowed | None:
    """What the agreements allow; None where they allow nothing."""
    if find_agency(code=starter) == find_agency(code=owner):
        return Allowed(Reach.HANDLED)
    reaches = [
        (_reach(agreement, item_code, risk, channel), agreement.code)
        for agreement in _shared(starter, owner, on)
    ]
    for reach in (Reach.HANDLED, Reach.ACCEPTED):
        for found, code in reaches:
            if found == reach:
                return Allowed(reach, code)
    return None


def _refusal(starter: str, owner: str, item_code: str, risk: Risk, channel: str, on: date) -> Refusal:
    here, there = find_agency(code=starter), find_agency(code=owner)
    agreements = agreements_in_force(on=on)
    partners = {owner}.union(
        *(
            _members(agreement)
            for agreement in agreements
            if owner in _members(agreement) and _reach(agreement, item_code, risk, _WINDOW) != Reach.NONE
        )
    )
    where = nearest_outlets(
        near=place_of(here),
        agencies=partners,
        item_code=item_code,
        kinds=[Outlet.Kind.HALL],
        limit=_WHERE_INSTEAD,
    )
    return Refusal(_reason(here, there, _shared(starter, owner, on), item_code, channel), where)


def _shared(starter: str, owner: str, on: date) -> list[Agreement]:
    """The agreements in force that both have signed."""
    both = {starter, owner}
    return [agreement for agreement in agreements_in_force(on=on) if both <= _members(agreement)]


def partners(*, agency: str, item_code: str, risk: Risk, channel: str, on: date) -> frozenset[str]:
    """For the people of which other agencies ``agency`` may accept this item on that day; itself left out."""
    found = {
        member
        for agreement in agreements_in_force(on=on)
        if _reach(agreement, item_code, risk, channel) != Reach.NONE
        and agency in (members := _members(agreement))
        for member in members
    }
    return frozenset(found - {agency})


def _members(agreement: Agreement) -> set[str]:
    return {membership.member_id for membership in agreement.members.all()}


def _covers(agreement: Agreement, item_code: str) -> bool:
    return agreement.all_items or item_code in agreement.items


def _reach(agreement: Agreement, item_code: str, risk: Risk, channel: str) -> Agreement.Reach:
    """How far the agreement lets a member go for another member's person."""
    if not _covers(agreement, item_code) or (agreement.channels and channel not in agreement.channels):
        return Reach.NONE
    return Reach(agreement.low_risk if risk is Risk.LOW else agreement.high_risk)


def _reason(here: Agency, there: Agency, shared: list[Agreement], item_code: str, channel: str) -> Text:
    """The first thing that is lacking, in words for the person at the window."""
    if not shared:
        return Text(
            f"{here.city_zh}与{there.city_zh}之间没有有效的跨省通办协议，{here.city_zh}不能受理。",
            f"No agreement in force binds {here.city_en} and {there.city_en}; this cannot be accepted here.",
        )
    titles = Text("、".join(f"《{a.title_zh}》" for a in shared), "; ".join(a.title_en for a in shared))
    covering = [agreement for agreement in shared if _covers(agreement, item_code)]
    if not covering:
        return Text(
            f"{titles.zh}没有包括这个事项，{here.city_zh}不能受理。",
            f"This item is not covered by: {titles.en}. {here.city_en} cannot accept it.",
        )
    if all(agreement.channels and channel not in agreement.channels for agreement in covering):
        return Text(
            f"{titles.zh}规定的办理渠道不包括您现在使用的渠道，请改到窗口办理。",
            f"This channel is not among those of: {titles.en}. Please go to a window.",
        )
    return Text(
        f"按照{titles.zh}，这个事项不跨省受理，请到{there.city_zh}办理。",
        f"Under {titles.en} this item is not accepted in another city; please turn to {there.city_en}.",
    )
