"""A service item is one complete folder."""

from pathlib import Path

from support.tree import PACKAGE, ROOT, plant

FILES = ("README.md", "item.py", "decide.py", "form.yaml", "test_item.py")
# Each holds at least one file.
FOLDERS = {"documents": "*.json", "examples": "*.yaml"}


def incomplete(root: Path) -> list[str]:
    """What item folders lack. Every package below a family is an item."""
    problems = []
    for item in sorted((root / PACKAGE / "services").glob("*/*/")):
        if not any(item.glob("*.py")):
            continue
        name = item.relative_to(root)
        problems += [f"{name} lacks {file}" for file in FILES if not (item / file).is_file()]
        problems += [
            f"{name} lacks {folder}/{pattern}"
            for folder, pattern in FOLDERS.items()
            if not any((item / folder).glob(pattern))
        ]
    return problems


def test_every_item_folder_is_complete() -> None:
    assert incomplete(ROOT) == []


def test_it_sees_what_an_item_lacks(tmp_path: Path) -> None:
    whole = dict.fromkeys((*FILES, "documents/claim.json", "examples/granted.yaml"), "")
    family = f"{PACKAGE}/services/pension"
    plant(tmp_path, {f"{family}/whole/{name}": text for name, text in whole.items()})
    plant(tmp_path, {f"{family}/half/{name}": "" for name in ("item.py", "decide.py", "examples/note.txt")})
    assert incomplete(tmp_path) == [
        f"{family}/half lacks README.md",
        f"{family}/half lacks form.yaml",
        f"{family}/half lacks test_item.py",
        f"{family}/half lacks documents/*.json",
        f"{family}/half lacks examples/*.yaml",
    ]
