"""Operations for migrations: a table partitioned by year, each partition closed to everybody."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from shebaotong.store.names import AGENCY_GROUP, APP


class CreatePartitionedModel(CreateModel):
    """``CreateModel`` whose table is partitioned by range of the column ``partition_by``."""

    def __init__(self, *, partition_by: str, **options: Any) -> None:
        super().__init__(**options)
        self.partition_by = partition_by

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f'{plain} PARTITION BY RANGE ("{self.partition_by}")'
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain


class YearPartitions(RunSQL):
    """One partition for each year from ``first`` to ``last``, one for the years before, one for any after.

    The policies of the whole table hold for what is asked of it. Asked directly, a partition has none
    and shows nothing; the default privileges that it was born with are taken from it as well.
    """

    def __init__(self, table: str, first: int, last: int) -> None:
        bounds = [(f"{table}_early", f"FROM (MINVALUE) TO ({first})")]
        bounds += [(f"{table}_{year}", f"FROM ({year}) TO ({year + 1})") for year in range(first, last + 1)]
        forward = [
            f'CREATE TABLE "{name}" PARTITION OF "{table}" FOR VALUES {bound}' for name, bound in bounds
        ]
        forward.append(f'CREATE TABLE "{table}_later" PARTITION OF "{table}" DEFAULT')
        names = [name for name, _ in bounds] + [f"{table}_later"]
        for name in names:
            forward += [
                f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY',
                f'REVOKE ALL ON "{name}" FROM {APP}, {AGENCY_GROUP}',
            ]
        super().__init__([*forward], [f'DROP TABLE "{name}"' for name in names])
