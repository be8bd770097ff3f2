"""Many rows at once, under the policies that hold for one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


def copy_rows(*, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add rows by COPY; returns how many. Inside an agency's context.

    PostgreSQL refuses COPY into a table with row-level security. The rows go into a temporary table
    and from there by INSERT, so that policies, constraints and triggers see every one of them.
    """
    target = sql.Identifier(table)
    staging = sql.Identifier(f"staging_{table}")
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(staging, names, target)
        )
        # Django does not stand in between here: what is refused is told by its errors all the same.
        with (
            connection.wrap_database_errors,
            cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(staging, names)) as copy,
        ):
            for row in rows:
                copy.write_row(row)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, staging))
        added: int = cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {}").format(staging))
    return added
