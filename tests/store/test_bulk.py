"""Rows that come by COPY obey the same policies as one row."""

import pytest
from django.db import DatabaseError, connection

from shebaotong.store.api import Server, agency_context, copy_rows

from .sample_table import FOSHAN, WUZHOU, notes

COLUMNS = ("agency", "note")


def test_rows_are_added_under_the_policy(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        assert copy_rows(table="sample", columns=COLUMNS, rows=[(FOSHAN, "a"), (FOSHAN, "b\t\\N")]) == 2
        assert notes() == ["a", "b\t\\N", f"of {FOSHAN}"]


def test_one_row_for_another_agency_refuses_them_all(sample: Server) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), agency_context(agency=FOSHAN):
        copy_rows(table="sample", columns=COLUMNS, rows=[(FOSHAN, "a"), (WUZHOU, "smuggled")])
    with agency_context(agency=FOSHAN):
        assert notes() == [f"of {FOSHAN}"]


def test_nothing_is_left_of_the_staging_table(sample: Server) -> None:
    with agency_context(agency=FOSHAN):
        copy_rows(table="sample", columns=COLUMNS, rows=[(FOSHAN, "a")])
        copy_rows(table="sample", columns=COLUMNS, rows=[(FOSHAN, "b")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('pg_temp.staging_sample')")
            assert cursor.fetchone() == (None,)
