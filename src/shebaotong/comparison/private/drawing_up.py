"""Before the run: a province fixes its list for the mandate that is being drawn up."""

from __future__ import annotations

import secrets
from typing import Any

from shebaotong.comparison.private.folder import KeyFolder
from shebaotong.comparison.private.mandate import Side
from shebaotong.comparison.private.needs import needed_columns
from shebaotong.comparison.private.own_list import own_list


def commit_list(*, folder: KeyFolder, mine: str, kind: str, side: Side) -> dict[str, Any]:
    """Fix a file, keep the opening in the folder, and give the side's entry for the mandate.

    The entry says how long the padded list is and which columns the kind needs; the count, the file and
    the persons stay hidden. Raises InputProblem for a file that cannot be read.
    """
    with own_list(mine, kind=kind, side=side, work=folder.work) as own:
        opening = own.opening(secrets.token_hex(32))
    folder.keep_opening(opening)
    return {
        "columns": sorted(needed_columns(kind, side)),
        "elements": opening.elements,
        "commitment": opening.commitment,
    }
