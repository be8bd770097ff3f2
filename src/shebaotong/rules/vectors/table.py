"""All groups of vectors that the rules know: one table, so that a name is found by reading it."""

from __future__ import annotations

from collections.abc import Mapping

from shebaotong.rules.vectors import pension, resident, retirement
from shebaotong.rules.vectors.group import Group

GROUPS: Mapping[str, Group] = {
    **retirement.GROUPS,
    **pension.GROUPS,
    **resident.GROUPS,
}
