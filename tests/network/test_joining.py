"""A city joins by one signed accession and needs no other change."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shebaotong.kernel.api import BadSignature, Risk
from shebaotong.network.api import (
    Accession,
    Agency,
    Agreement,
    Allowed,
    NoSigningKey,
    NotAdmitted,
    Refusal,
    admit,
    find_agency,
    may_accept,
    rotate_signing_key,
    sign_accession,
)
from shebaotong.store.api import agency_context

pytestmark = pytest.mark.usefixtures("network")

CODE, ZHONGSHAN, STRANGER, WUZHOU = "one-network-2024", "442000", "520200", "450400"
SEVENTEENTH = "510300"
DAY = date(2026, 11, 20)


def accession(member: str = STRANGER) -> Accession:
    with agency_context(agency=member):
        return sign_accession(agreement=CODE, member=member, signed_on=DAY)


def both_ways(city: str, other: str, on: date = DAY) -> set[type]:
    asked = {"item_code": "unemployment_claim", "risk": Risk.HIGH, "channel": "window", "on": on}
    return {
        type(may_accept(starter=city, owner=other, **asked)),  # type: ignore[arg-type]
        type(may_accept(starter=other, owner=city, **asked)),  # type: ignore[arg-type]
    }


@pytest.mark.row("N1", "a city joins by one signature, and every member serves its people")
def test_a_seventeenth_city_joins_by_one_signature(now: datetime) -> None:
    like = find_agency(code="511100")
    with agency_context(agency=SEVENTEENTH):
        like.code, like.place, like.city_zh, like.city_en = SEVENTEENTH, SEVENTEENTH, "自贡", "Zigong"
        like.save(force_insert=True)
        rotate_signing_key(agency=SEVENTEENTH, now=now)
    others = [m.member_id for m in Agreement.objects.get(code=CODE).members.all()]
    assert len(others) == 16
    assert all(both_ways(SEVENTEENTH, other) == {Refusal} for other in others)

    signed = accession(SEVENTEENTH)
    with agency_context(agency=ZHONGSHAN):
        admit(signed)

    assert all(both_ways(SEVENTEENTH, other) == {Allowed} for other in others)
    assert both_ways(SEVENTEENTH, WUZHOU, on=date(2026, 11, 19)) == {Refusal}
    assert Agency.objects.get(code=SEVENTEENTH).memberships.get().status == "confirmed"


def test_a_city_cannot_enter_itself() -> None:
    signed = accession()
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        agency_context(agency=STRANGER),
    ):
        admit(signed)
    assert both_ways(STRANGER, WUZHOU) == {Refusal}


def test_the_depositary_cannot_sign_for_a_city() -> None:
    with agency_context(agency=ZHONGSHAN), pytest.raises(NoSigningKey):
        sign_accession(agreement=CODE, member=STRANGER, signed_on=DAY)


def test_a_signature_of_another_city_is_refused() -> None:
    signed = accession(WUZHOU)
    forged = Accession(CODE, STRANGER, DAY, signed.signature)
    with agency_context(agency=ZHONGSHAN), pytest.raises(BadSignature):
        admit(forged)


def test_a_signature_holds_for_the_terms_that_were_signed() -> None:
    signed = accession()
    with agency_context(agency=ZHONGSHAN):
        Agreement.objects.filter(code=CODE).update(high_risk="handled")
        with pytest.raises(BadSignature):
            admit(signed)


def test_a_signature_holds_for_its_day() -> None:
    signed = accession()
    earlier = Accession(CODE, STRANGER, date(2024, 12, 10), signed.signature)
    with agency_context(agency=ZHONGSHAN), pytest.raises(BadSignature):
        admit(earlier)


def test_an_unknown_agreement_is_refused() -> None:
    with agency_context(agency=STRANGER), pytest.raises(NotAdmitted, match="no agreement"):
        sign_accession(agreement="nothing", member=STRANGER, signed_on=DAY)


def test_nobody_joins_twice() -> None:
    signed = accession()
    with agency_context(agency=ZHONGSHAN):
        admit(signed)
        with pytest.raises(IntegrityError), transaction.atomic():
            admit(signed)
