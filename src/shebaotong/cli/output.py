"""What commands print."""

import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def say(text: str) -> None:
    """One line for the operator, as it is: brackets in it are no markup."""
    Console(highlight=False, markup=False).print(text, soft_wrap=True)


def show_rows(rows: Sequence[Mapping[str, object]], *, as_json: bool, title: str = "") -> None:
    """Rows with the same keys: a JSON array for programs, a table for people."""
    if as_json:
        show_json(rows)
        return
    table = Table(title=title or None)
    for place, heading in enumerate(rows[0] if rows else ()):
        # The first column names the row: people type it again, so it is never cut short.
        longest = max(len(str(row[heading])) for row in rows) if place == 0 else None
        table.add_column(heading, min_width=longest)
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))
    Console().print(table)


def show_json(data: object) -> None:
    """Indented JSON, Chinese readable."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")
