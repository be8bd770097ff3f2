"""An agency's own database role, and the program without a context, against each table of the network."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest

from shebaotong.kernel.api import Text
from shebaotong.network.api import (
    all_agencies,
    load_seed,
    locate,
    number_token,
    provide_case_check,
    register_holdings,
)
from shebaotong.store.api import Server, agency_context, provision_agencies

pytestmark = pytest.mark.slow

FOSHAN, STRANGER = "440600", "520200"
NUMBER = "45040019650101001X"
CLOSED = ("network_signingkey", "network_locatorentry", "network_locatorlookup")


@pytest.fixture
def used(live_database: Server, now: datetime) -> Iterator[Server]:
    """A committed network in which Foshan holds a number and has looked it up."""
    load_seed(now=now)
    provision_agencies(server=live_database, agencies=[agency.code for agency in all_agencies()])
    before = provide_case_check(lambda agency, case: True)
    with agency_context(agency=FOSHAN):
        register_holdings(agency=FOSHAN, numbers=[NUMBER])
        locate(
            asking_agency=FOSHAN,
            number=NUMBER,
            case_number="4406000000000011",
            purpose=Text("核实", "check"),
            now=now,
        )
    yield live_database
    provide_case_check(before)


def as_agency(server: Server, agency: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.conninfo(role="admin")) as session:
        session.execute(f'SET ROLE "agency_{agency}"')
        session.execute(f"SELECT set_config('shebaotong.agency', '{FOSHAN}', false)")
        session.execute("SELECT set_config('shebaotong.locating', %s, false)", [number_token(number=NUMBER)])
        return session.execute(statement.encode()).fetchall()


def test_what_is_closed_shows_its_owner_his_rows_and_a_stranger_none(used: Server) -> None:
    for table in CLOSED:
        assert len(as_agency(used, FOSHAN, f"SELECT 1 FROM {table}")) == 1
        owners = as_agency(used, STRANGER, f"SELECT agency FROM {table} WHERE agency <> '{STRANGER}'")
        assert owners == []


@pytest.mark.parametrize(
    "call", ["network_locate('t', 'c', 'p', 'p', now(), 's', 9)", "network_lookups_of('t')"]
)
def test_the_two_readings_across_agencies_are_the_programs_alone(used: Server, call: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_agency(used, STRANGER, f"SELECT {call}")


def test_the_owner_of_the_tables_sees_nothing_outside_a_look_up(used: Server) -> None:
    with psycopg.connect(used.conninfo(role="owner")) as session:
        for table in CLOSED:
            assert session.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)


def test_a_look_up_uses_the_index_under_the_policy(used: Server) -> None:
    token = number_token(number=NUMBER)
    with psycopg.connect(used.conninfo(role="admin")) as session:
        session.execute(
            "INSERT INTO network_locatorentry (number_token, agency)"
            " SELECT md5(g::text), %s FROM generate_series(1, 20000) g",
            [FOSHAN],
        )
        session.execute("ANALYZE network_locatorentry")
    with psycopg.connect(used.conninfo(role="owner")) as session:
        session.execute("SELECT set_config('shebaotong.locating', %s, false)", [token])
        query = "SELECT agency FROM network_locatorentry WHERE number_token = %s ORDER BY agency"
        plan = "\n".join(row[0] for row in session.execute(f"EXPLAIN {query}".encode(), [token]).fetchall())
        assert session.execute(query.encode(), [token]).fetchall() == [(FOSHAN,)]
    assert "Index" in plan and "Seq Scan" not in plan, plan
