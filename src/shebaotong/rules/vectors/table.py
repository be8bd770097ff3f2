"""All groups of vectors that the rules know: one table, so that a name is found by reading it."""

from __future__ import annotations

from collections.abc import Mapping

from shebaotong.rules.vectors import benefits, identity, limits, pension, resident, retirement, transfer
from shebaotong.rules.vectors.group import Group

GROUPS: Mapping[str, Group] = {
    **identity.GROUPS,
    **retirement.GROUPS,
    **pension.GROUPS,
    **resident.GROUPS,
    **transfer.GROUPS,
    **benefits.GROUPS,
    **limits.GROUPS,
}
