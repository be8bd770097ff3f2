"""The names that SQL and Python share."""

import re

from shebaotong.store.errors import StoreError

# Owns the database and its tables and runs the migrations. Not a superuser; sees no agency's rows.
OWNER = "shebaotong_owner"
# The program. Neither owner nor superuser; sees the rows of the agency it acts for.
APP = "shebaotong_app"
# The group of the agencies' own roles: reads, each its own rows.
AGENCY_GROUP = "shebaotong_agency"
AGENCY_PREFIX = "agency_"

AGENCY_SETTING = "shebaotong.agency"
AUTHENTICATING_SETTING = "shebaotong.authenticating"

# Names of roles hold 63 bytes; lower case, so that nobody has to quote them.
_AGENCY = re.compile(r"[0-9a-z]+(?:_[0-9a-z]+)*")
_LONGEST_AGENCY = 48


def agency_role(agency: str) -> str:
    """The database role of an agency: `agency_` and its code."""
    if not _AGENCY.fullmatch(agency) or len(agency) > _LONGEST_AGENCY:
        raise StoreError(
            f"{agency!r} cannot be the code of an agency: lower-case letters, digits and single underscores, "
            f"at most {_LONGEST_AGENCY} characters."
        )
    return AGENCY_PREFIX + agency
