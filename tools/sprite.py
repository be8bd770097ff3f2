"""Join single outline icons into one SVG file of ``<symbol>`` elements, on standard output.

Usage: ``python tools/sprite.py FOLDER LIST VERSION``, where LIST holds one icon name a line.
Colour and stroke are left out, so that each use takes them from its own style.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NOTICE = "Tabler Icons {version}, MIT License, Copyright (c) 2020-2026 Paweł Kuna"
FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" />')
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(name: str, source: str) -> str:
    """One icon file as a symbol, without the invisible frame that each file carries."""
    match = SHAPES.search(source)
    if match is None:
        raise SystemExit(f"{name}: not an SVG file")
    shapes = " ".join(FRAME.sub("", match.group(1)).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def main(folder: Path, names: Path, version: str) -> None:
    lines = [line.strip() for line in names.read_text(encoding="utf-8").splitlines() if line.strip()]
    symbols = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in lines]
    head = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {NOTICE.format(version=version)} -->'
    sys.stdout.write("\n".join([head, *symbols, "</svg>", ""]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
