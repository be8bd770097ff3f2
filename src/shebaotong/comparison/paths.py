"""Paths inside SQL: DuckDB takes them as texts, and reads them as patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path


def literal(path: Path | str) -> str:
    """A file or folder to write to."""
    return "'" + str(path).replace("'", "''") + "'"


def pattern(path: Path | str, inside: str = "") -> str:
    """A file to read under its own name, or the files ``inside`` a folder."""
    own = re.sub(r"([*?\[])", r"[\1]", str(path))
    return literal(f"{own}/{inside}" if inside else own)


def rows_of(parts: Sequence[Path]) -> str:
    """The relation of the rows of Parquet files, or of folders of such."""
    files = (pattern(part, "*.parquet" if part.is_dir() else "") for part in parts)
    return f"read_parquet([{', '.join(files)}])"
