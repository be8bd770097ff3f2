"""How a city is called, from the network's list of agencies."""

from __future__ import annotations

from shebaotong.kernel.api import Text
from shebaotong.messages.values import BadMessage
from shebaotong.network.api import UnknownAgency, find_agency


def city_name(agency: str) -> Text:
    """The short name of an agency's city. Raises BadMessage for a code that no agency has."""
    try:
        found = find_agency(code=agency)
    except UnknownAgency:
        raise BadMessage(f"no agency of the network has the code {agency!r}") from None
    return Text(found.city_zh, found.city_en)
