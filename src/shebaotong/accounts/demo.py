"""Demonstration staff of every agency, all with one password that the demo prints. Never for real use."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from django.contrib.auth.hashers import make_password
from stdnum import iso7064

from shebaotong.accounts.models import User
from shebaotong.accounts.persons import hand_of, person_token
from shebaotong.kernel.api import Role, read_shipped
from shebaotong.network.api import Agency, all_agencies
from shebaotong.store.api import agency_context

DEMO_PASSWORD = "shebaotong-demo"


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A demonstration account, for the table that the demo prints."""

    username: str
    display_name: str
    agency: str
    city_zh: str
    roles: tuple[Role, ...]
    cast: bool
    """One of the people in the stories."""
    password: str = DEMO_PASSWORD

    @property
    def post(self) -> str:
        return f"{', '.join(role.value for role in self.roles)}, {self.city_zh}"


def demo_staff() -> tuple[DemoStaff, ...]:
    """Who the demonstration staff of the network's agencies are, whether loaded or not."""
    seed = _seed()
    return tuple(entry for agency in all_agencies() for entry in _staff_of(agency, seed))


def load_demo_staff() -> tuple[DemoStaff, ...]:
    """Accounts for every agency of the network; safe to repeat, and leaves what is there as it is."""
    seed = _seed()
    encoded = ""
    for agency in all_agencies():
        with agency_context(agency=agency.code):
            there = set(User.objects.filter(agency=agency).values_list("username", flat=True))
            missing = [
                (place, entry)
                for place, entry in enumerate(_staff_of(agency, seed))
                if entry.username not in there
            ]
            if missing:
                # One slow hash for all: they share the password, and the sign-in page shows it anyhow.
                encoded = encoded or make_password(DEMO_PASSWORD)
            User.objects.bulk_create(_account(entry, agency, place, encoded) for place, entry in missing)
    return demo_staff()


def _seed() -> dict[str, Any]:
    text = files("shebaotong.accounts").joinpath("seed", "staff.yaml").read_text("utf-8")
    loaded: dict[str, Any] = read_shipped(text)
    return loaded


def _staff_of(agency: Agency, seed: dict[str, Any]) -> list[DemoStaff]:
    everybody = [dict(entry) for entry in seed["every"]]
    for member in seed["cast"]:
        if member["agency"] == agency.code:
            place = next(i for i, entry in enumerate(everybody) if entry["roles"] == member["roles"])
            everybody[place] = {**member, "cast": True}
    return [
        DemoStaff(
            username=f"{entry['surname']}.{agency.city_en.lower()}",
            display_name=entry["name"],
            agency=agency.code,
            city_zh=agency.city_zh,
            roles=tuple(Role(role) for role in entry["roles"]),
            cast=entry.get("cast", False),
        )
        for entry in everybody
    ]


def _account(entry: DemoStaff, agency: Agency, place: int, encoded: str) -> User:
    number = _identity_number(agency, place)
    return User(
        username=entry.username,
        agency_id=agency.code,
        kind=User.Kind.STAFF,
        roles=[str(role) for role in entry.roles],
        display_name=entry.display_name,
        hand=hand_of(number=number),
        person_token=person_token(number=number),
        password=encoded,
    )


def _identity_number(agency: Agency, place: int) -> str:
    """A well-formed number that no living person carries: born in 1900."""
    stem = f"{agency.place}19000101{place:03d}"
    return stem + iso7064.mod_11_2.calc_check_digit(stem)
