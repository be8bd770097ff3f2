"""When both cities hold the same: seen from outside, by the administrator, who alone sees both copies."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import psycopg

from shebaotong.lab.bench.cases.world import INSURED, WINDOW

_LOOK_SECONDS = 0.01
_PATIENCE_SECONDS = 300

_ON_THE_WAY = """
SELECT (SELECT count(*) FROM exchange_outbox WHERE relayed_at IS NULL AND dead_at IS NULL)
     + (SELECT count(*) FROM exchange_inbox WHERE done_at IS NULL AND dead_at IS NULL)
"""

# Ended in both, with the same documents and receipts, byte for byte, and the same place in the case.
_EQUAL = """
SELECT count(*) FROM unnest(%(numbers)s::text[]) AS walked (number)
  JOIN cases_case a ON a.agency = %(window)s AND a.number = walked.number
  JOIN cases_case b ON b.agency = %(insured)s AND b.number = walked.number
 WHERE a.status = 'ended' AND b.status = 'ended'
   AND (a.step, a.turn, a.ending, a.verdict) = (b.step, b.turn, b.ending, b.verdict)
   AND (SELECT array_agg(d.author || d.number || d.envelope || d.signature ORDER BY d.author, d.number)
          FROM cases_document d WHERE d.agency = a.agency AND d.case_number = a.number AND NOT d.internal)
     = (SELECT array_agg(d.author || d.number || d.envelope || d.signature ORDER BY d.author, d.number)
          FROM cases_document d WHERE d.agency = b.agency AND d.case_number = b.number AND NOT d.internal)
   AND (SELECT array_agg(r.payload || r.signature ORDER BY r.payload)
          FROM cases_receipt r WHERE r.agency = a.agency AND r.case_number = a.number)
     = (SELECT array_agg(r.payload || r.signature ORDER BY r.payload)
          FROM cases_receipt r WHERE r.agency = b.agency AND r.case_number = b.number)
"""


def until_nothing_is_on_the_way(session: psycopg.Connection[Any]) -> None:
    """Raises TimeoutError where the worker does not come to an end."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _count(session, _ON_THE_WAY, {}):
        if time.monotonic() > deadline:
            raise TimeoutError(
                f"parcels are still on the way after {_PATIENCE_SECONDS} s; does a worker run?"
            )
        time.sleep(_LOOK_SECONDS)


def equal_copies(session: psycopg.Connection[Any], numbers: Sequence[str]) -> int:
    """How many of these cases have ended alike in both cities."""
    found = {"numbers": list(numbers), "window": WINDOW, "insured": INSURED}
    return _count(session, _EQUAL, found)


def _count(session: psycopg.Connection[Any], statement: str, values: dict[str, Any]) -> int:
    row = session.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
