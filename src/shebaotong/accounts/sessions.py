"""Where sessions live and when they end; Django loads this module as SESSION_ENGINE.

A session ends after idleness, and after a longest time whatever happens. The clock read here is the
edge: a session belongs to a request that arrives now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from shebaotong.accounts.models import Session, User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
"""A working day with its breaks."""

_STARTED, _DEVICE = "started_at", "device"
_TOUCH = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """Sessions in our own table, so that an account's can be listed and ended."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def begin(self, *, device: str, now: datetime) -> None:
        """Mark the moment of signing in: the longest time runs from here."""
        self[_STARTED] = now.isoformat()
        self[_DEVICE] = device[:120]

    def touch(self, *, now: datetime) -> None:
        """Put the end off, because somebody is there. Writes at most once a minute."""
        if self.row is not None and now - self.row.seen_at >= _TOUCH:
            Session.objects.filter(pk=self.row.pk).update(
                seen_at=now, expire_date=_end(self.row.started_at, now)
            )

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        started = datetime.fromisoformat(data[_STARTED]) if _STARTED in data else now
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=_end(started, now),
            user_id=data.get(SESSION_KEY),
            started_at=started,
            seen_at=now,
            device=data.get(_DEVICE, ""),
        )

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row


@dataclass(frozen=True, slots=True)
class SessionNote:
    """A session as its owner sees it in his list."""

    reference: str
    device: str
    started_at: datetime
    seen_at: datetime
    current: bool


def sessions_of(*, user: User, current: str | None, now: datetime) -> tuple[SessionNote, ...]:
    """The account's living sessions, newest first; ``current`` is the key of the session that asks."""
    rows = Session.objects.filter(user=user, expire_date__gt=now).order_by("-seen_at")
    return tuple(
        SessionNote(_reference(row), row.device, row.started_at, row.seen_at, row.session_key == current)
        for row in rows
    )


def session_ends(session: SessionBase, *, now: datetime) -> datetime | None:
    """When the session ends if nothing more is asked after ``now``; None where nobody is signed in."""
    row = session.row if isinstance(session, SessionStore) else None
    return _end(row.started_at, now) if row is not None and row.user_id is not None else None


def end_session(*, user: User, reference: str) -> bool:
    """End one of the account's own sessions; False where there is none of that reference."""
    for row in Session.objects.filter(user=user):
        if _reference(row) == reference:
            row.delete()
            return True
    return False


def end_all_sessions(*, user: User) -> int:
    """End all sessions of an account at once; how many there were."""
    return Session.objects.filter(user=user).delete()[0]


def ended_session_of(*, key: str | None, now: datetime) -> int | None:
    """Whose the session was that a browser still names, if it has ended by time; the account's id.

    None where it goes on, where somebody has ended it, and where it is forgotten or was nobody's.
    """
    row = Session.objects.filter(session_key=key, expire_date__lte=now).first() if key else None
    return row.user_id if row is not None else None


def forget_ended_sessions(*, now: datetime) -> int:
    """Remove sessions that have ended; for the worker, daily."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _end(started: datetime, seen: datetime) -> datetime:
    return min(seen + IDLE, started + LONGEST)


def _reference(row: Session) -> str:
    """Names a session without being its key: the key alone would open it."""
    return sha256(row.session_key.encode()).hexdigest()[:16]
