"""Accounts of an agency: made, left, queues handed over; four eyes are two persons."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shebaotong.accounts.api import (
    AccountRefused,
    DemoStaff,
    User,
    actor_of,
    acts_of,
    change_roles,
    create_channel,
    create_citizen,
    create_staff,
    hand_of,
    hand_over_queue,
    issue_reset_code,
    leave,
    load_demo_staff,
    person_token,
    provide_hand_over,
    reset_password,
    set_preferences,
    sign_in,
    staff_of,
    staff_page,
)
from shebaotong.accounts.models import ResetCode, Session
from shebaotong.kernel.api import Actor, Role
from shebaotong.network.api import all_agencies, directory
from shebaotong.store.api import agency_context
from support.accounts import PASSWORD, Who, a_request

NUMBER = "11010519491231002X"
FOSHAN = "440600"


def code_of(refused: pytest.ExceptionInfo[AccountRefused]) -> str:
    assert refused.value.reason.zh and refused.value.reason.en
    return refused.value.code


def test_every_agency_has_staff_and_the_cast_is_among_them(network: None) -> None:
    staff = {entry.username: entry for entry in load_demo_staff()}
    assert len(staff) == 22 * 8
    assert staff["he.foshan"] == DemoStaff("he.foshan", "何志文", FOSHAN, "佛山", (Role.CLERK,), True)
    assert staff["lin.wuzhou"].display_name == "林雪梅"
    assert staff["chen.zhongshan"].roles == (Role.REVIEWER,)
    assert staff["yang.liupanshui"].agency == "520200"
    assert all(entry.cast or "示例" in entry.display_name for entry in staff.values())


def test_every_liaison_officer_has_the_account_that_the_directory_names(who: Who) -> None:
    for agency in all_agencies():
        for officer in directory(agency=agency.code).liaison_officers:
            named = who(officer.username)
            assert (named.agency_id, named.roles) == (agency.code, ["liaison"])


def test_loading_the_staff_again_changes_nothing(who: Who) -> None:
    with agency_context(agency=FOSHAN):
        User.objects.filter(username="he.foshan").update(display_name="何改名")
    load_demo_staff()
    assert who("he.foshan").display_name == "何改名"
    with agency_context(agency=FOSHAN):
        assert len(staff_of(agency=FOSHAN)) == 8


def test_demonstration_staff_are_different_persons(who: Who) -> None:
    with agency_context(agency=FOSHAN):
        assert len({user.hand for user in staff_of(agency=FOSHAN)}) == 8


def test_a_supervisor_makes_an_account_that_is_opened_with_a_code(who: Who, now: datetime) -> None:
    made = create_staff(
        by=who("zhou.foshan"),
        username="Feng.Foshan",
        display_name="冯示例",
        number=NUMBER,
        roles=[Role.CLERK, Role.REVIEWER],
    )
    assert (made.username, made.agency_id, made.roles) == ("feng.foshan", FOSHAN, ["clerk", "reviewer"])
    with pytest.raises(AccountRefused):
        sign_in(a_request(), username="feng.foshan", password="", now=now)
    code = issue_reset_code(by=who("zhou.foshan"), user=made, now=now)
    reset_password(username="feng.foshan", code=code, password="a sentence to remember", now=now)
    assert sign_in(a_request(), username="feng.foshan", password="a sentence to remember", now=now) == made


@pytest.mark.parametrize(
    ("by", "username", "roles", "code"),
    [
        ("he.foshan", "new.foshan", [Role.CLERK], "not_entitled"),
        ("zhou.foshan", "he.foshan", [Role.CLERK], "taken"),
        ("zhou.foshan", "he.wuzhou", [Role.CLERK], ""),
        ("zhou.foshan", "new.foshan", [], "roles"),
        ("zhou.foshan", "new.foshan", [Role.ENGINE], "roles"),
        ("zhou.foshan", "a b", [Role.CLERK], "username"),
        ("zhou.foshan", "'; DROP TABLE", [Role.CLERK], "username"),
        ("zhou.foshan", "x" * 61, [Role.CLERK], "username"),
    ],
)
def test_who_may_make_which_account(who: Who, by: str, username: str, roles: list[Role], code: str) -> None:
    def make() -> User:
        return create_staff(by=who(by), username=username, display_name="示例", number=NUMBER, roles=roles)

    if not code:
        assert make().agency_id == FOSHAN
        return
    with pytest.raises(AccountRefused) as refused:
        make()
    assert code_of(refused) == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": "12"}, "number"),
        ({"number": ""}, "number"),
        ({"display_name": "  "}, "name"),
        ({"display_name": "名" * 61}, "name"),
        ({"phone": "1" * 21}, "name"),
    ],
)
def test_an_account_needs_a_person(who: Who, values: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {"display_name": "示例", "number": NUMBER, "phone": ""} | values
    with pytest.raises(AccountRefused) as refused:
        create_staff(by=who("zhou.foshan"), username="new.foshan", roles=[Role.CLERK], **given)
    assert code_of(refused) == code


def second_self(who: Who) -> User:
    """Another supervisor account of the person behind NUMBER."""
    return create_staff(
        by=who("zhou.foshan"),
        username="second.foshan",
        display_name="示例",
        number=NUMBER,
        roles=[Role.SUPERVISOR],
    )


def test_nobody_gives_himself_roles(who: Who) -> None:
    second = second_self(who)
    for attempt in (
        lambda: change_roles(by=second, user=second, roles=[Role.APPROVER]),
        lambda: create_staff(
            by=second, username="third.foshan", display_name="示例", number=NUMBER, roles=[Role.CLERK]
        ),
    ):
        with pytest.raises(AccountRefused) as refused:
            attempt()
        assert code_of(refused) == "own"
    assert who("second.foshan").roles == ["supervisor"]


@pytest.mark.parametrize(
    ("by", "user", "roles", "code"),
    [
        ("he.foshan", "li.foshan", [Role.APPROVER], "not_entitled"),
        ("wu.foshan", "li.foshan", [Role.APPROVER], "not_entitled"),
        ("zhou.wuzhou", "li.foshan", [Role.APPROVER], "not_entitled"),
        ("zhou.foshan", "li.foshan", [], "roles"),
        ("zhou.foshan", "li.foshan", [Role.ENGINE], "roles"),
    ],
)
def test_who_may_give_which_roles(who: Who, by: str, user: str, roles: list[Role], code: str) -> None:
    with pytest.raises(AccountRefused) as refused:
        change_roles(by=who(by), user=who(user), roles=roles)
    assert code_of(refused) == code
    assert who("li.foshan").roles == ["clerk"]


def test_roles_are_changed_and_written_down(who: Who) -> None:
    change_roles(by=who("zhou.foshan"), user=who("li.foshan"), roles=[Role.REVIEWER, Role.CLERK])
    change_roles(by=who("zhou.foshan"), user=who("li.foshan"), roles=[Role.CLERK, Role.REVIEWER])
    assert actor_of(who("li.foshan")).roles == {Role.CLERK, Role.REVIEWER}
    [act] = acts_of(agency=FOSHAN, about="li.foshan")
    assert (act.by, act.what) == ("zhou.foshan", "roles_changed")
    assert act.details == {"before": ["clerk"], "after": ["clerk", "reviewer"]}
    assert acts_of(agency="450400") == ()


def test_roles_are_given_for_those_that_were_seen(who: Who) -> None:
    boss, seen = who("zhou.foshan"), who("li.foshan").roles
    change_roles(by=boss, user=who("li.foshan"), roles=[Role.REVIEWER], seen=seen)
    with pytest.raises(AccountRefused) as refused:
        change_roles(by=boss, user=who("li.foshan"), roles=[Role.APPROVER], seen=seen)
    assert code_of(refused) == "overtaken" and refused.value.reason.en
    assert who("li.foshan").roles == ["reviewer"]


def test_the_list_of_staff_is_read_a_page_at_a_time(who: Who) -> None:
    names, after = [], ""
    while True:
        page, after = staff_page(agency=FOSHAN, after=after, size=3)
        names += [user.username for user in page]
        if not after:
            break
    assert names == [user.username for user in staff_of(agency=FOSHAN)] and len(names) == 8
    assert [u.username for u in staff_page(agency=FOSHAN, wanted="He")[0]] == ["he.foshan"]
    assert [u.username for u in staff_page(agency=FOSHAN, wanted="志文")[0]] == ["he.foshan"]
    assert staff_page(agency=FOSHAN, wanted="%") == ((), "")


def test_two_accounts_of_one_person_have_one_hand(who: Who) -> None:
    def make(username: str, number: str) -> User:
        return create_staff(
            by=who("zhou.foshan"), username=username, display_name="示例", number=number, roles=[Role.CLERK]
        )

    one, two = make("one.foshan", NUMBER), make("two.foshan", "110105 19491231 002x")
    assert (one.hand, one.person_token) == (two.hand, two.person_token)
    assert one.hand == hand_of(number=NUMBER) and one.person_token == person_token(number=NUMBER)
    assert one.hand != one.person_token
    assert NUMBER not in one.hand


def test_an_account_becomes_an_actor(who: Who) -> None:
    clerk = who("he.foshan")
    actor = actor_of(clerk, outlet="440600-01")
    assert actor == Actor(
        agency=FOSHAN,
        hand=clerk.hand,
        roles=frozenset({Role.CLERK}),
        display_name="何志文",
        person_token=clerk.person_token,
        outlet="440600-01",
        channel="window",
    )
    with pytest.raises(ValueError, match="cannot act for"):
        actor_of(clerk, agency="450400")


def test_a_citizen_acts_towards_an_agency_as_himself(who: Who) -> None:
    du = create_citizen(username="du.demo", display_name="杜示例", number=NUMBER)
    actor = actor_of(du, agency="450400")
    assert (actor.agency, actor.roles, actor.channel) == ("450400", frozenset({Role.PERSON}), "online")
    with pytest.raises(ValueError, match="say which"):
        actor_of(du)


def test_a_channel_is_nobodys_person(who: Who) -> None:
    kiosk = create_channel(by=who("zhou.foshan"), username="kiosk.foshan", display_name="终端示例")
    actor = actor_of(kiosk)
    assert (actor.channel, actor.person_token, actor.roles) == ("api", "", frozenset())
    assert actor.hand not in {user.hand for user in (who("he.foshan"), who("zhou.foshan"))}


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"agency_id": None}, "citizen_has_no_agency"),
        ({"roles": ["person"]}, "known_roles"),
        ({"kind": "citizen", "agency_id": None}, "citizen_has_no_role"),
        ({"hand": ""}, "is_somebody"),
        ({"person_token": ""}, "is_somebody"),
        ({"username": "Ä"}, "username"),
    ],
)
def test_the_database_refuses_accounts_that_make_no_sense(
    who: Who, values: dict[str, object], constraint: str
) -> None:
    user = who("he.foshan")
    user.pk, user.username = None, "copy.foshan"
    for name, value in values.items():
        setattr(user, name, value)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        agency_context(agency=FOSHAN),
    ):
        try:
            user.save(force_insert=True)
        except IntegrityError:
            raise
        except Exception as error:  # the row's policy speaks before its constraint where no agency owns it
            raise IntegrityError(f"{constraint}: {error}") from error


def test_preferences_are_kept(who: Who) -> None:
    set_preferences(user=who("he.foshan"), language="en", elder_mode=True, text_size=138, high_contrast=True)
    kept = who("he.foshan")
    assert (kept.language, kept.elder_mode, kept.text_size, kept.high_contrast) == ("en", True, 138, True)
    with pytest.raises(AccountRefused):
        set_preferences(user=kept, language="fr", elder_mode=True, text_size=100, high_contrast=False)


@pytest.fixture
def moved() -> Iterator[list[tuple[str, str]]]:
    """Hands between which queues were moved."""
    found: list[tuple[str, str]] = []

    def hand_over(source: Actor, heir: Actor, now: datetime) -> int:
        found.append((source.hand, heir.hand))
        return 3

    before = provide_hand_over(hand_over)
    yield found
    provide_hand_over(before)


def test_a_queue_is_handed_over(who: Who, now: datetime, moved: list[tuple[str, str]]) -> None:
    he, li = who("he.foshan"), who("li.foshan")
    assert hand_over_queue(by=who("zhou.foshan"), source=he, heir=li, now=now) == 3
    assert moved == [(he.hand, li.hand)]


@pytest.mark.parametrize(
    ("by", "source", "heir", "code"),
    [
        ("he.foshan", "he.foshan", "li.foshan", "not_entitled"),
        ("zhou.wuzhou", "he.foshan", "li.foshan", "not_entitled"),
        ("zhou.foshan", "he.foshan", "lin.wuzhou", "heir"),
        ("zhou.foshan", "he.foshan", "he.foshan", "heir"),
        ("zhou.foshan", "he.foshan", "zheng.foshan", "heir"),  # opens no case
    ],
)
def test_a_queue_goes_to_no_stranger(
    who: Who, now: datetime, moved: list[tuple[str, str]], by: str, source: str, heir: str, code: str
) -> None:
    with pytest.raises(AccountRefused) as refused:
        hand_over_queue(by=who(by), source=who(source), heir=who(heir), now=now)
    assert code_of(refused) == code
    assert moved == []


def test_who_leaves_is_out_at_once_and_his_work_goes_on(
    who: Who, now: datetime, moved: list[tuple[str, str]]
) -> None:
    request = a_request()
    sign_in(request, username="he.foshan", password=PASSWORD, now=now)
    request.session.save()
    code = issue_reset_code(by=who("zhou.foshan"), user=who("he.foshan"), now=now)

    assert leave(by=who("zhou.foshan"), leaver=who("he.foshan"), heir=who("li.foshan"), now=now) == 3

    gone = who("he.foshan")
    assert (gone.is_active, gone.left_on) == (False, date(2026, 11, 20))
    assert not Session.objects.filter(user=gone).exists()
    with agency_context(agency=FOSHAN):
        assert not ResetCode.objects.filter(used_at=None).exists()
    for attempt in (
        lambda: sign_in(a_request(), username="he.foshan", password=PASSWORD, now=now),
        lambda: reset_password(username="he.foshan", code=code, password="a sentence to remember", now=now),
    ):
        with pytest.raises(AccountRefused):
            attempt()


def test_nobody_sends_himself_away_or_somebody_twice(
    who: Who, now: datetime, moved: list[tuple[str, str]]
) -> None:
    boss = who("zhou.foshan")
    with pytest.raises(AccountRefused) as refused:
        leave(by=boss, leaver=boss, heir=who("li.foshan"), now=now)
    assert code_of(refused) == "own"
    leave(by=boss, leaver=who("he.foshan"), heir=who("li.foshan"), now=now)
    with pytest.raises(AccountRefused) as refused:
        leave(by=boss, leaver=who("he.foshan"), heir=who("li.foshan"), now=now)
    assert code_of(refused) == "left"
    assert [act.what for act in acts_of(agency=FOSHAN)] == ["left", "queue_handed_over"]
    with pytest.raises(AccountRefused):
        change_roles(by=boss, user=who("he.foshan"), roles=[Role.CLERK])


def test_nobody_leaves_while_his_work_cannot_be_handed_over(
    who: Who, now: datetime, moved: list[tuple[str, str]]
) -> None:
    provide_hand_over(None)
    with pytest.raises(AccountRefused) as refused:
        leave(by=who("zhou.foshan"), leaver=who("he.foshan"), heir=who("li.foshan"), now=now)
    assert code_of(refused) == "not_wired"
    assert who("he.foshan").is_active
