"""The rows of whoever stands on both sides, from rows in the order of persons: few are looked at further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shebaotong.comparison.by_person import Ids, PersonRows, Places
from shebaotong.comparison.kinds import SCHEME_CODES, Kind

if TYPE_CHECKING:
    import pyarrow as pa

_NOBODY: Ids = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Common:
    """Both sides of a kept comparison. ``later`` has, by bucket, the ids whose rows are not all in these."""

    kind: Kind
    sides: tuple[PersonRows, PersonRows]
    later: tuple[Mapping[int, Ids], Mapping[int, Ids]] = ({}, {})

    @property
    def buckets(self) -> int:
        return self.sides[0].buckets

    def rows(self, bucket: int) -> tuple[pa.Table, pa.Table]:
        """Of each side the rows that may meet one of the other: those of common persons.

        Where only equal schemes clash, those without one of their scheme on the other side are left out.
        """
        left, right = self.sides
        later = [side.get(bucket, _NOBODY) for side in self.later]
        common = _in_both(
            *(_either(side.ids(bucket), more) for side, more in zip(self.sides, later, strict=True))
        )
        places = left.places(bucket, common), right.places(bucket, common)
        if self.kind.same_scheme:
            open_ended = np.isin(common, np.concatenate(later))
            places = self._of_equal_schemes(bucket, places, open_ended)
        return left.rows(bucket, places[0].rows), right.rows(bucket, places[1].rows)

    def _of_equal_schemes(
        self, bucket: int, places: tuple[Places, Places], all_of: NDArray[np.bool_]
    ) -> tuple[Places, Places]:
        """The places of rows with one of their person and scheme on the other side, and of all who are
        ``all_of``."""
        keys = [
            at.who * len(SCHEME_CODES) + side.values(bucket, "scheme", np.int8)[at.rows]
            for side, at in zip(self.sides, places, strict=True)
        ]
        kept = []
        for own, other, at in ((keys[0], keys[1], places[0]), (keys[1], keys[0], places[1])):
            seen = np.repeat(all_of, len(SCHEME_CODES))
            seen[other] = True
            both = seen[own]
            kept.append(Places(at.rows[both], at.who[both]))
        return kept[0], kept[1]


def _in_both(one: Ids, other: Ids) -> Ids:
    # A sort of two lists in order only merges them.
    merged = np.concatenate((one, other))
    merged.sort(kind="stable")
    both: Ids = merged[:-1][merged[1:] == merged[:-1]]
    return both


def _either(ids: Ids, more: Ids) -> Ids:
    both: Ids = np.union1d(ids, more) if len(more) else ids
    return both
