"""A released document schema never changes: cases that are open rely on it. A change is a new version.

The lock file holds the digest of every schema as data, so that spacing may change and meaning may not.
``python tools/lock_schemas.py``, run with every release, adds new ones and never replaces a digest.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from support.tree import ROOT


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lock_schemas", ROOT / "tools/lock_schemas.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_released_schema_has_changed_or_gone() -> None:
    lock = tool()
    released: dict[str, str] = json.loads(lock.LOCK.read_text("utf-8"))
    found = lock.schemas(lock.SERVICES)
    assert released and [path for path in released if found.get(path) != released[path]] == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "family/item/documents"
    folder.mkdir(parents=True)
    (folder / "claim.v1.json").write_text('{"type": "object", "required": []}')
    return tmp_path


def test_spacing_is_no_change_and_meaning_is(tree: Path) -> None:
    lock = tool()
    before = lock.schemas(tree)
    file = tree / "family/item/documents/claim.v1.json"
    file.write_text('{"required":[],\n"type":"object"}')
    assert lock.schemas(tree) == before
    file.write_text('{"type": "object", "required": ["subject"]}')
    assert lock.schemas(tree) != before


def test_the_tool_adds_and_never_replaces(tree: Path, tmp_path: Path) -> None:
    lock, held = tool(), tmp_path / "lock.json"
    assert lock.lock(tree, held) == []
    first = held.read_text()
    (tree / "family/item/documents/claim.v2.json").write_text('{"type": "object"}')
    assert lock.lock(tree, held) == []
    assert (
        len(json.loads(held.read_text())) == 2
        and json.loads(first).items() <= json.loads(held.read_text()).items()
    )
    (tree / "family/item/documents/claim.v1.json").write_text('{"type": "array"}')
    assert lock.lock(tree, held) == ["family/item/documents/claim.v1.json"]
    assert json.loads(first).items() <= json.loads(held.read_text()).items()
