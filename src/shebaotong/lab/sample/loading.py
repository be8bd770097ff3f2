"""The sample round in the demonstration: written, compared and delivered once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from shebaotong.findings.api import has_batch
from shebaotong.jobs.batch.api import run_batch
from shebaotong.kernel.api import SHANGHAI
from shebaotong.lab.people.loading import story_day
from shebaotong.lab.progress import Progress
from shebaotong.lab.sample.folder import PEOPLE, Sample, write_sample
from shebaotong.lab.sample.rows import PROVINCES
from shebaotong.network.api import all_agencies

_WHAT = "Sample comparison"


def load_round(*, folder: Path, people: int, progress: Progress) -> Sample:
    """Make the sample of the people loaded, and deliver what is found; once for each half year."""
    now = datetime.now(SHANGHAI)

    def show(_step: str, done: int, total: int) -> None:
        progress(_WHAT, done, total)

    show("", 0, 1)
    sample = write_sample(parent=folder, day=story_day(now), count=min(people, PEOPLE))
    taking_part = [agency.code for agency in all_agencies() if agency.region_id in PROVINCES]
    if not all(has_batch(agency=agency, key=sample.key) for agency in taking_part):
        run_batch(folder=sample.folder, now=now, progress=show)
    show("", 1, 1)
    return sample
