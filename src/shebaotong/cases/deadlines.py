"""Escalation: at amber the liaison officer is told, at red the supervisor; once each, by a row.

Run by the worker on a clock, tested by moving the time. A due date that moves (a suspension, a
settled calendar) is a new one and may escalate again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from shebaotong.cases.models import Escalation
from shebaotong.kernel.api import Role
from shebaotong.store.api import agency_context

_ESCALATES_TO = {"amber": Role.LIAISON, "red": Role.SUPERVISOR}
"""By level, whose people are told."""
_BATCH = 500


# What has reached the level and is not raised yet, in the agency that acts and in the one that waits
# for it: silence concerns both. Bounded, so that a worker who was away catches up in steps.
_RAISE = """
INSERT INTO cases_escalation (agency, case_number, level, due_at, raised_at)
SELECT c.agency, c.number, %(level)s, c.due_at, %(now)s
  FROM cases_case c
 WHERE c.agency = %(agency)s AND c.bucket IN ('act', 'wait') AND c.due_at IS NOT NULL
   AND (CASE %(level)s WHEN 'amber' THEN c.amber_at <= %(now)s ELSE c.due_at < %(now)s END)
   AND c.amber_at <= %(now)s
   AND NOT EXISTS (SELECT FROM cases_escalation e
                    WHERE e.agency = c.agency AND e.case_number = c.number
                      AND e.level = %(level)s AND e.due_at = c.due_at)
 LIMIT %(batch)s
ON CONFLICT DO NOTHING
RETURNING case_number
"""


def escalate(*, agency: str, now: datetime) -> int:
    """Raise what has become due since the last run; the number raised. Safe to run twice."""
    raised_now = 0
    with agency_context(agency=agency), connection.cursor() as cursor:
        for level in _ESCALATES_TO:
            cursor.execute(_RAISE, {"agency": agency, "level": level, "now": now, "batch": _BATCH})
            raised_now += len(cursor.fetchall())
    return raised_now


def levels_of(roles: frozenset[Role]) -> list[str]:
    """The levels at which people of these roles are told."""
    return [level for level, role in _ESCALATES_TO.items() if role in roles]


def mark_seen(*, agency: str, case_number: str, roles: frozenset[Role], now: datetime) -> None:
    """A person who was told has opened the case."""
    with agency_context(agency=agency):
        Escalation.objects.filter(
            agency=agency, case_number=case_number, level__in=levels_of(roles), seen_at__isnull=True
        ).update(seen_at=now)
