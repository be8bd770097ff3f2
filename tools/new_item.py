"""A new service item from the template: a complete folder whose tests pass.

    make new-item NAME=card_claim FAMILY=cards

It makes a high-risk item that any member window accepts and the responsible city reviews and decides. Then
say in the folder what it is: clause, steps, materials, facts, figures, words; see CONTRIBUTING.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "tools/item_template"
SERVICES = ROOT / "src/shebaotong/services"
NAME = re.compile(r"[a-z][a-z_]{1,38}[a-z]")
SUFFIX = ".txt"


class Refused(ValueError):
    """The folder is not made; the text says why and what to do."""


def make(*, name: str, family: str, services: Path) -> list[Path]:
    """Write the folder; the files made. Raises Refused for a bad name and for an item that is there."""
    for word in (name, family):
        if not NAME.fullmatch(word):
            raise Refused(f"{word!r} is no name: 3 to 40 small letters and underscores, e.g. card_claim")
    if any(services.glob(f"*/{name}/item.py")):
        raise Refused(f"there is an item {name} already: choose another name, or add a version to it")
    folder = services / family / name
    made = []
    for source in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        target = folder / source.relative_to(TEMPLATE).with_suffix("")
        made.append(_write(target, _filled(source.read_text("utf-8"), name, family)))
    package = services / family / "__init__.py"
    if not package.is_file():
        made.append(_write(package, f'"""Service items of the family {family}."""\n'))
    return made


def _filled(text: str, name: str, family: str) -> str:
    return text.replace("@NAME@", name).replace("@FAMILY@", family)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description="a new service item from the template")
    parser.add_argument("name", help="code and folder, e.g. card_claim")
    parser.add_argument("family", help="folder that holds items of one kind, e.g. cards")
    parser.add_argument("--services", type=Path, default=SERVICES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    try:
        made = make(name=asked.name, family=asked.family, services=asked.services)
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    for path in made:
        sys.stdout.write(f"{path}\n")
    sys.stdout.write("now: .venv/bin/ruff format src, then make check; CONTRIBUTING.md says what to write\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
