"""Backup and restore: everything comes back, nothing is lost on the way."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from shebaotong.store.api import Home, Server, provision_agencies, running_server
from support.processes import copied, reachable_folder
from support.program import run

pytestmark = [pytest.mark.slow]
FOSHAN = "440600"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with reachable_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def in_use(install: Callable[[Path], Path]) -> Iterator[Path]:
    """An installation with an agency's role and one row of its own in its database."""
    with pytest.MonkeyPatch.context() as patch, reachable_folder() as folder:
        patch.delenv("DATABASE_URL", raising=False)
        home = install(folder / "home")
        with running_server(home=Home(home)) as server:
            provision_agencies(server=server, agencies=[FOSHAN])
            with psycopg.connect(server.conninfo(role="owner")) as session:
                session.execute("CREATE TABLE word (word text)")
            add(server, "kept")
        yield home


@pytest.fixture
def home(folder: Path, in_use: Path) -> Path:
    """A copy of it."""
    return copied(in_use, folder / "home")


def add(server: Server, word: str) -> None:
    with psycopg.connect(server.conninfo(role="app")) as session:
        session.execute("INSERT INTO word VALUES (%s)", [word])


def words(server: Server) -> list[str]:
    with psycopg.connect(server.conninfo(role="app")) as session:
        return [row[0] for row in session.execute("SELECT word FROM word").fetchall()]


def test_a_backup_restores_on_another_installation_with_its_roles_and_policies(
    home: Path, folder: Path
) -> None:
    file = folder / "backup.dump"
    assert run(home, "backup", str(file)).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    other = folder / "other"
    restored = run(other, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    with running_server(home=Home(other)) as server:
        assert words(server) == ["kept"]
        with psycopg.connect(server.conninfo(role="admin")) as session:
            session.execute(f"SET ROLE agency_{FOSHAN}")
            assert session.execute("SELECT shebaotong_agency()").fetchone() == (FOSHAN,)
            session.execute("RESET ROLE")
            forced = (
                "SELECT relname, relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class "
                "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
            theirs = session.execute(forced).fetchall()
        with psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session:
            names = {row[0] for row in session.execute("SELECT datname FROM pg_database").fetchall()}
        assert names == {"postgres", "template0", "template1", "shebaotong"}
    with (
        running_server(home=Home(home)) as server,
        psycopg.connect(server.conninfo(role="admin")) as session,
    ):
        assert session.execute(forced).fetchall() == theirs
    assert run(other, "backup", str(folder / "again.dump")).returncode == 0


def test_a_backup_never_overwrites_a_file(home: Path, folder: Path) -> None:
    file = folder / "precious"
    file.write_text("precious")
    refused = run(home, "backup", str(file))
    assert (refused.returncode, file.read_text()) == (1, "precious")
    assert "exists already" in refused.stderr
    assert list(folder.glob(".*.part")) == []


def test_restoring_over_data_needs_force_and_brings_the_old_state_back(home: Path, folder: Path) -> None:
    file = str(folder / "backup.dump")
    assert run(home, "backup", file).returncode == 0
    with running_server(home=Home(home)) as server:
        add(server, "later")

    refused = run(home, "restore", file)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    with running_server(home=Home(home)) as server:
        assert sorted(words(server)) == ["kept", "later"]

    assert run(home, "restore", "--force", file).returncode == 0
    with running_server(home=Home(home)) as server:
        assert words(server) == ["kept"]


def test_restoring_is_refused_while_the_program_runs(home: Path, folder: Path) -> None:
    file = str(folder / "backup.dump")
    assert run(home, "backup", file).returncode == 0
    with running_server(home=Home(home)) as server, psycopg.connect(server.conninfo(role="app")):
        refused = run(home, "restore", "--force", file)
        assert refused.returncode == 1
        assert "in use by 1" in refused.stderr
        assert words(server) == ["kept"]


def test_a_backup_of_a_newer_release_is_refused(home: Path, folder: Path) -> None:
    with running_server(home=Home(home)) as server, psycopg.connect(server.conninfo(role="owner")) as session:
        session.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_future', now())"
        )
    file = str(folder / "newer.dump")
    assert run(home, "backup", file).returncode == 0
    refused = run(folder / "other", "restore", file)
    assert refused.returncode == 1
    assert "store 9999_future" in refused.stderr
    assert "newer release" in refused.stderr


def test_a_damaged_or_foreign_file_is_refused_and_changes_nothing(home: Path, folder: Path) -> None:
    whole = folder / "backup.dump"
    assert run(home, "backup", str(whole)).returncode == 0
    damaged = folder / "damaged.dump"
    damaged.write_bytes(whole.read_bytes()[:-2000])
    foreign = folder / "foreign.dump"
    foreign.write_text("not a backup")
    for file in (damaged, foreign, folder / "missing"):
        assert run(home, "restore", "--force", str(file)).returncode == 1
    with running_server(home=Home(home)) as server:
        assert words(server) == ["kept"]


def test_commands_that_use_data_refuse_a_database_that_is_missing_or_old(home: Path, folder: Path) -> None:
    missing = run(folder / "other", "backup", str(folder / "x"))
    assert missing.returncode == 1
    assert "shebaotong migrate" in missing.stderr
    with running_server(home=Home(home)) as server, psycopg.connect(server.conninfo(role="owner")) as session:
        session.execute("DELETE FROM django_migrations WHERE app = 'procrastinate' AND name LIKE '0041%'")
    old = run(home, "backup", str(folder / "x"))
    assert old.returncode == 1
    assert "older release" in old.stderr
