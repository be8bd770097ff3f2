"""An agency's desk at a given moment: its signing key and its calendar."""

from __future__ import annotations

from datetime import datetime

from shebaotong.cases.compose import Desk
from shebaotong.network import api as network


def desk_of(*, agency: str, now: datetime) -> Desk:
    """Needs the agency's context: private keys are visible nowhere else."""
    return Desk(
        agency=agency,
        key=network.signing_key(agency=agency),
        calendar=network.calendar_for(agency=agency),
        now=now,
    )
