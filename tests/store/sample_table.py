"""A table `sample` with rows of two agencies, and what tests do with it as the program."""

from __future__ import annotations

from django.db import connection, migrations
from django.db.migrations.state import ProjectState

FOSHAN, WUZHOU = "440600", "450400"
TABLE = """
CREATE TABLE sample (id bigint GENERATED ALWAYS AS IDENTITY, agency varchar(12) NOT NULL, note text NOT NULL);
CREATE INDEX sample_note ON sample (agency, note)
"""


def apply(*operations: migrations.RunSQL, backwards: bool = False) -> None:
    state = ProjectState()
    with connection.schema_editor() as editor:
        for operation in operations:
            move = operation.database_backwards if backwards else operation.database_forwards
            move("store", editor, state, state)


def add(agency: str, note: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO sample (agency, note) VALUES (%s, %s)", [agency, note])


def notes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM sample ORDER BY note")
        return [row[0] for row in cursor.fetchall()]
