"""Rebuilding an agency's projection (the rows of ``cases_case``) from its documents and receipts alone.

Every case of the agency is read, folded and projected, and its row is copied into a temporary table, the
shadow. At the end the two are compared, or the agency's rows are replaced by the shadow's. All of it is one
transaction: readers see the old rows until it ends, and then all the new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db import connection

from shebaotong.cases import catalogue
from shebaotong.cases.basis import stored_document
from shebaotong.cases.copy import Copy
from shebaotong.cases.projection import project
from shebaotong.cases.subject import of_copy
from shebaotong.kernel.api import Receipt, json_text, read_json
from shebaotong.store.api import agency_context

_BATCH = 500
SHADOW = "cases_case_shadow"

COLUMNS = (
    "agency",
    "number",
    "revision",
    "item",
    "item_version",
    "starter",
    "owner",
    "parent",
    "status",
    "step",
    "turn",
    "bucket",
    "duty",
    "ending",
    "verdict",
    "opened_at",
    "ended_at",
    "due_at",
    "amber_at",
    "legal_due_at",
    "sort_at",
    "provisional",
    "subject_name",
    "subject_masked",
    "person_token",
    "state",
)

# Everything of a copy in one stream ordered by case, so that memory holds one case at a time.
_STREAM = """
SELECT * FROM (
    SELECT d.case_number, 0 AS kind, d.envelope AS text, d.signature, b.body::text AS body, b.salt,
           d.delivered_at
      FROM cases_document d
      JOIN cases_body b USING (agency, case_number, author, internal, number)
     WHERE d.agency = %(agency)s
    UNION ALL
    SELECT case_number, 1, payload, signature, NULL, NULL, NULL
      FROM cases_receipt WHERE agency = %(agency)s
) x ORDER BY case_number, kind
"""

_SAME = f"""
SELECT count(*) FROM (
    (SELECT {", ".join(COLUMNS)} FROM cases_case WHERE agency = %(agency)s
     EXCEPT ALL
     SELECT {", ".join(COLUMNS)} FROM {SHADOW})
    UNION ALL
    (SELECT {", ".join(COLUMNS)} FROM {SHADOW}
     EXCEPT ALL
     SELECT {", ".join(COLUMNS)} FROM cases_case WHERE agency = %(agency)s)
) x
"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    agency: str
    cases: int
    documents: int
    differing: int
    """Rows that differ between the projection as it stood and as rebuilt; 0 is what we expect."""
    swapped: bool


def rebuild(
    *,
    agency: str,
    swap: bool = True,
    progress: Callable[[int], None] = lambda documents: None,
) -> Rebuilt:
    """Rebuild one agency's projection; with ``swap`` false only compare.

    The rows are replaced in one transaction under a lock that lets readers read; appends wait for it.
    """
    with agency_context(agency=agency), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE cases_case IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMPORARY TABLE {SHADOW} (LIKE cases_case) ON COMMIT DROP")
        cursor.execute(f"ALTER TABLE {SHADOW} ALTER COLUMN id DROP NOT NULL")
        cases, documents = _fill(agency, progress)
        cursor.execute(_SAME, {"agency": agency})
        differing = cursor.fetchone()[0]
        if swap and differing:
            columns = ", ".join(COLUMNS)
            cursor.execute("DELETE FROM cases_case WHERE agency = %s", [agency])
            cursor.execute(f"INSERT INTO cases_case ({columns}) SELECT {columns} FROM {SHADOW}")
        cursor.execute(f"DROP TABLE {SHADOW}")
        return Rebuilt(agency, cases, documents, differing, swap and differing > 0)


def _fill(agency: str, progress: Callable[[int], None]) -> tuple[int, int]:
    cases = documents = 0
    raw = connection.connection
    with raw.cursor(name="rebuild") as stream, raw.cursor() as writer:
        stream.itersize = 2000
        stream.execute(_STREAM, {"agency": agency})
        rows = _rows(agency, stream)
        # One connection reads or writes, never both: a batch is read whole, then copied.
        while batch := list(islice(rows, _BATCH)):
            with writer.copy(f"COPY {SHADOW} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row, _ in batch:
                    copy.write_row(row)
            cases += len(batch)
            documents += sum(count for _, count in batch)
            progress(documents)
    return cases, documents


def _rows(agency: str, stream: Any) -> Iterator[tuple[tuple[Any, ...], int]]:
    for number, group in groupby(stream, key=lambda row: row[0]):
        copy = _copy(agency, number, list(group))
        subject = of_copy(copy)
        item = catalogue.item_of(copy.state)
        made = project(copy, item, {} if subject is None else subject.projected())
        made["state"] = json_text(made["state"])
        yield tuple(made[column] for column in COLUMNS), len(copy.documents)


def _copy(agency: str, number: str, rows: list[tuple[Any, ...]]) -> Copy:
    documents = tuple(
        stored_document(text, signature, body, salt, delivered_at)
        for _, kind, text, signature, body, salt, delivered_at in rows
        if kind == 0
    )
    receipts = tuple(
        Receipt.from_json(read_json(text), signature)
        for _, kind, text, signature, _, _, _ in rows
        if kind == 1
    )
    return Copy.folded(agency=agency, number=number, documents=documents, receipts=receipts)
