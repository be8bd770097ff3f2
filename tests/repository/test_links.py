"""Documents lead to one another, and to nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

from support.tree import ROOT, plant

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)\s]*)?\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE_PATH = re.compile(r"`((?:src|tests|docs|tools)/[\w./-]+\.(?:py|md|yaml|json|toml))`")


def documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "src").rglob("*.md")])


def targets(document: Path) -> Iterator[Path]:
    for found in _LINK.findall(_FENCED.sub("", document.read_text())):
        yield (document.parent / found).resolve()


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def broken(root: Path) -> list[str]:
    """Links and named files that are not there."""
    gone = [
        f"{document.relative_to(root)}: {_short(target, root)}"
        for document in documents(root)
        for target in targets(document)
        if not target.exists()
    ]
    for document in documents(root):
        if document.name == "CHANGELOG.md":
            continue
        named = _CODE_PATH.findall(document.read_text())
        gone += [f"{document.relative_to(root)}: {name}" for name in named if not (root / name).exists()]
    return gone


def unreached(root: Path) -> list[str]:
    """Documents to which no way leads from the page of all documents."""
    seen: set[Path] = set()
    ahead = [(root / "docs" / "README.md").resolve()]
    while ahead:
        document = ahead.pop()
        if document in seen or document.suffix != ".md" or not document.exists():
            continue
        seen.add(document)
        ahead.extend(targets(document))
    return [
        str(path.relative_to(root))
        for path in sorted((root / "docs").rglob("*.md"))
        if path.resolve() not in seen
    ]


def test_every_link_leads_somewhere() -> None:
    assert broken(ROOT) == []


def test_every_document_is_found_from_the_page_of_all_documents() -> None:
    assert unreached(ROOT) == []


def test_it_sees_what_leads_nowhere_and_what_nothing_leads_to(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "docs/README.md": "[a](a.md) [gone](gone.md#part) [far](https://x.org/) `tests/no_such.py`",
            "docs/a.md": "back to [all](README.md)",
            "docs/alone.md": "nobody knows me",
            "src/here.py": "",
        },
    )
    assert broken(tmp_path) == ["docs/README.md: docs/gone.md", "docs/README.md: tests/no_such.py"]
    assert unreached(tmp_path) == ["docs/alone.md"]
