"""What the engine promises whatever the item: once, in any order, erasable, unseen by strangers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from cases.conftest import FOSHAN, LIUPANSHUI, SHENZHEN, WUZHOU, ZUNYI, World, staff
from cases.test_ms_du import CHEN, DU, HE, LIN, ask, claim, do
from shebaotong.accounts import api as accounts
from shebaotong.cases import agreed, opening
from shebaotong.cases import api as cases
from shebaotong.exchange.api import CarryFailure, Parcel
from shebaotong.kernel.api import SHANGHAI, Actor, Key, Role, Status
from shebaotong.network.api import Agreement
from shebaotong.store.api import agency_context

STRANGER = staff(LIUPANSHUI, "陌生人", Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)


ANOTHER = {**DU, "identifier": "440699197301010025", "name": "试甲"}


def application(**changes: Any) -> dict[str, Any]:
    return {
        "subject": DU,
        "category": "female50",
        "wanted_from": "2026-12",
        "earlier_places": [],
        "deemed_years": False,
        "by_proxy": False,
        "materials": [],
        **changes,
    }


def open_at(world: World, actor: Actor, owner: str, key: str = "", **changes: Any) -> cases.Written:
    opening = cases.Opening(item="retirement_claim", owner=owner, body=application(**changes))
    return cases.open_case(opening=opening, actor=actor, now=world.now, key=key)


@pytest.mark.db
def test_the_same_key_again_is_the_same_answer(world: World) -> None:
    first = open_at(world, HE, FOSHAN, key="k1")
    again = open_at(world, HE, FOSHAN, key="k1")
    assert again.repeated and again.case_number == first.case_number
    with pytest.raises(cases.KeyReused):
        open_at(world, HE, FOSHAN, key="k1", deemed_years=True)


@pytest.mark.db
def test_a_stale_edit_is_refused(world: World) -> None:
    number = open_at(world, HE, FOSHAN).case_number
    seen = cases.read(number=number, actor=HE).copy.revision
    do(world, number, HE, "case.message", {"text": "一"})
    writing = cases.Writing(case_number=number, type="case.message", body={"text": "二"}, revision=seen)
    with pytest.raises(cases.StaleEdit):
        cases.write(writing=writing, actor=HE, now=world.now)


@pytest.mark.db
def test_a_second_claim_at_the_same_city_meets_the_first(world: World) -> None:
    first = open_at(world, HE, FOSHAN)
    second = open_at(world, HE, FOSHAN)
    assert second.joined and second.case_number == first.case_number


@pytest.mark.db
def test_a_request_that_joined_is_answered_alike_when_the_case_has_ended(world: World) -> None:
    """The answer was lost, the case ended, and the same request opened another one."""
    first = open_at(world, HE, FOSHAN, key="k1").case_number
    joined = open_at(world, HE, FOSHAN, key="k2")
    assert joined.joined and not joined.repeated
    do(world, first, HE, "case.withdraw", {"reason": "本人不办了"})
    again = open_at(world, HE, FOSHAN, key="k2")
    assert (again.case_number, again.joined, again.repeated) == (first, True, True)
    with pytest.raises(cases.KeyReused):
        open_at(world, HE, FOSHAN, key="k2", deemed_years=True)
    assert open_at(world, HE, FOSHAN).case_number != first, "without a key it is a new request"


@pytest.mark.db
@pytest.mark.row("K1", "the same claim at a second window meets the first one and joins it")
def test_a_second_claim_at_another_city_joins_the_first(world: World) -> None:
    nanning = staff("450100", "南宁", Role.CLERK)
    first = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    second = open_at(world, nanning, FOSHAN).case_number
    world.carry()
    assert first != second
    ended = cases.read(number=second, actor=nanning).copy.state
    assert (ended.status, ended.ending, ended.joined) == (Status.ENDED, "joined", first)
    there = cases.read(number=first, actor=nanning).copy
    here = cases.read(number=first, actor=LIN).copy
    owner = cases.read(number=first, actor=HE).copy
    assert there.state.participants == (WUZHOU, FOSHAN, "450100")
    assert there.state == here.state == owner.state


@pytest.mark.db
def test_copies_are_equal_after_any_carrying(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    do(world, number, LIN, "case.message", {"text": "补充说明"})
    world.carry()
    world.carry()
    here = cases.read(number=number, actor=LIN).copy.state
    there = cases.read(number=number, actor=HE).copy.state
    assert here == there and there.turn == FOSHAN


@pytest.mark.db
def test_an_erased_body_leaves_a_case_that_folds_and_rebuilds(world: World) -> None:
    number = open_at(world, HE, FOSHAN).case_number
    before = cases.read(number=number, actor=HE).copy.state
    erased = cases.erase_body(
        actor=HE, case_number=number, key=Key(FOSHAN, 1), order="个保法第四十七条 令字1号", now=world.now
    )
    assert erased
    reading = cases.read(number=number, actor=HE)
    assert reading.copy.state == before and reading.subject is None
    row = cases.inbox(agency=FOSHAN, bucket="act").rows[0]
    assert (row.number, row.subject_name, row.subject_masked) == (number, "", "")
    for found_by in ("杜月华", "duyuehua", "002X"):
        assert cases.search(agency=FOSHAN, text=found_by) == ()
    assert cases.rebuild(agency=FOSHAN).differing == 0


@pytest.mark.db
@pytest.mark.parametrize("carried", [False, True])
def test_an_erased_body_stands_in_no_parcel_and_travels_no_more(world: World, carried: bool) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    if carried:
        world.carry()
    order = {"order": "令字1号", "now": world.now, "case_number": number, "key": Key(WUZHOU, 1)}
    assert cases.erase_body(actor=LIN, **order)
    if carried:
        assert cases.erase_body(actor=HE, **order)
    world.carry()
    for agency in (WUZHOU, FOSHAN):
        with agency_context(agency=agency), connection.cursor() as cursor:
            cursor.execute("SELECT parcel FROM exchange_outbox UNION ALL SELECT parcel FROM exchange_inbox")
            assert not any(DU["identifier"] in parcel for (parcel,) in cursor.fetchall())
    here = cases.read(number=number, actor=LIN).copy
    there = cases.read(number=number, actor=HE).copy
    assert here.state == there.state and there.documents[0].body is None


@pytest.mark.db
def test_rebuilding_changes_nothing(world: World) -> None:
    number = claim(world, [WUZHOU])
    child = ask(world, number)
    do(world, child, LIN, "assistance.answer", {"status": "none", "note": ""})
    world.carry()
    for agency in (FOSHAN, WUZHOU):
        result = cases.rebuild(agency=agency)
        assert result.cases >= 1 and result.documents >= 2 and result.differing == 0


@pytest.mark.db
@pytest.mark.row("N1", "a city that takes no part sees and finds nothing")
def test_a_stranger_is_refused_everything(world: World) -> None:
    number = claim(world, [WUZHOU])
    child = ask(world, number)
    for case_number in (number, child):
        with pytest.raises(cases.UnknownCase):
            cases.read(number=case_number, actor=STRANGER)
        with pytest.raises(cases.UnknownCase):
            do(world, case_number, STRANGER, "case.message", {"text": "看看"})
    for text in (number, "杜月华", "duyuehua", "002X"):
        assert cases.search(agency=LIUPANSHUI, text=text) == ()
    assert all(not cases.inbox(agency=LIUPANSHUI, bucket=b).rows for b in cases.BUCKETS)
    with agency_context(agency=LIUPANSHUI), connection.cursor() as cursor:
        for table in ("cases_document", "cases_body", "cases_receipt", "cases_case", "cases_token"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.db
def test_no_agreement_no_acceptance(world: World) -> None:
    shenzhen = staff(SHENZHEN, "深圳", Role.CLERK)
    with pytest.raises(cases.NotAccepted) as refused:
        open_at(world, shenzhen, ZUNYI)
    assert refused.value.reason.zh and refused.value.where_instead


@pytest.mark.db
def test_an_agreement_begins_at_midnight_in_china(world: World) -> None:
    begins = datetime(2023, 3, 1, 0, 10, tzinfo=SHANGHAI).astimezone(UTC)
    item = cases.item("retirement_claim")
    cases.check_agreement(item, WUZHOU, FOSHAN, "window", begins)
    with pytest.raises(cases.NotAccepted):
        cases.check_agreement(item, WUZHOU, FOSHAN, "window", begins - timedelta(minutes=11))


def end_agreements(day: date) -> None:
    for agreement in list(Agreement.objects.all()):
        with agency_context(agency=agreement.depositary_id):
            Agreement.objects.filter(pk=agreement.pk).update(valid_until=day)


@pytest.mark.db
@pytest.mark.parametrize(("late", "taken"), [(1, True), (14, True), (16, False)])
def test_accepted_on_an_agreements_last_day_it_may_arrive_later(world: World, late: int, taken: bool) -> None:
    end_agreements(world.now.date())
    number = open_at(world, LIN, FOSHAN).case_number
    world.pass_time(days=late)
    with pytest.raises(cases.NotAccepted):
        cases.check_agreement(cases.item("retirement_claim"), WUZHOU, FOSHAN, "window", world.now)
    world.carry()
    if not taken:
        with pytest.raises(cases.UnknownCase):
            cases.read(number=number, actor=HE)
        return
    state = cases.read(number=number, actor=HE).copy.state
    due = state.clock.due_at
    assert state.owner == FOSHAN and due is not None and due > world.now, "the limit runs from the delivery"


@pytest.mark.db
def test_what_is_dated_after_the_agreement_is_not_taken_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city whose engine asks nobody."""
    end_agreements(world.now.date() - timedelta(days=1))
    with monkeypatch.context() as patched:
        patched.setattr(opening, "check_agreement", lambda *asked: None)
        number = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    with pytest.raises(cases.UnknownCase):
        cases.read(number=number, actor=HE)


