"""The demonstration network: the real members, the made-up ones, and that each row says which it is."""

from datetime import date, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from shebaotong.cases import api as cases
from shebaotong.kernel.api import place_of_agency, region_chain
from shebaotong.network.api import (
    Agency,
    Outlet,
    UnknownAgency,
    agency_of_case,
    agreements_in_force,
    all_agencies,
    directory,
    find_agency,
    load_seed,
    places_of,
)
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.usefixtures("network")

DAY = date(2026, 11, 20)
REPORTED = {"442000", "520300", "450400", "360700", "420600", "430400"}


def test_the_one_network_has_sixteen_members_of_which_six_are_confirmed() -> None:
    agreement = next(a for a in agreements_in_force(on=DAY) if a.code == "one-network-2024")
    status = {m.member_id: m.status for m in agreement.members.all()}
    assert len(status) == 16
    assert {code for code, mark in status.items() if mark == "confirmed"} == REPORTED


@pytest.mark.row("Y1", "first pilot cities")
def test_the_guangdong_guangxi_agreement_binds_the_first_pilot_cities() -> None:
    agreement = next(a for a in agreements_in_force(on=DAY) if a.code == "guangdong-guangxi-2023")
    cities = {m.member.city_zh for m in agreement.members.all()}
    assert cities == {"南宁", "梧州", "玉林", "汕头", "深圳", "佛山", "中山", "韶关", "江门"}


def test_every_row_that_is_made_up_says_so() -> None:
    for agency in all_agencies():
        shown = directory(agency=agency.code)
        assert agency.illustrative
        for rows in (shown.departments, shown.heads, shown.liaison_officers, shown.outlets):
            assert rows
            assert all(row.illustrative for row in rows)
        assert all("示例" in head.name for head in shown.heads)


@pytest.mark.slow
def test_loading_again_changes_nothing(now: datetime) -> None:
    def counts() -> dict[str, int]:
        found = {}
        for model in apps.get_app_config("network").get_models():
            for agency in all_agencies():
                with agency_context(agency=agency.code):
                    found[f"{model.__name__} seen by {agency.code}"] = model._default_manager.count()
        return found

    before = counts()
    load_seed(now=now)
    assert counts() == before
    assert any(before.values())


@pytest.mark.slow
def test_loading_again_keeps_what_an_official_has_changed(now: datetime) -> None:
    with agency_context(agency="442000"):
        Agency.objects.filter(code="442000").update(phone="0760-88888888")
    load_seed(now=now)
    assert find_agency(code="442000").phone == "0760-88888888"


def test_the_first_four_digits_of_a_code_belong_to_one_agency() -> None:
    with (
        pytest.raises(IntegrityError, match="network_agency_first_four"),
        agency_context(agency="442099"),
    ):
        twin = find_agency(code="442000")
        twin.code = "442099"
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("agency", "places"),
    [
        ("442000", ("442000", "44", "CN")),
        ("450400", ("450400", "45", "CN")),
        ("653100", ("653100", "65", "CN")),
        ("660300", ("659003", "XPCC", "CN")),
    ],
)
def test_an_agency_knows_city_province_and_nation(agency: str, places: tuple[str, ...]) -> None:
    assert places_of(agency=agency) == places


def test_every_agency_lies_in_the_region_of_its_place() -> None:
    for agency in all_agencies():
        assert agency.region_id == region_chain(agency.place)[-2]
        assert agency.place == place_of_agency(agency.code)


def test_a_case_number_leads_to_the_agency_that_accepted_it() -> None:
    assert agency_of_case(case_number="6603123456789012").city_zh == "图木舒克"
    for unknown in ("", "44", "9999123456789012"):
        with pytest.raises(UnknownAgency):
            agency_of_case(case_number=unknown)


def test_the_program_cannot_change_another_agencys_publication() -> None:
    with agency_context(agency="520200"):
        assert Agency.objects.filter(code="442000").update(phone="1") == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_outlet SET phone = '1'")
        assert cursor.rowcount == 0


def test_every_ability_of_an_outlet_is_an_item() -> None:
    codes = {entry.code for entry in cases.items()}
    named = {code for outlet in Outlet.objects.all() for code in outlet.abilities}
    assert named and named <= codes
