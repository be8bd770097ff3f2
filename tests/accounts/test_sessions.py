"""Sessions end: by idleness, after the longest time, by hand, with the password, and with the account."""

from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shebaotong.accounts.api import (
    User,
    begin_session,
    change_password,
    end_all_sessions,
    end_session,
    forget_ended_sessions,
    sessions_of,
    sign_in,
)
from shebaotong.accounts.middleware import SignedIn
from shebaotong.accounts.models import Session
from shebaotong.accounts.sessions import IDLE, LONGEST
from shebaotong.accounts.signing_in import signed_in_user
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who, a_request


@pytest.fixture
def moment() -> datetime:
    """Sessions live by the real clock: they belong to requests that arrive now."""
    return timezone.now()


def signed_in(username: str, moment: datetime) -> str:
    request = a_request()
    sign_in(request, username=username, password=PASSWORD, now=moment)
    request.session.save()
    assert request.session.session_key
    return request.session.session_key


def who_is(key: str) -> str:
    return signed_in_user(a_request(session=key)).username


def test_the_next_request_is_the_same_persons(who: Who, moment: datetime) -> None:
    assert who_is(signed_in("he.foshan", moment)) == "he.foshan"


def test_a_session_gets_a_new_key_on_signing_in(who: Who, moment: datetime) -> None:
    request = a_request()
    request.session["draft"] = "typed before"
    request.session.save()
    before = request.session.session_key
    sign_in(request, username="he.foshan", password=PASSWORD, now=moment)
    request.session.save()
    assert request.session.session_key != before
    assert request.session["draft"] == "typed before"
    assert not Session.objects.filter(pk=before).exists()


def test_nothing_of_the_person_before_stays(who: Who, moment: datetime) -> None:
    request = a_request()
    sign_in(request, username="he.foshan", password=PASSWORD, now=moment)
    request.session["draft"] = "of He"
    sign_in(request, username="li.foshan", password=PASSWORD, now=moment)
    assert "draft" not in request.session


def test_an_idle_session_ends(who: Who, moment: datetime) -> None:
    key = signed_in("he.foshan", moment)
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert who_is(key) == ""
    assert abs((Session.objects.get(pk=key).seen_at + IDLE) - moment - IDLE) < timedelta(minutes=1)


def visit(key: str, seen: datetime, **headers: str) -> Session:
    """One request of the session, last seen at a moment."""
    Session.objects.filter(pk=key).update(seen_at=seen, expire_date=timezone.now() + timedelta(minutes=5))
    request = a_request(session=key)
    request.META.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})

    def page(asked: HttpRequest) -> HttpResponse:
        return HttpResponse(str(asked.user))

    assert SignedIn(page)(request).content == b"he.foshan"
    return Session.objects.get(pk=key)


def test_a_request_puts_the_end_off(who: Who, moment: datetime) -> None:
    key = signed_in("he.foshan", moment)
    after = visit(key, moment - timedelta(minutes=20))
    assert after.seen_at >= moment
    assert abs(after.expire_date - (timezone.now() + IDLE)) < timedelta(minutes=1)


def test_a_page_that_asks_by_itself_does_not(who: Who, moment: datetime) -> None:
    key = signed_in("he.foshan", moment)
    seen = moment - timedelta(minutes=20)
    assert visit(key, seen, x_background="1").seen_at == seen


def test_the_longest_time_ends_even_a_busy_session(who: Who, moment: datetime) -> None:
    started = moment - LONGEST + timedelta(minutes=2)
    key = signed_in("he.foshan", started)
    assert Session.objects.get(pk=key).expire_date == started + LONGEST
    assert visit(key, moment - timedelta(minutes=20)).expire_date == started + LONGEST


def test_a_person_sees_his_sessions_and_ends_one(who: Who, moment: datetime) -> None:
    mine, other = signed_in("he.foshan", moment), signed_in("he.foshan", moment)
    signed_in("li.foshan", moment)
    notes = sessions_of(user=who("he.foshan"), current=mine, now=timezone.now())
    assert sorted(note.current for note in notes) == [False, True]
    assert all("Firefox" in note.device for note in notes)
    assert mine not in {note.reference for note in notes}
    reference = next(note.reference for note in notes if not note.current)
    assert not end_session(user=who("li.foshan"), reference=reference)
    assert end_session(user=who("he.foshan"), reference=reference)
    assert (who_is(mine), who_is(other)) == ("he.foshan", "")


def test_all_sessions_can_be_ended(who: Who, moment: datetime) -> None:
    keys = [signed_in("he.foshan", moment) for _ in range(3)]
    assert end_all_sessions(user=who("he.foshan")) == 3
    assert [who_is(key) for key in keys] == [""] * 3


def test_a_new_password_ends_every_session_but_the_one_that_begins_anew(who: Who, moment: datetime) -> None:
    elsewhere = signed_in("he.foshan", moment)
    request = a_request(session=signed_in("he.foshan", moment))
    user = signed_in_user(request)
    assert isinstance(user, User)
    change_password(user=user, old=PASSWORD, new="a sentence to remember", now=moment)
    begin_session(request, user, now=moment)
    request.session.save()
    assert who_is(elsewhere) == ""
    assert who_is(str(request.session.session_key)) == "he.foshan"


def test_a_closed_account_is_signed_in_no_more(who: Who, moment: datetime) -> None:
    key = signed_in("he.foshan", moment)
    with agency_context(agency="440600"):
        User.objects.filter(username="he.foshan").update(is_active=False)
    assert who_is(key) == ""


def test_ended_sessions_are_removed(who: Who, moment: datetime) -> None:
    signed_in("he.foshan", moment)
    assert forget_ended_sessions(now=moment) == 0
    assert forget_ended_sessions(now=moment + LONGEST) == 1
