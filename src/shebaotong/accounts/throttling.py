"""Slowing down who guesses: failures are counted by what was tried, and the wait doubles.

Kept in the database, so that it holds across processes and restarts, and under keyed tokens, so that
the table names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from shebaotong.accounts.models import Throttle
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.kernel.api import SHANGHAI, Text
from shebaotong.network.api import keyed_token

_MEMORY = timedelta(hours=24)
"""Failures older than this are forgotten."""

_LONGEST_DOUBLING = 12


@dataclass(frozen=True, slots=True)
class Limit:
    """``free`` failures cost nothing; the next blocks for ``first``, each one after twice as long."""

    free: int
    first: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is counted: a kind of attempt, its subject (a username, an address, a case number), its limit."""

    kind: str
    subject: str
    limit: Limit

    @property
    def key(self) -> str:
        return keyed_token(f"{self.kind}\n{self.subject}", purpose="throttle")


def wait_of(attempt: Attempt, *, now: datetime) -> datetime | None:
    """The end of the wait, while there is one.

    A wait of more than twice the longest began while the clock ran ahead, and is none. A little too long it
    is where clocks of two servers differ, or attempts have waited for one another.
    """
    row = Throttle.objects.filter(key=attempt.key).first()
    until = row.blocked_until if row is not None else None
    return until if until is not None and now < until <= now + 2 * attempt.limit.longest else None


def refuse_if_blocked(attempt: Attempt, *, now: datetime) -> None:
    """Raises AccountRefused with the end of the wait, while there is one."""
    until = wait_of(attempt, now=now)
    if until is not None:
        raise blocked(until)


def note_failure(attempt: Attempt, *, now: datetime) -> datetime | None:
    """Count one failure; the end of the wait that it causes, if any."""
    with transaction.atomic():
        queue_up(attempt)
        row = Throttle.objects.exclude(_forgotten(now)).filter(key=attempt.key).first()
        failures = 1 if row is None else row.failures + 1
        until = None
        if failures >= attempt.limit.free:
            doublings = min(failures - attempt.limit.free, _LONGEST_DOUBLING)
            until = now + min(attempt.limit.first * 2**doublings, attempt.limit.longest)
        Throttle.objects.update_or_create(
            key=attempt.key, defaults={"failures": failures, "failed_at": now, "blocked_until": until}
        )
    return until


def forget_failures(attempt: Attempt) -> None:
    """After a success the count starts anew."""
    Throttle.objects.filter(key=attempt.key).delete()


def forget_old_failures(*, now: datetime) -> int:
    """Remove what no longer counts; for the worker, daily. How many rows went."""
    return Throttle.objects.filter(_forgotten(now)).delete()[0]


def _forgotten(now: datetime) -> Q:
    """What failed too long ago, or while the clock ran so far ahead."""
    return Q(failed_at__lt=now - _MEMORY) | Q(failed_at__gt=now + _MEMORY)


def queue_up(attempt: Attempt) -> None:
    """Let attempts on one subject wait for one another until the transaction ends: none slips past."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('throttle'), hashtext(%s))", [attempt.key])


def blocked(until: datetime) -> AccountRefused:
    clock = until.astimezone(SHANGHAI).strftime("%H:%M")
    return AccountRefused(
        "blocked",
        Text(
            f"连续输错次数太多，为保护账号暂停使用。请在{clock}以后再试；忘记密码可以重设。",
            f"Too many wrong entries: paused to protect the account. Try again after {clock}, or reset the"
            " password if you have forgotten it.",
        ),
        until=until,
    )
