"""The embedded server: it ends with its last user, and always starts again."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shebaotong.store.api import Home, StoreError, remove_embedded, running_server
from shebaotong.store.embedded import binaries, cluster
from shebaotong.store.embedded.guardian import Guardian
from shebaotong.store.embedded.place import ELSEWHERE, NOTE, Account, may_pass, place_of
from shebaotong.store.embedded.user import EmbeddedServer
from support.processes import eventually, processes_of, reachable_folder

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("embedded_only")]

HOLD = """
import sys, time
from pathlib import Path
from shebaotong.store.api import Home, running_server
with running_server(home=Home(Path(sys.argv[1]))) as server:
    print("running", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def embedded_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def home() -> Iterator[Home]:
    with reachable_folder() as folder:
        yield Home(folder / "home")
        assert eventually(lambda: not processes_of(folder)), processes_of(folder)


def hold(home: Home) -> subprocess.Popen[str]:
    """A program that uses the server until it is killed."""
    program = subprocess.Popen([sys.executable, "-c", HOLD, home.path], stdout=subprocess.PIPE, text=True)
    assert program.stdout and program.stdout.readline() == "running\n"
    return program


def write(home: Home) -> None:
    with (
        running_server(home=home) as server,
        psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session,
    ):
        session.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def read(home: Home) -> int:
    with (
        running_server(home=home) as server,
        psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session,
    ):
        row = session.execute("SELECT answer FROM kept").fetchone()
    assert row
    return int(row[0])


def postmaster_of(home: Home) -> int:
    return int((place_of(home).data / "postmaster.pid").read_text().split()[0])


def guardian_of(home: Home) -> int:
    found = [pid for pid, command in processes_of(home.path).items() if "guardian" in command]
    assert len(found) == 1
    return found[0]


def test_it_is_closed_to_others_durable_and_not_on_the_network(home: Home) -> None:
    with (
        running_server(home=home) as server,
        psycopg.connect(server.at(database="postgres").conninfo(role="admin")) as session,
    ):
        shown = session.execute(
            "SELECT current_setting('listen_addresses'), current_setting('fsync'), "
            "current_setting('synchronous_commit'), current_setting('server_encoding'), "
            "(SELECT datlocale FROM pg_database WHERE datname = 'postgres')"
        ).fetchone()
        place = place_of(home)
        for folder in (place.root, place.data, place.sockets):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((home.path / "secret").stat().st_mode) == 0o600
        owner = Path(f"/proc/{postmaster_of(home)}").stat().st_uid
    assert shown == ("", "on", "on", "UTF8", "C.UTF-8")
    assert owner != 0
    assert owner == (place.account.uid if place.account else os.geteuid())


def test_signing_in_needs_the_password(home: Home) -> None:
    with running_server(home=home) as server, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=server.host, port=server.port, dbname="postgres", user=server.admin)


def test_it_stops_with_its_last_user_and_not_before(home: Home) -> None:
    first, second = EmbeddedServer.join(home=home), EmbeddedServer.join(home=home)
    postmaster = postmaster_of(home)
    first.leave()
    os.kill(postmaster, 0)
    second.leave()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)


def test_two_programs_that_start_at_once_share_one_server(home: Home) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", HOLD, home.path], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdout and program.stdout.readline() == "running\n"
    postmasters = {command for command in processes_of(home.path).values() if "bin/postgres -D" in command}
    assert len(postmasters) == 1
    for program in programs:
        program.kill()
        program.wait()


def test_a_killed_program_leaves_no_server_behind(home: Home) -> None:
    write(home)
    program = hold(home)
    program.kill()
    program.wait()
    assert eventually(lambda: not processes_of(home.path)), processes_of(home.path)
    assert read(home) == 42


def test_a_killed_guardian_takes_the_server_along(home: Home) -> None:
    write(home)
    program = hold(home)
    os.kill(guardian_of(home), signal.SIGKILL)
    assert read(home) == 42
    program.kill()
    program.wait()


def test_a_killed_postmaster_is_started_again(home: Home) -> None:
    write(home)
    program = hold(home)
    killed = postmaster_of(home)
    os.kill(killed, signal.SIGKILL)
    pid_file = place_of(home).data / "postmaster.pid"

    def runs_again() -> bool:
        words = pid_file.read_text().split() if pid_file.exists() else []
        return words[-1:] == ["ready"] and words[0] != str(killed)

    assert eventually(runs_again)
    assert read(home) == 42
    program.kill()
    program.wait()


def test_everything_killed_at_once_starts_again(home: Home) -> None:
    write(home)
    program = hold(home)
    for pid in (guardian_of(home), postmaster_of(home), program.pid):
        os.kill(pid, signal.SIGKILL)
    program.wait()
    assert read(home) == 42


def test_a_guardian_that_is_told_to_end_stops_the_server(home: Home) -> None:
    program = hold(home)
    os.kill(guardian_of(home), signal.SIGTERM)
    assert eventually(lambda: set(processes_of(home.path)) == {program.pid})
    program.kill()
    program.wait()


@pytest.mark.parametrize("kind", ["stranger", "zombie"])
def test_a_pid_file_with_the_pid_of_another_process_does_not_hinder(home: Home, kind: str) -> None:
    write(home)
    with subprocess.Popen(["sleep", "0" if kind == "zombie" else "600"]) as other:
        if kind == "zombie":
            assert eventually(lambda: " Z " in Path(f"/proc/{other.pid}/stat").read_text())
        place = place_of(home)
        lines = f"{other.pid}\n{place.data}\n1700000000\n5432\n{place.sockets}\n"
        (place.data / "postmaster.pid").write_text(lines + "\n  1 2\nready   \n")
        place.socket_lock.write_text(lines)
        assert read(home) == 42
        if kind == "stranger":
            assert other.poll() is None
            other.kill()


