"""What the commands of the comparison say when they are done."""

import json
import sys
from pathlib import Path

from shebaotong.cli.output import say
from shebaotong.comparison.api import Report


def show_report(report: Report, *, out: Path, rejects: Path | None, as_json: bool) -> None:
    """One JSON object on one line, or lines for people."""
    if as_json:
        sys.stdout.write(json.dumps(report.to_json()) + "\n")
        return
    for name, side in (("left", report.left), ("right", report.right)):
        say(f"{name}: {side.rows_in:,} rows, {side.compared:,} compared, {side.rejected:,} rejected")
    if rejects is None and report.left.rejected + report.right.rejected:
        say("Give --rejects FILE to see the rejected rows with their reasons.")
    say(f"{report.findings:,} findings in {out}, each a doubt for a person to check.")
