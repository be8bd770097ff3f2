"""How fast the projection of what was walked is made anew from its documents, and whether it is the same."""

from __future__ import annotations

import time
from dataclasses import dataclass

from shebaotong.cases.api import rebuild
from shebaotong.lab.bench.cases.world import INSURED, WINDOW


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What ``shebaotong rebuild`` does for both cities, compared with what stood there."""

    documents: int
    seconds: float
    differing: int

    def to_json(self) -> dict[str, float]:
        return {
            "rebuild_documents": self.documents,
            "rebuild_seconds": round(self.seconds, 2),
            "rebuild_documents_per_s": round(self.documents / self.seconds),
            "rebuild_differing": self.differing,
        }


def both_cities() -> Rebuilding:
    """Needs Django at the database; leaves it as it is."""
    began = time.perf_counter()
    found = [rebuild(agency=agency, swap=False) for agency in (WINDOW, INSURED)]
    seconds = time.perf_counter() - began
    return Rebuilding(sum(r.documents for r in found), seconds, sum(r.differing for r in found))
