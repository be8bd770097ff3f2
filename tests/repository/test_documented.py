"""What can be called or set stands in the documentation."""

import re
from collections.abc import Iterable
from pathlib import Path

from shebaotong.cli.main import COMMANDS
from support.tree import ROOT, plant

PAGES = "docs"


def undocumented(root: Path, wanted: Iterable[str]) -> list[str]:
    """The wanted texts that stand, as code, in none of the pages."""
    pages = "\n".join(path.read_text() for path in sorted((root / PAGES).rglob("*.md")))
    return [text for text in wanted if not re.search(rf"`[^`\n]*{re.escape(text)}\b[^`\n]*`", pages)]


def test_every_command_is_documented() -> None:
    assert undocumented(ROOT, [f"shebaotong {name}" for name in COMMANDS]) == []


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert "demo" in targets
    assert undocumented(ROOT, [f"make {target}" for target in targets]) == []


def test_every_environment_variable_is_documented() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    variables = set(re.findall(r"environ(?:\.get\(|\[)\"(SHEBAOTONG_[A-Z_]+|DATABASE_URL)\"", source))
    assert "DATABASE_URL" in variables
    assert undocumented(ROOT, sorted(variables)) == []


def test_it_sees_a_command_that_is_named_nowhere_or_only_in_passing(tmp_path: Path) -> None:
    text = "Run `shebaotong serve --port 80`; shebaotong worker is not code."
    plant(tmp_path, {f"{PAGES}/commands.md": text})
    wanted = ["shebaotong serve", "shebaotong worker", "shebaotong ser"]
    assert undocumented(tmp_path, wanted) == ["shebaotong worker", "shebaotong ser"]
