"""The command line itself: help, refusals, and that it needs no database to be imported."""

import subprocess
import sys
from pathlib import Path

import pytest

from shebaotong.cli import main as cli
from shebaotong.cli.command import Command, Refusal
from shebaotong.cli.demo import ending
from shebaotong.cli.ports import choose_port
from shebaotong.store.api import StoreError


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


def test_the_demonstration_does_not_promise_to_stop_somebody_elses_server() -> None:
    assert "the database included" in ending(embedded=True)
    assert "DATABASE_URL" in ending(embedded=False) and "included" not in ending(embedded=False)
