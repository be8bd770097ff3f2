"""The stories that the demonstration lets its visitor walk name people and pages that are there."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import resolve

from shebaotong.accounts.api import demo_staff
from shebaotong.lab.api import cast, demo_stories
from support.outcomes import both

DAY = date(2026, 11, 20)
pytestmark = [pytest.mark.db, pytest.mark.usefixtures("network")]


def test_who_acts_has_an_account_on_a_page_that_is_there() -> None:
    logins = {entry.username for entry in demo_staff()} | {m.login for m in cast(as_of=DAY).values()}
    stories = demo_stories(DAY)
    assert len({story.key for story in stories}) == len(stories) >= 6
    for story in stories:
        assert both(story.title)
        for scene in story.scenes:
            assert both(scene.does)
            assert not scene.login or scene.login in logins
            assert resolve(scene.path)


def test_the_number_to_type_stands_at_the_window() -> None:
    at_windows = [
        scene
        for story in demo_stories(DAY)
        for scene in story.scenes
        if scene.path.startswith("/desk/intake/")
    ]
    assert at_windows and all(scene.person and scene.number for scene in at_windows)
    numbers = {member.number for member in cast(as_of=DAY).values()}
    assert {scene.number for scene in at_windows} <= numbers


def test_the_day_before_the_stories_begin_shows_them_as_they_begin() -> None:
    assert demo_stories(date(2020, 1, 1)) == demo_stories(date(2026, 11, 1))
