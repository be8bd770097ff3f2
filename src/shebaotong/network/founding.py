"""New agencies and agreements on this node, entered by its operator. Joining is another step.

An agency comes with its key; its region, the nation and the known calendar too, where it is the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from shebaotong.kernel.api import NATION, PROVINCES, Text
from shebaotong.network.keys import rotate_signing_key
from shebaotong.network.known_years import publish_known_years
from shebaotong.network.models import Agency, Agreement, Region
from shebaotong.store.api import agency_context

FIELDS = (
    "code",
    "place",
    "region",
    "city_zh",
    "city_en",
    "name_zh",
    "name_en",
    "phone",
    "address",
    "longitude",
    "latitude",
)


AGREEMENT_FIELDS = (
    "code",
    "depositary",
    "kind",
    "title_zh",
    "title_en",
    "valid_from",
    "valid_until",
    "items",
    "low_risk",
    "high_risk",
    "channels",
    "note",
)
_NATION_NAME = Text("全国", "China")


class CannotFound(ValueError):
    """The agency or agreement cannot be entered; the message says why."""


def found_agency(entry: Mapping[str, Any], *, now: datetime) -> Agency:
    """Enter an agency with its signing key; ``entry`` has the FIELDS, all of them.

    Raises CannotFound for fields that are missing, unknown or make no sense, for a region that is none, and
    for a code whose first four digits another agency has.
    """
    if set(entry) != set(FIELDS):
        odd = sorted(set(entry) ^ set(FIELDS))
        raise CannotFound(f"these fields are missing or unknown: {', '.join(odd)}")
    values = {name: str(entry[name]).strip() for name in FIELDS}
    region = values.pop("region")
    if region not in PROVINCES:
        raise CannotFound(f"{region!r} is no province-level unit: its two digits, or XPCC")
    agency = _agency(values, region)
    try:
        with transaction.atomic(), agency_context(agency=agency.code):
            agency.save(force_insert=True)
            for code, name in ((region, PROVINCES[region]), (NATION, _NATION_NAME)):
                if not Region.objects.filter(code=code).exists():
                    Region.objects.create(code=code, name_zh=name.zh, name_en=name.en, keeper=agency)
            rotate_signing_key(agency=agency.code, now=now)
            publish_known_years(now=now)
    except IntegrityError:
        raise CannotFound(f"another agency has the code {agency.code[:4]}.. already") from None
    return agency


def _agency(values: Mapping[str, str], region: str) -> Agency:
    try:
        numbers = {name: Decimal(values[name]) for name in ("longitude", "latitude")}
        agency = Agency(region_id=region, illustrative=False, **{**values, **numbers})
        agency.clean_fields(exclude=["region"])
    except InvalidOperation:
        raise CannotFound("longitude and latitude are numbers") from None
    except ValidationError as wrong:
        raise CannotFound(_told(wrong)) from None
    return agency


def found_agreement(entry: Mapping[str, Any]) -> Agreement:
    """Enter the terms of an agreement, kept by its depositary; it has no member until one signs.

    Raises CannotFound for fields that are missing, unknown or make no sense, and for a code that is taken.
    """
    given = {"valid_until": None, "note": "", **entry}
    if set(given) != set(AGREEMENT_FIELDS):
        odd = sorted(set(given) ^ set(AGREEMENT_FIELDS))
        raise CannotFound(f"these fields are missing or unknown: {', '.join(odd)}")
    everything = given["items"] == "all"
    agreement = Agreement(
        **{name: given[name] for name in AGREEMENT_FIELDS if name not in ("depositary", "items", "channels")},
        depositary_id=str(given["depositary"]),
        status=Agreement.Status.CONFIRMED,
        all_items=everything,
        items=[] if everything else given["items"],
        channels=[] if given["channels"] == "all" else given["channels"],
    )
    try:
        agreement.full_clean(exclude=["depositary"])
        with transaction.atomic(), agency_context(agency=agreement.depositary_id):
            agreement.save(force_insert=True)
    except ValidationError as wrong:
        raise CannotFound(_told(wrong)) from None
    except (IntegrityError, ValueError) as error:
        raise CannotFound(f"the terms cannot be entered: {error}") from None
    return agreement


def _told(wrong: ValidationError) -> str:
    """Field by field, in the operator's English."""
    with translation.override("en"):
        return "; ".join(f"{field}: {' '.join(texts)}" for field, texts in wrong.message_dict.items())