def test_an_orphaned_server_is_stopped_and_replaced(home: Home) -> None:
    write(home)
    orphan = cluster.start(place_of(home))
    with running_server(home=home):
        assert postmaster_of(home) != orphan.pid
        assert orphan.wait(timeout=10) == 0
    assert read(home) == 42


def test_a_folder_half_made_by_a_killed_program_does_not_hinder(home: Home) -> None:
    home.create()
    with running_server(home=home):
        pass
    place = place_of(home)
    place.data.rename(place.root / "making-abandoned")
    write(home)
    assert read(home) == 42
    assert not list(place.root.glob("making-*"))


def test_data_of_another_version_is_refused_with_instructions_and_left_alone(home: Home) -> None:
    write(home)
    version = place_of(home).data / "PG_VERSION"
    version.write_text("17\n")
    before = sorted((str(path), path.stat().st_mtime_ns) for path in place_of(home).data.rglob("*"))
    with pytest.raises(StoreError) as refused:
        EmbeddedServer.join(home=home)
    after = sorted((str(path), path.stat().st_mtime_ns) for path in place_of(home).data.rglob("*"))
    assert after == before
    for part in ("PostgreSQL 17", str(binaries.major_version()), "backup", "restore", "Nothing was changed"):
        assert part in str(refused.value)


def test_a_path_too_long_for_a_socket_gets_a_short_one(home: Home) -> None:
    long = Home(home.path / ("long" * 30))
    write(long)
    place = place_of(long)
    assert not place.sockets.is_relative_to(long.path)
    assert read(long) == 42
    remove_embedded(home=long)
    assert not place.sockets.exists()


def test_a_socket_folder_that_somebody_else_made_is_refused(home: Home) -> None:
    long = Home(home.path / ("long" * 30))
    sockets = place_of(long).sockets
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)
    try:
        with pytest.raises(StoreError, match="mode 0700"):
            EmbeddedServer.join(home=long)
    finally:
        sockets.rmdir()


def test_removing_is_refused_while_a_program_runs(home: Home) -> None:
    with running_server(home=home), pytest.raises(StoreError, match="Stop the program"):
        remove_embedded(home=home)
    remove_embedded(home=home)
    assert not place_of(home).root.exists()


def test_the_log_names_no_person(home: Home) -> None:
    number = "440106199001010015"
    with (
        running_server(home=home) as server,
        psycopg.connect(server.at(database="postgres").conninfo(role="admin"), autocommit=True) as session,
    ):
        session.execute("CREATE TABLE person (number text PRIMARY KEY)")
        session.execute("INSERT INTO person VALUES (%s)", [number])
        with pytest.raises(psycopg.errors.UniqueViolation):
            session.execute("INSERT INTO person VALUES (%s)", [number])
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            session.execute("SELECT %s::bigint", [f"{number}x"])
    log = place_of(home).log.read_text()
    assert "ready to accept connections" in log
    assert number not in log


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the cluster to another user")
def test_root_places_the_cluster_where_its_user_can_reach_it_and_opens_no_folder() -> None:
    with reachable_folder() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        home = Home(closed / "home")
        account = place_of(home).account
        assert account and not may_pass(closed, account)
        users = pwd.getpwall()
        write(home)
        place = place_of(home)
        try:
            assert place.root.parent == ELSEWHERE
            assert (home.path / NOTE).read_text().strip() == str(place.root)
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert pwd.getpwall() == users
            # The place stays, also when the folder is opened later.
            closed.chmod(0o755)
            assert place_of(home) == place
            assert read(home) == 42
        finally:
            remove_embedded(home=home)
        assert not place.root.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test runs as an ordinary user already")
def test_an_ordinary_user_runs_it_as_himself() -> None:
    nobody = pwd.getpwnam("nobody")
    account = Account(nobody.pw_name, nobody.pw_uid, nobody.pw_gid)
    python = Path(sys.executable).resolve()
    if not all(may_pass(part, account) for part in python.parents):
        python = Path(f"/usr/bin/python3.{sys.version_info.minor}")
    with reachable_folder() as folder:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        home = Home(folder / "home")
        as_nobody = ("setpriv", "--reuid=nobody", "--regid", str(nobody.pw_gid), "--clear-groups")
        done = subprocess.run(
            [*as_nobody, python, "-c", HOLD.replace("time.sleep(600)", "pass"), home.path],
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ["PATH"]},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr, done.returncode) == ("running\n", "", 0)
        owners = {path.stat().st_uid for path in home.path.rglob("*")}
        assert owners == {nobody.pw_uid}
        assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
        assert eventually(lambda: not processes_of(folder))


def test_postgresql_that_ends_now_and_then_is_started_each_time(home: Home) -> None:
    """A server runs for months: only what ends again and again within minutes has a cause to look for."""
    guardian = Guardian(place_of(home))
    for day in range(20):
        guardian._count_restart(day * 86_400.0)
    for second in (1, 2):
        guardian._count_restart(19 * 86_400.0 + second)
    with pytest.raises(StoreError, match="4 times within minutes"):
        guardian._count_restart(19 * 86_400.0 + 3)
