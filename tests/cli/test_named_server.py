"""DATABASE_URL: a server of somebody else, and an administrator who is no superuser."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shebaotong.store.api import Home, Server, running_server
from support.processes import reachable_folder
from support.program import run

pytestmark = [pytest.mark.slow]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with reachable_folder() as folder:
        yield folder


@pytest.fixture
def city_server(folder: Path) -> Iterator[Server]:
    """A server of its own with a role that may create roles and databases, and nothing more."""
    with running_server(home=Home(folder / "server")) as server:
        with psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session:
            session.execute("CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD 'city'")
        yield server


def url(server: Server, database: str = "social") -> str:
    return f"postgresql://dba:city@:{server.port}/{database}?host={server.host}"


def test_an_administrator_without_superuser_rights_is_enough(city_server: Server, folder: Path) -> None:
    for home in ("first", "second"):
        done = run(folder / home, "migrate", DATABASE_URL=url(city_server))
        assert (done.returncode, done.stderr) == (0, "")
        assert not (folder / home / "postgres").exists()
    with psycopg.connect(city_server.at(database="social").conninfo(role="admin")) as session:
        owner = session.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'social'"
        ).fetchone()
        tables = session.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    assert (owner, tables) == (("shebaotong_owner",), [("shebaotong_owner",)])


def test_a_database_in_another_encoding_is_refused(city_server: Server, folder: Path) -> None:
    with psycopg.connect(
        city_server.at(database="postgres").conninfo(role="admin"), autocommit=True
    ) as session:
        session.execute(
            "CREATE DATABASE latin OWNER dba ENCODING 'LATIN1' TEMPLATE template0 "
            "LOCALE_PROVIDER libc LOCALE 'C'"
        )
    refused = run(folder / "home", "migrate", DATABASE_URL=url(city_server, "latin"))
    assert refused.returncode == 1
    assert "LATIN1" in refused.stderr


def test_a_server_out_of_reach_and_a_wrong_password_are_said_in_words(
    city_server: Server, folder: Path
) -> None:
    gone = run(folder / "home", "migrate", DATABASE_URL="postgresql://dba@127.0.0.1:1/social")
    wrong = run(folder / "home", "migrate", DATABASE_URL=url(city_server).replace("city@", "guess@"))
    for refused in (gone, wrong):
        assert refused.returncode == 1
        assert "Cannot reach the database" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert "guess" not in refused.stderr


def test_a_backup_that_would_lack_rows_is_refused(city_server: Server, folder: Path) -> None:
    address = url(city_server)
    assert run(folder / "home", "migrate", DATABASE_URL=address).returncode == 0
    refused = run(folder / "home", "backup", str(folder / "x"), DATABASE_URL=address)
    assert refused.returncode == 1
    assert "ALTER ROLE dba BYPASSRLS" in refused.stderr
    with psycopg.connect(city_server.at(database="postgres").conninfo(role="admin")) as session:
        session.execute("ALTER ROLE dba BYPASSRLS")
    assert run(folder / "home", "backup", str(folder / "x"), DATABASE_URL=address).returncode == 0
    restored = run(folder / "home", "restore", str(folder / "x"), DATABASE_URL=url(city_server, "copy"))
    assert restored.returncode == 0, restored.stderr


def test_a_program_role_with_power_is_refused(city_server: Server, folder: Path) -> None:
    with psycopg.connect(city_server.at(database="postgres").conninfo(role="admin")) as session:
        session.execute("CREATE ROLE shebaotong_app BYPASSRLS")
        session.execute("GRANT shebaotong_app TO dba WITH ADMIN OPTION")
    refused = run(folder / "home", "migrate", DATABASE_URL=url(city_server))
    assert refused.returncode == 1
    assert "NOBYPASSRLS" in refused.stderr


def test_reset_drops_a_database_on_a_server_only_by_name(city_server: Server, folder: Path) -> None:
    address = url(city_server)
    assert run(folder / "home", "migrate", DATABASE_URL=address).returncode == 0
    refused = run(folder / "home", "demo-reset", DATABASE_URL=address)
    assert refused.returncode == 1
    assert "--drop social" in refused.stderr
    assert run(folder / "home", "demo-reset", "--drop", "social", DATABASE_URL=address).returncode == 0
    with psycopg.connect(city_server.at(database="postgres").conninfo(role="admin")) as session:
        assert not session.execute("SELECT 1 FROM pg_database WHERE datname = 'social'").fetchall()