@pytest.mark.db
def test_handed_on_it_is_not_dated_before_what_its_author_had_seen(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    copy = cases.read(number=number, actor=HE).copy
    first = copy.documents[0]
    earlier = replace(
        first.envelope, author=FOSHAN, heads={WUZHOU: 1}, claimed_at=world.now - timedelta(days=3)
    )
    handed_on = replace(first, envelope=earlier)
    assert agreed.day_of_acceptance(handed_on, copy, world.now) == first.envelope.claimed_at
    ahead = replace(first, envelope=replace(first.envelope, claimed_at=world.now + timedelta(days=3)))
    assert agreed.day_of_acceptance(ahead, copy, world.now) == world.now


@pytest.mark.db
@pytest.mark.parametrize(
    "kind", ["lump_sum.review", "case.refund", "review.review", "retirement_claim.refund"]
)
def test_only_documents_of_the_cases_own_item_are_written(world: World, kind: str) -> None:
    """The names of two items' documents may be the same: a claim for a lump sum has a review too."""
    number = claim(world, [])
    body = {"opinion": "agree", "payable_from": "2026-12", "monthly_amount_fen": 1, "contribution_months": 1}
    with pytest.raises(cases.UnknownItem):
        cases.write(writing=cases.Writing(number, kind, body), actor=CHEN, now=world.now)


@pytest.mark.db
def test_what_a_stranger_sends_is_refused(world: World) -> None:
    number = open_at(world, LIN, FOSHAN).case_number
    world.carry()
    parcel = Parcel(LIUPANSHUI, FOSHAN, number, "document", "d/x/1", "{}")
    with pytest.raises(CarryFailure) as failure:
        cases.deliver(parcel, world.now)
    assert failure.value.permanent


@pytest.mark.db
def test_nobody_handles_his_own_case(world: World) -> None:
    token = accounts.person_token(number=DU["identifier"])
    himself = staff(FOSHAN, "杜", Role.CLERK, Role.REVIEWER, token=token)
    with pytest.raises(cases.NotAllowed) as denied:
        open_at(world, himself, FOSHAN)
    assert denied.value.denial is cases.Denial.OWN_CASE
    number = open_at(world, HE, FOSHAN).case_number
    assert all(a.denial is not None for a in cases.read(number=number, actor=himself).actions)
    with pytest.raises(cases.NotAllowed) as denied:
        cases.claim(actor=himself, number=number, now=world.now)
    assert denied.value.denial is cases.Denial.OWN_CASE
    assert not cases.holds(actor=himself, number=number) and cases.claim_next(actor=CHEN, now=world.now)


@pytest.mark.db
def test_two_accounts_of_one_person_are_one_pair_of_eyes(world: World) -> None:
    number = claim(world, [])
    same_hand = Actor(FOSHAN, HE.hand, frozenset({Role.REVIEWER}), "别名")
    found = {a.type: a.denial for a in cases.read(number=number, actor=same_hand).actions}
    assert found["retirement_claim.review"] is cases.Denial.FOUR_EYES
    allowed = {a.type: a.denial for a in cases.read(number=number, actor=CHEN).actions}
    assert allowed["retirement_claim.review"] is None


@pytest.mark.db
def test_work_is_claimed_by_one(world: World) -> None:
    number = claim(world, [])
    colleague = staff(FOSHAN, "同事", Role.REVIEWER)
    assert cases.claim_next(actor=CHEN, now=world.now) == number
    assert cases.claim_next(actor=colleague, now=world.now) is None
    assert cases.claim(actor=colleague, number=number, now=world.now) == CHEN.display_name
    namesake = Actor(FOSHAN, "another hand", frozenset({Role.REVIEWER}), CHEN.display_name)
    assert cases.claim(actor=namesake, number=number, now=world.now) == CHEN.display_name
    assert cases.holds(actor=CHEN, number=number) and not cases.holds(actor=namesake, number=number)
    assert not cases.release(actor=colleague, number=number)
    assert cases.release(actor=CHEN, number=number)
    assert cases.claim_next(actor=colleague, now=world.now) == number


@pytest.mark.db
def test_who_has_accepted_a_case_is_not_given_it_to_check(world: World) -> None:
    """Held by him it was given to nobody else, and each time he gave it back he got it again."""
    both = staff(FOSHAN, "多面手", Role.CLERK, Role.REVIEWER)
    number = open_at(world, both, FOSHAN).case_number
    assert cases.read(number=number, actor=both).copy.state.step == "review"
    assert cases.claim_next(actor=both, now=world.now) is None
    other = open_at(world, HE, FOSHAN, subject=ANOTHER).case_number
    assert cases.claim_next(actor=both, now=world.now) == other
    assert cases.claim_next(actor=CHEN, now=world.now) == number


@pytest.mark.db
def test_nobody_is_given_what_four_eyes_keep_from_him(world: World) -> None:
    """Who may review everything else does not take, and hold, the claim that he has accepted himself."""
    both = Actor(FOSHAN, HE.hand, frozenset({Role.CLERK, Role.REVIEWER}), HE.display_name)
    number = claim(world, [WUZHOU])
    assert cases.claim_next(actor=both, now=world.now) == number, "as a clerk he asks the other city"
    do(world, number, both, "retirement_claim.skip_assistance", {"reason": "已经问过"})
    found = {a.type: a.denial for a in cases.read(number=number, actor=both).actions}
    assert found["retirement_claim.review"] is cases.Denial.FOUR_EYES
    assert cases.claim_next(actor=both, now=world.now) is None
    assert cases.inbox(agency=FOSHAN, bucket="act").rows[0].holder == ""
    other = {"identifier_kind": "resident", "identifier": "450499197602151826", "name": "杜月花"}
    behind = claim(world, [WUZHOU], person=other)
    assert cases.claim_next(actor=both, now=world.now) == behind, "what comes after it he is given"
    assert cases.claim_next(actor=CHEN, now=world.now) == number
    holders = {row.number: row.holder for row in cases.inbox(agency=FOSHAN, bucket="act").rows}
    assert holders == {number: CHEN.display_name, behind: HE.display_name}
    assert [row.holder for row in cases.search(agency=FOSHAN, text=number)] == [CHEN.display_name]


@pytest.mark.db
def test_a_claim_ends_with_the_work(world: World) -> None:
    """The clerk is done; the reviewer is given what waits for him, and the clerk holds it no more."""
    number = claim(world, [WUZHOU])
    assert cases.claim_next(actor=HE, now=world.now) == number
    do(world, number, HE, "case.message", {"text": "请稍候"})
    assert cases.holds(actor=HE, number=number), "a mere note changes nothing"
    do(world, number, HE, "retirement_claim.skip_assistance", {"reason": "已经问过"})
    assert not cases.holds(actor=HE, number=number)
    assert cases.claim_next(actor=CHEN, now=world.now) == number
    do(world, number, CHEN, "case.close", {"reason": "重复"})
    assert not cases.holds(actor=CHEN, number=number)


@pytest.mark.db
def test_each_finds_the_work_of_his_own_post(world: World) -> None:
    """A clerk does not take what waits for a reviewer, nor is it counted among his own."""
    number = claim(world, [WUZHOU])

    def seen_by(*roles: Role) -> tuple[list[str], int, int]:
        rows = cases.inbox(agency=FOSHAN, bucket="act", roles=roles).rows
        counted = cases.counts(agency=FOSHAN, now=world.now, roles=roles)
        return [row.number for row in rows], counted.act.number, counted.everybody.number

    assert cases.inbox(agency=FOSHAN, bucket="act").rows[0].duty == "clerk"
    assert seen_by(Role.CLERK) == seen_by(Role.CLERK, Role.APPROVER) == ([number], 1, 1)
    assert seen_by(Role.REVIEWER) == ([], 0, 1)
    assert cases.claim_next(actor=CHEN, now=world.now) is None
    body = {"reason": "没有在别处参保"}
    writing = cases.Writing(case_number=number, type="retirement_claim.skip_assistance", body=body)
    cases.write(writing=writing, actor=HE, now=world.now)
    assert seen_by(Role.CLERK) == ([], 0, 1)
    assert seen_by(Role.REVIEWER) == seen_by(*Role) == ([number], 1, 1)
    assert cases.claim_next(actor=HE, now=world.now) is None
    assert cases.claim_next(actor=CHEN, now=world.now) == number


@pytest.mark.db
def test_five_misses_lock_the_number(world: World) -> None:
    number = open_at(world, HE, FOSHAN).case_number
    found = cases.track(agency=FOSHAN, number=number, last_four="002x", now=world.now)
    assert found is not None
    for _ in range(5):
        assert cases.track(agency=FOSHAN, number=number, last_four="0000", now=world.now) is None
    with pytest.raises(cases.TrackingLocked):
        cases.track(agency=FOSHAN, number=number, last_four="002X", now=world.now)
    world.pass_time(minutes=31)
    assert cases.track(agency=FOSHAN, number=number, last_four="002X", now=world.now) is not None


@pytest.mark.db
def test_a_body_that_its_schema_does_not_allow_is_refused_whole(world: World) -> None:
    with pytest.raises(cases.InvalidBody) as bad:
        open_at(world, HE, FOSHAN, category="other", extra="x")
    assert {e.rule for e in bad.value.errors} == {"enum", "additionalProperties"}
    assert not cases.inbox(agency=FOSHAN, bucket="act").rows
