"""An agency edits what it publishes about itself, and nobody else does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from shebaotong.kernel.api import Actor, Role
from shebaotong.network.api import (
    DirectoryPart,
    DirectoryRefused,
    Outlet,
    changes_of,
    contacts,
    directory,
    remove_entry,
    save_entry,
)
from shebaotong.network.models import Agency
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.usefixtures("network")

WUZHOU, FOSHAN = "450400", "440600"
OFFICIAL = Actor(WUZHOU, "hand", frozenset({Role.OFFICIAL}), display_name="郑示例")
CLERK = Actor(WUZHOU, "hand2", frozenset({Role.CLERK, Role.SUPERVISOR, Role.LIAISON}))
OFFICER = {
    "name": "罗示例",
    "duty_zh": "转移接续联络员",
    "duty_en": "Liaison for transfers",
    "phone": "0774-00000",
    "username": "",
}
OUTLET: dict[str, Any] = {
    "kind": "bank",
    "name_zh": "梧州河东示例网点",
    "name_en": "Wuzhou Hedong",
    "address": "示例路9号",
    "phone": "0774-00009",
    "longitude": Decimal("111.31"),
    "latitude": Decimal("23.48"),
    "hours": [{"days": "working", "from": "09:00", "to": "12:00"}],
    "abilities": ["rights_record"],
}
LIAISON, OUTLETS, OFFICES, HEADS = (
    DirectoryPart.LIAISON,
    DirectoryPart.OUTLET,
    DirectoryPart.DEPARTMENT,
    DirectoryPart.HEAD,
)


def refusal(part: DirectoryPart, key: str, values: dict[str, Any], actor: Actor = OFFICIAL) -> str:
    with pytest.raises(DirectoryRefused) as refused:
        save_entry(part=part, key=key, values=values, actor=actor)
    assert refused.value.reason.zh and refused.value.reason.en
    return refused.value.field


def test_an_officer_is_added_changed_and_removed_and_all_of_it_is_kept() -> None:
    key = save_entry(part=LIAISON, key="", values=OFFICER, actor=OFFICIAL)
    save_entry(part=LIAISON, key=key, values=OFFICER | {"phone": "0774-11111"}, actor=OFFICIAL)
    save_entry(part=LIAISON, key=key, values=OFFICER | {"phone": "0774-11111"}, actor=OFFICIAL)
    [contact] = contacts(agencies=[WUZHOU])
    found = {officer.name: officer for officer in contact.liaison_officers}
    assert found["罗示例"].phone == "0774-11111" and not found["罗示例"].illustrative
    remove_entry(part=LIAISON, key=key, actor=OFFICIAL)
    assert len(contacts(agencies=[WUZHOU])[0].liaison_officers) == 1
    removed, changed, added = changes_of(agency=WUZHOU)
    assert (removed.after, changed.before, changed.after) == (
        None,
        OFFICER,
        OFFICER | {"phone": "0774-11111"},
    )
    assert added.before is None and {c.by for c in (removed, changed, added)} == {"郑示例"}
    assert changes_of(agency=WUZHOU, before=changed.pk) == (added,)
    assert changes_of(agency=FOSHAN) == ()
    with agency_context(agency=WUZHOU), pytest.raises(DatabaseError, match="only grows"):
        added.delete()


def test_a_new_outlet_gets_the_next_code() -> None:
    before = {outlet.code for outlet in directory(agency=WUZHOU).outlets}
    assert before == {f"450400-0{number}" for number in range(1, 5)}
    assert save_entry(part=OUTLETS, key="", values=OUTLET, actor=OFFICIAL) == "450400-05"
    row = Outlet.objects.get(code="450400-05")
    assert (row.name_zh, row.abilities, row.longitude) == (
        "梧州河东示例网点",
        ["rights_record"],
        Decimal("111.31"),
    )


def test_the_agencys_own_telephone_is_changed_and_its_city_is_not() -> None:
    now = Agency.objects.get(code=WUZHOU)
    values = {"name_zh": now.name_zh, "name_en": now.name_en, "phone": "0774-12333", "address": "新址1号"}
    save_entry(part=DirectoryPart.AGENCY, key=WUZHOU, values=values, actor=OFFICIAL)
    assert Agency.objects.get(code=WUZHOU).phone == "0774-12333"
    with pytest.raises(KeyError):
        save_entry(part=DirectoryPart.AGENCY, key=WUZHOU, values=values | {"city_zh": "佛山"}, actor=OFFICIAL)


@pytest.mark.parametrize(
    ("part", "values", "field"),
    [
        (LIAISON, {"name": ""}, "name"),
        (LIAISON, {"name": "名" * 61}, "name"),
        (LIAISON, {"phone": ""}, "phone"),
        (OUTLETS, {"kind": "ship"}, "kind"),
        (OUTLETS, {"hours": [{"days": "sunday", "from": "09:00", "to": "12:00"}]}, "hours"),
        (OUTLETS, {"hours": [{"days": "every", "from": "12:00", "to": "09:00"}]}, "hours"),
        (OUTLETS, {"longitude": Decimal("123456.1")}, "longitude"),
        (HEADS, {"department_id": -1, "name": "甲", "title_zh": "科长", "title_en": "Head"}, "department_id"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    part: DirectoryPart, values: dict[str, Any], field: str
) -> None:
    whole = {LIAISON: OFFICER, OUTLETS: OUTLET, HEADS: {}}[part] | values
    assert refusal(part, "", whole) == field
    assert changes_of(agency=WUZHOU) == ()


def test_a_head_is_of_a_department_of_the_own_agency_and_one_each() -> None:
    foreign = directory(agency=FOSHAN).departments[0]
    own = directory(agency=WUZHOU).departments[0]
    head = {"name": "甲示例", "title_zh": "科长", "title_en": "Head"}
    assert refusal(HEADS, "", {"department_id": foreign.pk} | head) == "department_id"
    assert refusal(HEADS, "", {"department_id": own.pk} | head) == "", "it has a head already"
    with pytest.raises(DirectoryRefused, match="还有负责人"):
        remove_entry(part=OFFICES, key=str(own.pk), actor=OFFICIAL)


def test_only_the_own_official_edits_and_only_the_own_entries() -> None:
    assert refusal(LIAISON, "", OFFICER, CLERK) == ""
    foreign = contacts(agencies=[FOSHAN])[0].liaison_officers[0]
    assert refusal(LIAISON, str(foreign.pk), OFFICER) == ""
    for key in (str(foreign.pk), "0", "x", "9" * 30):
        with pytest.raises(DirectoryRefused):
            remove_entry(part=LIAISON, key=key, actor=OFFICIAL)
    for part, key in ((OUTLETS, "440600-01"), (DirectoryPart.AGENCY, FOSHAN)):
        with pytest.raises(DirectoryRefused):
            remove_entry(part=part, key=key, actor=OFFICIAL)
    assert contacts(agencies=[FOSHAN])[0].liaison_officers[0].name == foreign.name
