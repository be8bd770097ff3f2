"""Operations for migrations: who owns the rows of a table, and which tables only grow.

Used in the migration that creates the table, after CreateModel:

    OwnedTable("registry_person"),
    AppendOnly("cases_document"),

The syntax is that of PostgreSQL 15. Every statement has its reverse.
"""

from collections.abc import Sequence
from typing import Literal

from django.db.migrations.operations import RunSQL

from shebaotong.store.names import AGENCY_GROUP, APP


class OwnedTable(RunSQL):
    """Row-level security, forced: each row belongs to the agency named in its owner column.

    read: "own" shows an agency its own rows; "all" lets every agency read every row (the network's public
        facts), while only the owner writes.
    extra_read_sql: an SQL condition that also lets a row be read, for instance
        `shebaotong_authenticating()`. Bracket calls of functions as `(SELECT f())`, so that they run once
        a query and indexes stay usable.
    """

    def __init__(
        self,
        table: str,
        owner_column: str = "agency",
        read: Literal["own", "all"] = "own",
        extra_read_sql: str | None = None,
    ) -> None:
        self.table, self.owner_column = table, owner_column
        self.read, self.extra_read_sql = read, extra_read_sql
        own = f'"{owner_column}" = (SELECT shebaotong_agency())'
        readable = "true" if read == "all" else own
        if extra_read_sql:
            readable = f"({readable}) OR ({extra_read_sql})"
        forward = (
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY own_read ON "{table}" FOR SELECT TO {APP}, {AGENCY_GROUP} USING ({readable})',
            f'CREATE POLICY own_insert ON "{table}" FOR INSERT TO {APP} WITH CHECK ({own})',
            f'CREATE POLICY own_update ON "{table}" FOR UPDATE TO {APP} USING ({own}) WITH CHECK ({own})',
            f'CREATE POLICY own_delete ON "{table}" FOR DELETE TO {APP} USING ({own})',
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APP}',
            f'GRANT SELECT ON "{table}" TO {AGENCY_GROUP}',
        )
        backward = (
            f'REVOKE SELECT ON "{table}" FROM {AGENCY_GROUP}',
            *(
                f'DROP POLICY {policy} ON "{table}"'
                for policy in ("own_delete", "own_update", "own_insert", "own_read")
            ),
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        )
        super().__init__(forward, backward)

    def describe(self) -> str:
        return f"Each row of {self.table} belongs to the agency in {self.owner_column}"


class AppendOnly(RunSQL):
    """Rows may be added, never changed or removed; by trigger, so it holds for every role.

    allow_update_columns: columns that may be changed all the same (a body erased by a lawful order).
    """

    def __init__(self, table: str, allow_update_columns: Sequence[str] = ()) -> None:
        self.table, self.allow_update_columns = table, tuple(allow_update_columns)
        columns = ", ".join(f"'{column}'" for column in self.allow_update_columns)
        forward = (
            f'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION shebaotong_refuse_change({columns})",
            f'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION shebaotong_refuse_change()",
        )
        backward = (
            f'DROP TRIGGER append_only_table ON "{table}"',
            f'DROP TRIGGER append_only_rows ON "{table}"',
        )
        super().__init__(forward, backward)

    def describe(self) -> str:
        return f"Rows of {self.table} are only ever added"


class Secret(RunSQL):
    """Columns that the program alone reads: digests, hashes and sealed keys are of no use to an agency's own
    tools but for guessing.

    The agencies' roles may read the other columns that the table has now; one that is added later is theirs
    only where a migration grants it.
    """

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table, self.columns = table, tuple(columns)
        kept = ", ".join(f"'{column}'" for column in self.columns)
        forward = f"""
            DO $$
            DECLARE shown text;
            BEGIN
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO shown FROM pg_attribute
                 WHERE attrelid = '"{table}"'::regclass AND attnum > 0 AND NOT attisdropped
                   AND attname NOT IN ({kept});
                REVOKE SELECT ON "{table}" FROM {AGENCY_GROUP};
                EXECUTE format('GRANT SELECT (%s) ON "{table}" TO {AGENCY_GROUP}', shown);
            END $$
        """
        # What is granted for a table takes the grants for its columns along when it is revoked again.
        super().__init__(forward, f'GRANT SELECT ON "{table}" TO {AGENCY_GROUP}')

    def describe(self) -> str:
        return f"{', '.join(self.columns)} of {self.table} are the program's alone"
