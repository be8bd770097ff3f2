"""Files taken from others are the ones that THIRD_PARTY.md names, byte for byte."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CELL = r"\| [^|]+ "
ROW = re.compile(CELL * 3 + r"\| (?P<file>\S+) \| (?P<sha256>[0-9a-f]{64}) \|$", re.MULTILINE)
STATIC = ROOT / "src/shebaotong/portal/static"


def named() -> dict[str, str]:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    return {match["file"]: match["sha256"] for match in ROW.finditer(text)}


def test_each_file_has_the_hash_that_is_written_down() -> None:
    found = {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest() for file in named()}
    assert found == named()


def test_no_vendored_file_is_missing_from_the_table() -> None:
    shipped = {str(path.relative_to(ROOT)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert shipped
    assert shipped <= set(named())


def test_each_vendored_folder_carries_a_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert (folder / "LICENSE").is_file(), folder.name


def test_the_sprite_holds_the_icons_of_the_list_and_nothing_that_runs() -> None:
    names = (ROOT / "tools/icons.txt").read_text(encoding="utf-8").split()
    sprite = (STATIC / "portal/icons.svg").read_text(encoding="utf-8")
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == names == sorted(set(names))
    assert not re.search(r"<script|style=|\son\w+=|href=", sprite)
