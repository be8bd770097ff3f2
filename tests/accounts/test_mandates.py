"""Mandates: taken at a window or given online, for named matters, until a day, and revoked at once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from shebaotong.accounts.api import (
    AccountRefused,
    Act,
    Mandate,
    Person,
    User,
    create_citizen,
    give_mandate,
    mandates_given,
    mandates_held,
    may_act,
    person_token,
    revoke_mandate,
)
from shebaotong.store.api import agency_context
from support.accounts import Who

DENG = Person(person_token(number="45040019590101001X"), "邓示例")
DAUGHTER = Person(person_token(number="45040019880101002X"), "邓女示例")
TODAY = date(2026, 11, 20)
END = date(2027, 11, 20)


@pytest.fixture
def deng(who: Who) -> User:
    return create_citizen(username="deng.demo", display_name="邓示例", number="45040019590101001X")


def give(by: User, now: datetime, *, items: Iterable[str] = (), until: date = END) -> Mandate:
    return give_mandate(
        taken_by=by,
        person=DENG,
        proxy=DAUGHTER,
        acts=[Act.APPLY, Act.TRACK],
        items=items,
        valid_until=until,
        now=now,
    )


def allowed(*, item: str = "rights_record", act: Act = Act.APPLY, on: date = TODAY) -> bool:
    return may_act(proxy=DAUGHTER.token, person=DENG.token, item=item, act=act, on=on) is not None


@pytest.mark.row("E2", "authorised relatives as proxies")
def test_a_mandate_taken_at_a_window_lets_the_proxy_act(who: Who, now: datetime) -> None:
    assert not allowed()
    made = give(who("lin.wuzhou"), now)
    assert (made.agency_id, made.taken_by) == ("450400", "lin.wuzhou")
    assert allowed()
    assert not allowed(act=Act.RECEIVE)
    assert may_act(proxy=DENG.token, person=DAUGHTER.token, item="x", act=Act.APPLY, on=TODAY) is None


def test_a_mandate_for_named_items_holds_for_these(who: Who, now: datetime) -> None:
    give(who("lin.wuzhou"), now, items=["rights_record"])
    assert allowed(item="rights_record")
    assert not allowed(item="retirement_claim")


def test_a_mandate_ends_on_its_day(who: Who, now: datetime) -> None:
    give(who("lin.wuzhou"), now)
    assert not allowed(on=TODAY - timedelta(days=1))
    assert allowed(on=END)
    assert not allowed(on=END + timedelta(days=1))


def test_a_person_gives_and_revokes_online(deng: User, now: datetime) -> None:
    made = give(deng, now)
    assert made.agency_id is None
    assert [held.person_name for held in mandates_held(proxy=DAUGHTER.token, on=TODAY)] == ["邓示例"]
    revoke_mandate(by=deng, mandate=made, now=now)
    assert not allowed()
    assert mandates_held(proxy=DAUGHTER.token, on=TODAY) == ()
    assert [given.revoked_at for given in mandates_given(person=DENG.token)] == [now]


def test_a_person_revokes_what_a_window_has_taken(who: Who, deng: User, now: datetime) -> None:
    made = give(who("lin.wuzhou"), now)
    revoke_mandate(by=deng, mandate=made, now=now)
    assert not allowed()


def test_nobody_else_gives_or_revokes(who: Who, deng: User, now: datetime) -> None:
    stranger = create_citizen(username="other.demo", display_name="旁人示例", number="11010519491231002X")
    made = give(deng, now)
    for somebody in (stranger, who("chen.zhongshan")):
        with pytest.raises(AccountRefused) as refused:
            give(somebody, now)
        assert refused.value.code == "not_entitled"
    for somebody in (stranger, who("lin.wuzhou")):
        with pytest.raises(AccountRefused):
            revoke_mandate(by=somebody, mandate=made, now=now)
    assert allowed()


@pytest.mark.parametrize("until", [TODAY - timedelta(days=1), date(2032, 1, 1)])
def test_a_mandate_neither_begins_ended_nor_lasts_for_ever(who: Who, now: datetime, until: date) -> None:
    with pytest.raises(AccountRefused) as refused:
        give(who("lin.wuzhou"), now, until=until)
    assert refused.value.code == "validity"


def test_a_mandate_is_to_another_person_and_for_something(who: Who, now: datetime) -> None:
    lin = who("lin.wuzhou")
    with pytest.raises(AccountRefused) as oneself:
        give_mandate(taken_by=lin, person=DENG, proxy=DENG, acts=[Act.APPLY], valid_until=END, now=now)
    with pytest.raises(AccountRefused) as nothing:
        give_mandate(taken_by=lin, person=DENG, proxy=DAUGHTER, acts=[], valid_until=END, now=now)
    assert (oneself.value.code, nothing.value.code) == ("self", "acts")


def test_a_clerk_writes_down_no_mandate_of_his_own_nor_to_himself(who: Who, now: datetime) -> None:
    lin = who("lin.wuzhou")
    herself = Person(lin.person_token, lin.display_name)
    for person, proxy in ((DENG, herself), (herself, DAUGHTER)):
        with pytest.raises(AccountRefused) as refused:
            give_mandate(taken_by=lin, person=person, proxy=proxy, acts=[Act.APPLY], valid_until=END, now=now)
        assert refused.value.code == "own" and "请找同事办" in refused.value.reason.zh
    with agency_context(agency="450400"):
        assert not Mandate.objects.exists()


def test_another_city_sees_no_mandate_in_its_own_name(who: Who, now: datetime) -> None:
    give(who("lin.wuzhou"), now)
    with agency_context(agency="520200"):
        assert not Mandate.objects.exists()
