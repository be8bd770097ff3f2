"""`make new-item` gives a complete folder that `make check` has nothing against."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.tree import PACKAGE, ROOT

SERVICES = f"{PACKAGE}/services"


def run(copy: Path, *module: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *module],
        cwd=copy,
        env={"PYTHONPATH": f"{copy}/src:{copy}/tests", "PATH": "/usr/bin:/bin", "HOME": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def new_item(root: Path, name: str, family: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/new_item.py", name, family, "--services", str(root / SERVICES)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program and the tests of its items, where an item can be added."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for part in ("src", "tests/services", "tests/support"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    for part in ("tests/conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / part, tmp_path / part)
    return tmp_path


@pytest.mark.slow
def test_a_new_item_is_complete_and_green(copy: Path) -> None:
    made = new_item(copy, "card_claim", "cards")
    assert made.returncode == 0, made.stderr
    tests = (f"{SERVICES}/cards", "tests/services/test_examples.py", "tests/services/test_items.py")
    tested = run(copy, "pytest", "-v", "-p", "no:cacheprovider", *tests)
    assert tested.returncode == 0, tested.stdout
    assert "card_claim/first" in tested.stdout
    for module in (("ruff", "check"), ("ruff", "format", "--check")):
        styled = run(copy, *module, f"{SERVICES}/cards")
        assert styled.returncode == 0, styled.stdout
    typed = run(copy, "mypy", "-p", "shebaotong.services.cards")
    assert typed.returncode == 0, typed.stdout


@pytest.mark.parametrize("name", ["lump_sum", "Card", "a", "card-claim", "../cards", ""])
def test_bad_names_and_items_that_are_there_are_refused_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    there = tmp_path / SERVICES / "retirement/lump_sum/item.py"
    there.parent.mkdir(parents=True)
    there.write_text("")
    refused = new_item(tmp_path, name, "cards")
    assert refused.returncode == 1 and refused.stderr
    assert not (tmp_path / SERVICES / "cards").exists()
