"""Two officials publish a change of a calendar: one proposes, the other looks and publishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import Actor
from shebaotong.network.api import YearChange, day_change, propose, publish_proposal, year_change

SECOND = "示例日历管理员乙"


def publish_year(*, actor: Actor, now: datetime, **change: Any) -> None:
    """As :func:`year_change`, proposed by ``actor``, in the context of the keeper."""
    publish(year_change(actor=actor, now=now, **change), actor, now)


def publish_day(*, actor: Actor, now: datetime, **change: Any) -> None:
    """As :func:`day_change`, proposed by ``actor``, in the context of the keeper."""
    publish(day_change(actor=actor, now=now, **change), actor, now)


def publish(change: YearChange, actor: Actor, now: datetime) -> None:
    proposal = propose(change=change, actor=actor, now=now)
    publish_proposal(proposal=proposal, actor=another(actor), now=now)


def another(actor: Actor) -> Actor:
    """A colleague with the same roles."""
    return replace(actor, hand=f"{actor.hand}-2", display_name=SECOND)
