"""Any sequence of what is allowed, by any of the cast, in three cities: the engine's promises hold.

What people may do is asked of the engine and done with bodies drawn from the schemas; parcels arrive in any
order and some of them twice. What is refused must have changed nothing; whatever is not a refusal of the
engine is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cases import promises
from cases.conftest import FOSHAN, LIUPANSHUI, WUZHOU, ZHONGSHAN, World, staff
from cases.people import subject_of
from cases.test_ms_du import DU
from shebaotong.accounts.api import person_token
from shebaotong.cases import admin
from shebaotong.cases import api as cases
from shebaotong.cases.arriving import deliver_all
from shebaotong.cases.models import Case
from shebaotong.exchange.api import CarryFailure, LocalTransport, Parcel, relay, work_in
from shebaotong.exchange.models import Inbox
from shebaotong.kernel.api import Actor, Key, Move, Role
from shebaotong.store.api import agency_context
from support.bodies import bodies

CITIES = (FOSHAN, WUZHOU, ZHONGSHAN)
HOMES = {
    "du": FOSHAN,
    "du_drawing": WUZHOU,
    "deng": ZHONGSHAN,
    "visiting": ZHONGSHAN,
    "unemployed": ZHONGSHAN,
    "taiwan": ZHONGSHAN,
}
"""Whose register holds each of the cast; Ms Du of the scenarios is in none."""
SUBJECTS = [DU, *(subject_of(key) for key in HOMES)]
HOME_OF = {subject_of(key)["identifier"]: city for key, city in HOMES.items()}
TOKENS = {subject["identifier"]: person_token(number=subject["identifier"]) for subject in SUBJECTS}
OWN = TOKENS[SUBJECTS[1]["identifier"]]
ALL = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)


def cast() -> list[Actor]:
    """In each city: one who may do everything, two with two roles, one with two accounts, one who is insured
    himself; the first has the same hand in every city. And the insured persons, online."""
    people = []
    for city in CITIES:
        people += [
            Actor(city, "everywhere", frozenset(ALL), "甲"),
            staff(city, "乙", Role.CLERK, Role.REVIEWER),
            staff(city, "丙", Role.REVIEWER, Role.APPROVER),
            staff(city, "丁", Role.CLERK),
            staff(city, "丁", Role.APPROVER),
            staff(city, "本人", *ALL, token=OWN),
        ]
        people += [
            Actor(city, f"person-{token[:8]}", frozenset({Role.PERSON}), "本人", token, channel="online")
            for token in TOKENS.values()
        ]
    return people


CAST = cast()
OF_CITY = {city: [actor for actor in CAST if actor.agency == city] for city in CITIES}
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "subject": st.sampled_from(SUBJECTS),
    "agency": st.sampled_from([*CITIES, LIUPANSHUI, "999999"]),
    "earlier_places": st.lists(st.sampled_from([*CITIES, LIUPANSHUI]), unique=True, max_size=2),
    "code": st.sampled_from(["identity", "bank_account", "written_request", "no_such_material"]),
}


Choice = tuple[cases.Reading, Actor, cases.Action]


def _chosen(random: Random, choices: list[Choice]) -> Choice:
    """What leads on is chosen more often than what any case has, and that more often than mere notes."""
    own = [choice for choice in choices if not choice[2].type.startswith("case.")]
    notes = [choice for choice in choices if choice[2].declared.move is Move.NOTE]
    others = [choice for choice in choices if choice not in own and choice not in notes]
    kinds = [kind for kind in (*[own] * 8, others, notes) if kind]
    return random.choice(random.choice(kinds))


@dataclass
class Wire:
    """Parcels that are under way, and those that have come."""

    parcels: list[Parcel] = field(default_factory=list)
    arrived: list[Parcel] = field(default_factory=list)

    def carry(self, parcels: Sequence[Parcel], *, now: datetime) -> Mapping[Parcel, CarryFailure]:
        self.parcels.extend(parcels)
        return {}

    def let_through(self, chosen: Sequence[Parcel], now: datetime) -> None:
        """To one receiver, in that order."""
        if not chosen:
            return
        for parcel in chosen:
            self.parcels.remove(parcel)
        self.arrived.extend(chosen)
        assert LocalTransport().carry(chosen, now=now) == {}


class AnySequence(RuleBasedStateMachine):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = World(world.now)
        self.wire = Wire()
        self.random = Random(0)
        self.written: dict[tuple[str, Key], Actor] = {}
        self._outer = transaction.atomic()
        self._outer.__enter__()

    def teardown(self) -> None:
        try:
            self._arrive_all()
            self._check_everywhere()
        finally:
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)

    @initialize(
        random=st.randoms(use_true_random=True), data=st.data(), cases_to_begin_with=st.integers(1, 2)
    )
    def begin(self, random: Random, data: st.DataObject, cases_to_begin_with: int) -> None:
        """Who does what is drawn evenly: drawn by Hypothesis itself, long stories would be rare."""
        self.random = random
        for _ in range(cases_to_begin_with):
            clerk = self.random.choice([actor for actor in CAST if actor.display_name == "丁"])
            self._open(data, clerk)

    @rule(data=st.data())
    def meanwhile(self, data: st.DataObject) -> None:
        """What goes on while nobody works on a case."""
        happenings = (self._parcels_arrive, self._parcels_arrive, self._time_passes, self._somebody_looks)
        chance = self.random.random()
        if chance < 0.15:
            self._open(data, self.random.choice(CAST))
        elif chance < 0.2:
            self._a_body_is_erased()
        else:
            self.random.choice(happenings)()

    def _open(self, data: st.DataObject, actor: Actor) -> None:
        item = self.random.choice([item for item in cases.items() if item.for_person])
        schema = cases.entry(item.code).schema(item.opening.code, item.opening.version)
        body = data.draw(bodies(schema.document, KNOWN))
        note(f"{actor.display_name} of {actor.agency} opens {item.code}")
        home = HOME_OF.get(body["subject"]["identifier"], FOSHAN)
        owner = home if self.random.random() < 0.7 else self.random.choice(CITIES)
        opening = cases.Opening(item=item.code, owner=owner, body=body)
        key = self.random.choice(["", "", "once", "twice"])
        before = self._numbers(actor.agency)
        try:
            written = cases.open_case(opening=opening, actor=actor, now=self.world.now, key=key)
        except cases.CaseError:
            assert self._numbers(actor.agency) == before
            return
        token = TOKENS[body["subject"]["identifier"]]
        if not written.repeated:
            assert (Role.PERSON in actor.roles) == (actor.person_token == token), "his own case"
            self._check(actor.agency, written.case_number)

    @rule(data=st.data(), steps=st.integers(2, 8))
    def work(self, data: st.DataObject, steps: int) -> None:
        """Some of what the cast of one city may do with one case, and now and then what they may not."""
        chosen = self._case_to_work_on()
        for _ in range(steps if chosen else 0):
            allowed, denied = self._actions(*chosen)
            if allowed and self.random.random() < 0.9:
                self._write(data, *_chosen(self.random, allowed))
            elif denied:
                self._try_denied(data, *self.random.choice(denied))

    def _case_to_work_on(self) -> tuple[str, str] | tuple[()]:
        """Rather one that leads on than one in which there is nothing to do but talk."""
        held = [(city, number) for city in CITIES for number in self._numbers(city)]
        self.random.shuffle(held)
        for place in held[:4]:
            allowed, _ = self._actions(*place)
            if any(not choice[2].type.startswith("case.") for choice in allowed):
                return place
        return held[0] if held and self.random.random() < 0.3 else ()

    def _actions(self, city: str, number: str) -> tuple[list[Choice], list[Choice]]:
        allowed: list[Choice] = []
        denied: list[Choice] = []
        for actor in OF_CITY[city]:
            try:
                reading = cases.read(number=number, actor=actor)
            except cases.UnknownCase:
                assert Role.PERSON in actor.roles, "staff read every case of their city"
                continue
            for action in reading.actions:
                if action.type == cases.ATTACHMENT:
                    continue
                (allowed if action.allowed else denied).append((reading, actor, action))
                own = actor.person_token in reading.copy.subjects
                assert not action.allowed or own == (Role.PERSON in actor.roles), "his own case"
        return allowed, denied

    def _write(self, data: st.DataObject, reading: cases.Reading, actor: Actor, action: cases.Action) -> None:
        copy = reading.copy
        note(f"{actor.display_name} of {actor.agency} writes {action.type} into {copy.number}")
        body = self._body(data, reading, action)
        writing = cases.Writing(copy.number, action.type, body, revision=copy.revision)
        try:
            written = cases.write(writing=writing, actor=actor, now=self.world.now)
        except cases.NotAllowed as denied:
            about_another = action.declared.move in (Move.INVALIDATE, Move.ACKNOWLEDGE)
            assert about_another, f"offered {action.type}, then denied: {denied}"
            assert cases.read(number=copy.number, actor=actor).copy == copy
            return
        except (cases.NotAccepted, cases.Refused, cases.Objected, cases.InvalidBody) as refused:
            forwarded = action.declared.move is Move.FORWARD
            assert forwarded or not isinstance(refused, cases.InvalidBody), refused
            assert cases.read(number=copy.number, actor=actor).copy == copy
            return
        key = Key(actor.agency, written.document_number, action.declared.reach.value == "internal")
        self.written[copy.number, key] = actor
        self._check(actor.agency, copy.number)

    def _try_denied(
        self, data: st.DataObject, reading: cases.Reading, actor: Actor, action: cases.Action
    ) -> None:
        writing = cases.Writing(reading.copy.number, action.type, self._body(data, reading, action))
        with pytest.raises((cases.NotAllowed, cases.UnknownCase)):
            cases.write(writing=writing, actor=actor, now=self.world.now)
        assert cases.read(number=reading.copy.number, actor=actor).copy == reading.copy

    def _body(self, data: st.DataObject, reading: cases.Reading, action: cases.Action) -> dict[str, Any]:
        prefix, _, name = action.type.partition(".")
        if action.declared.move in (Move.INVALIDATE, Move.ACKNOWLEDGE):
            keys = list(reading.copy.state.applied)
            target = self.random.choice(keys)
            return {"agency": target.agency, "number": target.number, "reason": "写错了"}
        if prefix == admin.PREFIX:
            return data.draw(bodies(admin.SCHEMAS[name].document, KNOWN))
        schema = cases.entry(reading.item.code).schema(name, action.declared.version)
        outcome = reading.outcome.body if reading.outcome and reading.outcome.body else {}
        proposed = [p["body"] for p in outcome.get("proposals", ()) if p["type"] == name]
        drawn: dict[str, Any] = data.draw(bodies(schema.document, KNOWN))
        if proposed and self.random.random() < 0.5:
            together = {**drawn, **self.random.choice(proposed)}
            # What is proposed may need more than what was drawn for another opinion.
            with suppress(cases.InvalidBody):
                schema.check(together)
                return together
        return drawn

    def _parcels_arrive(self) -> None:
        """Some of them, in any order; one that came may come again."""
        self._relay()
        city = self.random.choice(CITIES)
        coming = [parcel for parcel in self.wire.parcels if parcel.receiver == city]
        most = self.random.randint(1, 12)
        self.wire.let_through(self.random.sample(coming, min(most, len(coming))), self.world.now)
        work_in(agency=city, handler=deliver_all, now=self.world.now)
        self._waiting()
        if self.wire.arrived and self.random.random() < 0.3:
            again = self.random.choice(self.wire.arrived)
            with suppress(CarryFailure):
                cases.deliver(again, self.world.now)

    def _time_passes(self) -> None:
        self.world.pass_time(hours=self.random.choice([1, 7, 26, 80, 800]))
        for city in CITIES:
            cases.escalate(agency=city, now=self.world.now)
            cases.settle_due_dates(agency=city, now=self.world.now)

    def _somebody_looks(self) -> None:
        city = self.random.choice(CITIES)
        for number in self._numbers(city)[:3]:
            cases.mark_opened(number=number, actor=OF_CITY[city][1], now=self.world.now)

    def _a_body_is_erased(self) -> None:
        city = self.random.choice(CITIES)
        numbers = self._numbers(city)
        if not numbers:
            return
        number, actor = self.random.choice(numbers), OF_CITY[city][0]
        before = cases.read(number=number, actor=actor).copy
        key = self.random.choice([document.key for document in before.documents])
        cases.erase_body(actor=actor, case_number=number, key=key, order="令字1号", now=self.world.now)
        after = cases.read(number=number, actor=actor).copy
        assert after.state == before.state
        assert all(cases.is_intact(document) for document in after.documents)

    def _relay(self) -> None:
        for city in CITIES:
            while relay(agency=city, transport=self.wire, now=self.world.now):
                pass

    def _arrive_all(self) -> None:
        """Until nothing is under way and nothing waits; what failed for a while is tried again."""
        for _ in range(40):
            self._relay()
            for city in CITIES:
                coming = [parcel for parcel in self.wire.parcels if parcel.receiver == city]
                self.wire.let_through(coming, self.world.now)
                work_in(agency=city, handler=deliver_all, now=self.world.now)
            self._relay()
            if not self._waiting() and not self.wire.parcels:
                return
            self.world.pass_time(hours=1)
        raise AssertionError(f"never worked in: {self._waiting()}")

    def _waiting(self) -> list[tuple[str, str, str]]:
        """What is in an inbox and not worked in; nothing that one of us wrote may be refused for good."""
        found = []
        for city in CITIES:
            with agency_context(agency=city):
                for row in Inbox.objects.filter(agency=city, done_at__isnull=True):
                    assert row.dead_at is None and "broke" not in row.error, (row.reference, row.error)
                    found.append((city, row.reference, row.error))
        return found

    def _numbers(self, city: str) -> list[str]:
        with agency_context(agency=city):
            return list(Case.objects.filter(agency=city).order_by("id").values_list("number", flat=True))

    def _check(self, city: str, number: str) -> cases.Copy:
        copy = cases.read(number=number, actor=OF_CITY[city][0]).copy
        promises.never_two_ends(copy)
        promises.the_clock_never_runs_backward(copy, self.world.now)
        promises.four_eyes(copy, copy.state.item)
        return copy

    def _check_everywhere(self) -> None:
        copies: dict[str, list[cases.Copy]] = {}
        for city in CITIES:
            for number in self._numbers(city):
                copies.setdefault(number, []).append(self._check(city, number))
        for number, held in copies.items():
            first = held[0]
            assert {copy.agency for copy in held} == set(first.state.participants) & set(CITIES), number
            for copy in held[1:]:
                assert promises.differences(first, copy) == {}, number
            assert not first.state.pending, number
        for city in CITIES:
            assert cases.rebuild(agency=city, swap=False).differing == 0


@pytest.mark.db
@pytest.mark.slow
@pytest.mark.usefixtures("people")
def test_the_promises_hold_whatever_is_done_in_whatever_order(world: World) -> None:
    run_state_machine_as_test(
        lambda: AnySequence(world),
        settings=settings(
            max_examples=100 if settings.get_current_profile_name() == "thorough" else 6,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
            # A failure says what was done, step by step; making it smaller would take minutes.
            phases=[Phase.reuse, Phase.generate],
            report_multiple_bugs=False,
            print_blob=False,
        ),
    )
