"""Where results may be written: in the place of nothing that the run reads, writes or keeps."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from shebaotong.comparison.problems import InputProblem


def check_results(
    written: Mapping[str, Path | None], *, read: Iterable[Path], keep: Path | None = None
) -> None:
    """Raises InputProblem where a file of ``written`` (option to file) is one of ``read``, another one's, or
    lies in the folder ``keep``, which must be new, or cannot be written."""
    taken = {file.resolve() for file in read}
    for option, file in written.items():
        if file is None:
            continue
        own = file.resolve()
        if own in taken:
            raise InputProblem(f"{option} {file}: this file is compared or written already; name another.")
        if keep is not None and keep.resolve() in (own, *own.parents):
            raise InputProblem(
                f"{option} {file}: lies in the folder of --keep {keep}, which must be new; name another."
            )
        if own.is_dir():
            raise InputProblem(f"{option} {file}: is a folder; name a file.")
        if not os.access(own.parent, os.W_OK | os.X_OK):
            why = "this user may not" if own.parent.is_dir() else "there is no such folder"
            raise InputProblem(f"{option} {file}: cannot write there ({why}).")
        taken.add(own)
