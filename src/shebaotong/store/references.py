"""References that stay inside one agency."""

from django.db.migrations.operations import RunSQL


class OwnedReference(RunSQL):
    """A foreign key over (owner, id): a row can only point at a row of its own agency.

    A plain foreign key would let it point at another agency's row, for PostgreSQL checks references
    without row-level security. The target needs a unique constraint over its owner column and id; in
    the model the field has ``db_constraint=False``.
    """

    def __init__(self, table: str, column: str, target: str, owner_column: str = "agency") -> None:
        self.table, self.column, self.target, self.owner_column = table, column, target, owner_column
        name = f"{table}_{column}_owner"
        super().__init__(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY ("{owner_column}", "{column}") '
            f'REFERENCES "{target}" ("{owner_column}", id)',
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
        )

    def describe(self) -> str:
        return f"{self.table}.{self.column} stays inside the agency"
