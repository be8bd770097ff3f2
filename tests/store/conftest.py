"""A table whose rows two agencies own, committed, and gone after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from shebaotong.store.api import OwnedTable, Server, agency_context, as_owner, provision_agencies

from .sample_table import FOSHAN, TABLE, WUZHOU, add, apply


@pytest.fixture(scope="module")
def _provisioned(shared_database: Server) -> Server:
    provision_agencies(server=shared_database, agencies=[FOSHAN, WUZHOU])
    return shared_database


@pytest.fixture
def room(_provisioned: Server) -> Iterator[Server]:
    """A database in which the test commits; the tables `sample` and `account` do not outlive the test.

    One database a module: copying the schema for each test took ten times what the tests do.
    """
    yield _provisioned
    # A test may have cut its connection, or left a transaction that failed.
    connection.close()
    with as_owner(server=_provisioned), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sample, account")


@pytest.fixture
def sample(room: Server) -> Server:
    """A table with one row of each of two agencies, each with its own role."""
    with as_owner(server=room):
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
        apply(OwnedTable("sample"))
    for agency in (FOSHAN, WUZHOU):
        with agency_context(agency=agency):
            add(agency, f"of {agency}")
    return room
