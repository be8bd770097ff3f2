"""The source tree as the repository's own tests see it; they are pointed at small made-up trees too."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "src/shebaotong"


@dataclass(frozen=True)
class Module:
    """One Python file, parsed; `name` is its path below the root."""

    name: str
    text: str
    tree: ast.Module

    @property
    def folder(self) -> str:
        """The top folder of the package that it is in, empty outside the package."""
        below = self.name.removeprefix(f"{PACKAGE}/")
        return below.partition("/")[0] if below != self.name and "/" in below else ""

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def modules(root: Path, *under: str) -> Iterator[Module]:
    """Every Python file below the folders, in order."""
    for folder in under:
        for path in sorted((root / folder).rglob("*.py")):
            text = path.read_text()
            yield Module(str(path.relative_to(root)), text, _parsed(text))


@cache
def _parsed(text: str) -> ast.Module:
    """Several tests read the same files."""
    return ast.parse(text)


def plant(root: Path, files: Mapping[str, str]) -> Path:
    """Write a made-up tree; the root again."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root
