"""What is loaded is looked at by PostgreSQL at once: until then plans find a row among all of its agency."""

import pytest
from django.db import connection

from shebaotong.store.api import Server, agency_context, as_owner, gather_statistics

from .sample_table import FOSHAN, add


def rows_known(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


@pytest.mark.slow
def test_every_table_with_rows_is_looked_at_once(sample: Server) -> None:
    with as_owner(server=sample), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE account (agency varchar(12) NOT NULL)")
    assert rows_known("sample") == rows_known("account") == -1
    assert "sample" in gather_statistics(server=sample)
    assert rows_known("sample") == 2, "the rows of both agencies, which the owner alone does not see"
    assert rows_known("account") == -1, "a plan for an empty table would be kept while it grows"
    with agency_context(agency=FOSHAN):
        add(FOSHAN, "another")
    assert "sample" not in gather_statistics(server=sample), "from here on autovacuum sees to it"


def test_a_partitioned_table_is_looked_at_with_its_partitions(sample: Server) -> None:
    with as_owner(server=sample), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE account (year int) PARTITION BY RANGE (year)")
        cursor.execute("CREATE TABLE account_2020 PARTITION OF account FOR VALUES FROM (2020) TO (2021)")
        cursor.execute("INSERT INTO account VALUES (2020), (2020), (2020)")
    assert "account" in gather_statistics(server=sample)
    assert (rows_known("account"), rows_known("account_2020")) == (3, 3)
