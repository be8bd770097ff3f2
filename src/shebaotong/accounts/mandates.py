"""Mandates (委托): who may act for whom, in which matters, until when (社会保险经办条例第三十条)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from shebaotong.accounts.models import Mandate, User
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.kernel.api import SHANGHAI, Role, Text
from shebaotong.store.api import agency_context, authenticating

LONGEST = timedelta(days=5 * 366)


class Act(StrEnum):
    """What a proxy may do."""

    APPLY = "apply"
    TRACK = "track"
    RECEIVE = "receive"


@dataclass(frozen=True, slots=True)
class Person:
    """One side of a mandate."""

    token: str
    name: str


def give_mandate(
    *,
    taken_by: User,
    person: Person,
    proxy: Person,
    acts: Iterable[Act],
    items: Iterable[str] = (),
    valid_until: date,
    now: datetime,
    evidence: str = "",
) -> Mandate:
    """Write down that ``person`` lets ``proxy`` act; from today, for ``items`` (none: for all).

    Taken by a clerk at a window with both persons' identity checked, or given online by the person
    himself. Raises AccountRefused for anybody else, for a mandate to oneself, for a clerk who is one of the
    two sides, without an act, or whose end is past or more than five years away.
    """
    _refuse_stranger(taken_by, person)
    today = now.astimezone(SHANGHAI).date()
    wanted = sorted({Act(act) for act in acts})
    if person.token == proxy.token:
        raise AccountRefused("self", Text("不用委托自己。", "Nobody needs a mandate to himself."))
    if taken_by.kind != User.Kind.CITIZEN and taken_by.person_token in (person.token, proxy.token):
        raise AccountRefused(
            "own",
            Text(
                "不能给自己办委托，也不能受托给自己。请找同事办，或者用自己的个人账号办。",
                "Nobody writes down a mandate of his own, or to himself. Ask a colleague, or use your own "
                "account.",
            ),
        )
    if not wanted:
        raise AccountRefused("acts", Text("请选择委托办理的内容。", "Choose what the proxy may do."))
    if not today <= valid_until <= today + LONGEST:
        raise AccountRefused(
            "validity",
            Text("委托期限要在今天以后、五年以内。", "A mandate ends within five years from today."),
        )
    with _place(taken_by.agency_id):
        return Mandate.objects.create(
            agency_id=taken_by.agency_id,
            person_token=person.token,
            proxy_token=proxy.token,
            person_name=person.name,
            proxy_name=proxy.name,
            items=sorted(set(items)),
            acts=[str(act) for act in wanted],
            valid_from=today,
            valid_until=valid_until,
            given_at=now,
            taken_by=taken_by.username,
            evidence=evidence,
        )


def may_act(*, proxy: str, person: str, item: str, act: Act, on: date) -> Mandate | None:
    """The mandate under which ``proxy`` may do this for ``person`` (tokens), or None."""
    with authenticating():
        return (
            _in_force(on)
            .filter(Q(items=[]) | Q(items__contains=[item]), acts__contains=[str(act)])
            .filter(proxy_token=proxy, person_token=person)
            .order_by("-valid_until")
            .first()
        )


def mandates_given(*, person: str) -> tuple[Mandate, ...]:
    """All mandates that a person has given, newest first; ended and revoked ones too."""
    with authenticating():
        return tuple(Mandate.objects.filter(person_token=person).order_by("-given_at"))


def mandates_held(*, proxy: str, on: date) -> tuple[Mandate, ...]:
    """Mandates in force under which a person may act for others."""
    with authenticating():
        return tuple(_in_force(on).filter(proxy_token=proxy).order_by("person_name"))


def revoke_mandate(*, by: User, mandate: Mandate, now: datetime) -> None:
    """End a mandate at once: by the person who gave it, or by a clerk of the agency that took it.

    Raises AccountRefused for anybody else.
    """
    own = by.kind == User.Kind.CITIZEN and by.person_token == mandate.person_token
    taken_here = by.agency_id is not None and by.agency_id == mandate.agency_id and Role.CLERK in by.roles
    if not (own or taken_here):
        raise _not_yours()
    with _place(mandate.agency_id):
        Mandate.objects.filter(pk=mandate.pk, revoked_at=None).update(revoked_at=now)


def _refuse_stranger(taken_by: User, person: Person) -> None:
    if taken_by.kind == User.Kind.CITIZEN:
        allowed = taken_by.person_token == person.token
    else:
        allowed = Role.CLERK in taken_by.roles
    if not (allowed and taken_by.is_active):
        raise _not_yours()


def _not_yours() -> AccountRefused:
    return AccountRefused(
        "not_entitled",
        Text("只有委托人本人或受理窗口可以办理委托。", "Only the person himself or the window may do this."),
    )


def _in_force(on: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(revoked_at=None, valid_from__lte=on, valid_until__gte=on)


def _place(agency: str | None) -> AbstractContextManager[None]:
    return authenticating() if agency is None else agency_context(agency=agency)
