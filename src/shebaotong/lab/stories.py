"""The demonstration's stories with the people who are in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from shebaotong.accounts.api import demo_staff
from shebaotong.kernel.api import Text, read_shipped
from shebaotong.lab.people.cast import EARLIEST, Member, cast
from shebaotong.portal.api import Scene, Story


def stories(on: date) -> tuple[Story, ...]:
    """What can be walked on that day, in order. Reads the accounts of the network's agencies."""
    told = read_shipped(files("shebaotong.lab").joinpath("stories.yaml").read_text("utf-8"))
    members = cast(as_of=max(on, EARLIEST))
    names = {entry.username: f"{entry.city_zh} {entry.display_name}" for entry in demo_staff()}
    names |= {member.login: member.name for member in members.values()}
    return tuple(
        Story(
            each["key"],
            Text(**each["title"]),
            tuple(_scene(scene, each.get("person", ""), members, names) for scene in each["scenes"]),
        )
        for each in told
    )


def _scene(
    told: Mapping[str, Any], person: str, members: Mapping[str, Member], names: Mapping[str, str]
) -> Scene:
    """The number is shown where it has to be typed: at a window."""
    login = told.get("as", "")
    key = told.get("person", person)
    typed = key and told["path"].startswith("/desk/intake/")
    return Scene(
        login=login,
        who=names[login] if login else "",
        path=told["path"],
        does=Text(**told["do"]),
        person=members[key].name if typed else "",
        number=members[key].number if typed else "",
    )
