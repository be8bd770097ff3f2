"""Whom to call about a case: the liaison officers of the other cities that take part."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Text
from shebaotong.network import api as network
from shebaotong.portal.languages import say


def contacts_of(reading: cases.Reading, own: str) -> list[dict[str, Any]]:
    """Each other city with the way to its page in the directory; empty for a case of one city."""
    others = [code for code in reading.copy.state.participants if code != own]
    if not others:
        return []
    return [
        {
            "city": say(Text(contact.agency.city_zh, contact.agency.city_en)),
            "href": reverse("portal:city", args=[contact.agency.code]),
            "officers": [
                {
                    "name": officer.name,
                    "duty": say(Text(officer.duty_zh, officer.duty_en)),
                    "phone": officer.phone,
                }
                for officer in contact.liaison_officers
            ],
        }
        for contact in network.contacts(agencies=others)
    ]
