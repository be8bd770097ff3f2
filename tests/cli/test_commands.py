"""The command line itself: help, refusals, and that it needs no database to be imported."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shebaotong.cli import main as cli
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.demo import ending
from shebaotong.cli.output import show_rows
from shebaotong.cli.ports import choose_port
from shebaotong.store.api import StoreError
from support.processes import reachable_folder
from support.program import run


@pytest.mark.slow
def test_importing_the_command_needs_neither_settings_nor_database() -> None:
    script = (
        "from shebaotong.cli.main import COMMANDS, command; print(len([*map(command, COMMANDS)]) > 20); "
        "from django.conf import settings; "
        "from django.apps import apps; print(settings.configured, apps.ready)"
    )
    environment = {"DATABASE_URL": "postgresql://nobody@nowhere.invalid/none"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.stdout, done.stderr) == ("True\nFalse False\n", "")


def test_every_command_has_a_help_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for name, help in cli.COMMANDS.items():
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        assert ended.value.code == 0
        assert help.split()[0] in capsys.readouterr().out


def test_every_module_with_a_command_is_named_as_the_module_is() -> None:
    modules = Path(cli.__file__).parent.glob("*.py")
    there = {module.stem for module in modules if "\nCOMMAND = " in module.read_text(encoding="utf-8")}
    assert {name.replace("-", "_") for name in cli.COMMANDS} == there
    for name in cli.COMMANDS:
        run = cli.command(name).run
        assert run.__module__ == f"shebaotong.cli.{name.replace('-', '_')}"


@pytest.mark.parametrize("error", [Refusal, StoreError])
def test_a_refusal_is_said_on_standard_error_with_status_1(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_arguments: object) -> int:
        raise error("what, why, and what to do")

    monkeypatch.setattr(cli, "command", lambda _name: Command(run=refuse))
    assert cli.main(["items"]) == 1
    assert capsys.readouterr().err == "what, why, and what to do\n"


def test_an_address_that_is_none_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")
    assert cli.main(["demo-reset"]) == 1
    assert "postgresql://USER:PASSWORD@HOST:5432/DATABASE" in capsys.readouterr().err


def test_a_port_in_use_is_refused_when_asked_for_and_passed_over_otherwise() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"Port {port} .* in use"):
            choose_port(host="127.0.0.1", wanted=port, first=1)
        assert choose_port(host="127.0.0.1", wanted=None, first=port) > port


def test_a_port_on_which_nothing_can_listen_is_not_said_to_be_in_use() -> None:
    with pytest.raises(Refusal, match=r"192\.0\.2\.1, port 8000: .*--host"):
        choose_port(host="192.0.2.1", wanted=8000, first=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--port", "80000"], "not a port from 1 to 65535"),
        (["serve", "--workers", "0"], "not a whole number of 1 or more"),
        (["demo", "--people", "-3"], "not a whole number of 1 or more"),
        (["worker", "--concurrency", "0"], "not a whole number of 1 or more"),
        (["serve", "--prot", "80"], "shebaotong serve: error: it has no --prot 80"),
    ],
)
def test_a_mistyped_option_is_refused_by_the_command_itself(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    told = capsys.readouterr().err
    assert ended.value.code == 2 and said in told and f"usage: shebaotong {words[0]}" in told


def test_a_table_never_cuts_short_what_names_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    long = "a" * 60
    show_rows([{"code": long, "title": "b" * 60}], as_json=False)
    assert long in capsys.readouterr().out


def test_a_data_folder_that_cannot_be_made_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SHEBAOTONG_HOME", str(tmp_path / "file" / "data"))
    assert cli.main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert f"{tmp_path}/file/data cannot be used" in told and "SHEBAOTONG_HOME" in told


@pytest.mark.slow
def test_every_command_that_reads_an_agency_starts_in_a_process_of_its_own(
    install: Callable[[Path], Path],
) -> None:
    """Tables can be imported only once Django is set up: in a test's process it is, at a prompt it is not."""
    with reachable_folder() as folder:
        home = install(folder / "home")
        for words in (["parcels", "999999"], ["awaited", "999999"], ["rebuild", "--agency", "999999"]):
            done = run(home, *words)
            assert (done.returncode, done.stderr) == (
                1,
                "There is no agency 999999: see `shebaotong agency list`.\n",
            )
        done = run(home, "backup", str(folder / "no" / "file.dump"))
        assert done.returncode == 1 and done.stderr.startswith(f"Nothing can be written in {folder}/no: ")
        done = run(home, "rebuild", SHEBAOTONG_LOOKUPS_PER_HOUR="many")
        assert done.returncode == 1 and done.stderr.startswith("SHEBAOTONG_LOOKUPS_PER_HOUR is 'many'; ")


def test_the_demonstration_does_not_promise_to_stop_somebody_elses_server() -> None:
    assert "the database included" in ending(embedded=True)
    assert "DATABASE_URL" in ending(embedded=False) and "included" not in ending(embedded=False)
