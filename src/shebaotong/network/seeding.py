"""Loading the demonstration network from ``seed/``. What is there already is left as it is.

Every row is written in the context of the agency that owns it, and cities join by the same signed
accession as any city later on: the seed has no way of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.db.models import Model

from shebaotong.kernel.api import NATION, PROVINCES, Text, read_shipped
from shebaotong.network.accession import admit, sign_accession
from shebaotong.network.calendar_editing import Announcement, SpecialDay
from shebaotong.network.hours import check_hours
from shebaotong.network.keys import rotate_signing_key
from shebaotong.network.known_years import publish_known_years, publish_once
from shebaotong.network.models import (
    Agency,
    Agreement,
    AgreementMember,
    CalendarDay,
    Department,
    Head,
    LiaisonOfficer,
    Outlet,
    PublicKey,
    Region,
)
from shebaotong.store.api import agency_context

_NATION_NAME = Text("全国", "China")
_ROWS = dict[str, Any]


def load_seed(*, now: datetime) -> None:
    """The demonstration's agencies, outlets, directory, keys, agreements and calendars. Safe to repeat."""
    with transaction.atomic():
        agencies = _read("agencies.yaml")
        _load_agencies(agencies)
        _load_regions(_read("keepers.yaml"))
        outlets, directory = _read("outlets.yaml"), _read("directory.yaml")
        for entry in agencies:
            with agency_context(agency=entry["code"]):
                _load_outlets(entry, outlets)
                _load_directory(entry, directory)
                if not PublicKey.objects.filter(agency=entry["code"]).exists():
                    rotate_signing_key(agency=entry["code"], now=now)
        for entry in _read("agreements.yaml"):
            _load_agreement(entry)
        publish_known_years(now=now)
        _load_region_days(_read("calendar_guangxi.yaml"), now)


def _read(name: str) -> Any:
    return read_shipped(files("shebaotong.network").joinpath("seed", name).read_text("utf-8"))


def _load_agencies(entries: Iterable[_ROWS]) -> None:
    for entry in entries:
        agency = Agency(
            code=entry["code"],
            place=entry["place"],
            region_id=entry["region"],
            city_zh=entry["zh"],
            city_en=entry["en"],
            name_zh=f"{entry['full']}社会保险经办机构",
            name_en=f"Social insurance agency of {entry['en']}",
            phone=f"{entry['prefix']}-12333",
            address=f"{entry['full']}示例路1号",
            longitude=f"{entry['longitude']:.4f}",
            latitude=f"{entry['latitude']:.4f}",
        )
        with agency_context(agency=entry["code"]):
            _add(Agency, [agency])


def _add(table: type[Model], rows: Iterable[Model]) -> None:
    """Add the rows that are not there yet; unique keys tell which."""
    table._default_manager.bulk_create(rows, ignore_conflicts=True)


def _load_regions(keepers: dict[str, str]) -> None:
    for code, keeper in keepers.items():
        name = _NATION_NAME if code == NATION else PROVINCES[code]
        with agency_context(agency=keeper):
            _add(Region, [Region(code=code, name_zh=name.zh, name_en=name.en, keeper_id=keeper)])


def _load_outlets(agency: _ROWS, outlets: _ROWS) -> None:
    rows = []
    for entry in [*outlets["every"], *outlets["also"].get(agency["code"], [])]:
        hours = outlets["hours"][entry["kind"]]
        check_hours(hours)
        outlet = Outlet(
            code=f"{agency['code']}-{entry['number']}",
            agency_id=agency["code"],
            kind=entry["kind"],
            name_zh=entry["zh"].format(city=agency["zh"]),
            name_en=entry["en"].format(city=agency["en"]),
            address=f"{agency['full']}示例路{int(entry['number'])}号",
            phone=f"{agency['prefix']}-0000{entry['number']}",
            longitude=f"{agency['longitude'] + entry['east']:.4f}",
            latitude=f"{agency['latitude'] + entry['north']:.4f}",
            hours=hours,
            abilities=entry.get("abilities", []),
        )
        rows.append(outlet)
    _add(Outlet, rows)


def _load_directory(agency: _ROWS, directory: _ROWS) -> None:
    code, prefix = agency["code"], agency["prefix"]
    _add(
        Department,
        (
            Department(
                agency_id=code,
                code=entry["code"],
                name_zh=entry["zh"],
                name_en=entry["en"],
                phone=f"{prefix}-{entry['extension']}",
            )
            for entry in directory["departments"]
        ),
    )
    departments = {row.code: row for row in Department.objects.filter(agency=code)}
    _add(
        Head,
        (
            Head(
                agency_id=code,
                department=departments.get(entry["department"]),
                name=entry["name"].format(city=agency["zh"]),
                title_zh=entry["zh"],
                title_en=entry["en"],
            )
            for entry in directory["heads"]
        ),
    )
    _add(
        LiaisonOfficer,
        (
            LiaisonOfficer(
                agency_id=code,
                name=entry["name"].format(city=agency["zh"]),
                duty_zh=entry["zh"],
                duty_en=entry["en"],
                phone=f"{prefix}-{entry['extension']}",
                username=entry["username"].format(city=agency["en"].lower()),
            )
            for entry in directory["liaison_officers"]
        ),
    )


def _load_agreement(entry: _ROWS) -> None:
    with agency_context(agency=entry["depositary"]):
        agreement = Agreement(
            code=entry["code"],
            depositary_id=entry["depositary"],
            kind=entry["kind"],
            title_zh=entry["zh"],
            title_en=entry["en"],
            status=entry["status"],
            valid_from=entry["valid_from"],
            all_items=entry["items"] == "all",
            items=[] if entry["items"] == "all" else entry["items"],
            low_risk=entry["low_risk"],
            high_risk=entry["high_risk"],
            channels=[] if entry["channels"] == "all" else entry["channels"],
            note=entry["note"],
        )
        _add(Agreement, [agreement])
    joined = set(AgreementMember.objects.filter(agreement=agreement).values_list("member_id", flat=True))
    for status, members in entry["members"].items():
        for member in members:
            if member not in joined:
                _join(agreement, member, entry["valid_from"], status)


def _join(agreement: Agreement, member: str, signed_on: date, status: str) -> None:
    with agency_context(agency=member):
        accession = sign_accession(agreement=agreement.code, member=member, signed_on=signed_on)
    with agency_context(agency=agreement.depositary_id):
        admit(accession, illustrative=status == Agreement.Status.ILLUSTRATIVE)


def _load_region_days(seed: _ROWS, now: datetime) -> None:
    name = Text(seed["name"]["zh"], seed["name"]["en"])
    for year, entry in seed["years"].items():
        days = [SpecialDay(day, CalendarDay.Kind.HOLIDAY, name) for day in entry["days"]]
        announcement = Announcement(reference=entry["reference"], verified=entry["verified"])
        publish_once(seed["region"], year, days, announcement, now)
