"""The rows of common persons, traded column by column as the mandate allows, and nothing of anybody else.

No number travels: a row names its person by the place in the common list, which both sides hold.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from shebaotong.comparison.private.handshake import Session
from shebaotong.comparison.private.mandate import opposite
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.own_list import OwnList, Row
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import broken

_EMPTY = 2
"""Bytes of no rows at all: ``[]``."""
_PERSON_BYTES = 4 << 20
"""A person with ten thousand payments needs about half of this."""


def trade_rows(*, own: OwnList, places: Sequence[int], session: Session) -> tuple[list[Row], list[Row]]:
    """The own rows of the common persons and the partner's. Raises Refused."""
    columns = sorted(needed_columns(own.kind, session.side))
    theirs = sorted(needed_columns(own.kind, opposite(session.side)))
    ours = own.rows_of(places, columns)
    payload = json.dumps([[place, *values] for place, values in ours], ensure_ascii=False).encode()
    session.channel.send_object("rows", {"columns": columns, "bytes": len(payload)})
    told = session.channel.receive_object("rows")
    if told.get("columns") != theirs:
        raise Refused(
            Reason.COLUMN_NOT_ALLOWED,
            f"The partner wants to send the columns {told.get('columns')}; the job is for {theirs}.",
            "Compare the versions of both programs. Its rows were not read.",
        )
    if type(size := told.get("bytes")) is not int or not 0 <= size <= _EMPTY + _PERSON_BYTES * len(places):
        raise broken("the partner does not say how long its rows are, or says more than they can be")
    received = session.channel.swap("rows", payload, expect=size)
    return ours, _rows(received, width=len(theirs), persons=len(places))


def _rows(data: bytes, *, width: int, persons: int) -> list[Row]:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise broken("the partner's rows are not JSON") from error
    if not isinstance(rows, list) or not all(_is_row(row, width, persons) for row in rows):
        raise broken("the partner's rows do not have the form agreed on")
    return [(row[0], tuple(row[1:])) for row in rows]


def _is_row(row: Any, width: int, persons: int) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 1 + width
        and type(row[0]) is int
        and 0 <= row[0] < persons
        and all(value is None or isinstance(value, str) for value in row[1:])
    )
