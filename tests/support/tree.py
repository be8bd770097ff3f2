"""The source tree as the repository's own tests see it; they are pointed at small made-up trees too."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "src/shebaotong"


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its path below the root."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def outline(self) -> "Outline":
        return _outline(self.text)

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
            yield Module(str(path.relative_to(root)), path.read_text())


@dataclass(frozen=True)
class Outline:
    """Some statements of a file, however deep they stand."""

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    functions: tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]


@cache
def _outline(text: str) -> Outline:
    """Several tests read the same files. Bodies are let go: all files' trees are a million objects."""
    found = list(statements(ast.parse(text)))
    functions = [each for each in found if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        function.body = []
    return Outline(
        tuple(each for each in found if isinstance(each, ast.Import | ast.ImportFrom)), tuple(functions)
    )


def statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement, inner ones too; what stands in expressions is not walked, which is most of a tree."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        parts = (getattr(node, name, None) for name in ("body", "orelse", "handlers", "finalbody", "cases"))
        waiting.extend(reversed([each for part in parts if isinstance(part, list) for each in part]))


def plant(root: Path, files: Mapping[str, str]) -> Path:
    """Write a made-up tree; the root again."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root
