"""How many examples a property is tried with."""

from hypothesis import settings

QUICK = 10


def examples(whole: int) -> int:
    """So many in the whole run; before a commit (`--hypothesis-profile=quick`) no more than a few."""
    return min(whole, QUICK) if settings.get_current_profile_name() == "quick" else whole
