"""What is remembered of the network is what the transaction would read, and private keys stay private."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from shebaotong.network import api as network
from shebaotong.network.models import Agency, AgreementMember
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.usefixtures("network")

FOSHAN, WUZHOU = "440600", "450400"
DAY = date(2026, 11, 20)


def test_asked_twice_is_read_once() -> None:
    number = network.revision()
    with agency_context(agency=FOSHAN), network.as_of_revision(number):
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                answers = (
                    network.find_agency(code=WUZHOU).city_zh,
                    network.calendar_for(agency=WUZHOU).version,
                    network.signing_key(agency=FOSHAN).kid,
                    sorted(network.public_keys(agency=WUZHOU)),
                    len(network.agreements_in_force(on=DAY)),
                )
        assert len(asked) == 0
    assert answers == (
        network.find_agency(code=WUZHOU).city_zh,
        network.calendar_for(agency=WUZHOU).version,
        f"{FOSHAN}/1",
        [f"{WUZHOU}/1"],
        len(network.agreements_in_force(on=DAY)),
    )


def test_every_change_gives_a_new_revision_and_new_answers(now: datetime) -> None:
    before = network.revision()
    with network.as_of_revision(before):
        members = network.agreements_in_force(on=DAY)[0].members.count()
    with agency_context(agency=FOSHAN):
        network.rotate_signing_key(agency=FOSHAN, now=now + timedelta(days=1))
        rotated = network.revision()
        with network.as_of_revision(rotated):
            assert network.signing_key(agency=FOSHAN).kid == f"{FOSHAN}/2"
            assert len(network.public_keys(agency=FOSHAN)) == 2
        Agency.objects.filter(code=FOSHAN).update(city_zh="禅城")
        renamed = network.revision()
        with network.as_of_revision(renamed):
            assert network.find_agency(code=FOSHAN).city_zh == "禅城"
        gone = AgreementMember.objects.filter(member=FOSHAN).update(left_on=DAY)
        left = network.revision()
        with network.as_of_revision(left):
            after = {m.member_id for a in network.agreements_in_force(on=DAY) for m in a.members.all()}
    assert gone and FOSHAN not in after and members
    assert len({before, rotated, renamed, left}) == 4


def test_a_revision_that_was_rolled_back_is_never_used_again() -> None:
    seen = set()
    for name in ("甲", "乙"):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), agency_context(agency=FOSHAN):
            Agency.objects.filter(code=FOSHAN).update(city_zh=name)
            number = network.revision()
            with network.as_of_revision(number):
                assert network.find_agency(code=FOSHAN).city_zh == name
            seen.add(number)
            raise ZeroDivisionError
    assert len(seen) == 2 and network.revision() not in seen


def test_a_remembered_private_key_is_for_its_own_agency_alone() -> None:
    number = network.revision()
    with network.as_of_revision(number):
        with agency_context(agency=FOSHAN):
            assert network.signing_key(agency=FOSHAN).kid == f"{FOSHAN}/1"
        for context in (agency_context(agency=WUZHOU), transaction.atomic()):
            with context, pytest.raises(network.NoSigningKey):
                network.signing_key(agency=FOSHAN)


def test_the_program_cannot_turn_the_revision_back() -> None:
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE network_revision SET value = 1")
