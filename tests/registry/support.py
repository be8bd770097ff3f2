"""Records for the tests of the registry, made through the models."""

from __future__ import annotations

from datetime import date
from typing import Any

from shebaotong.kernel.api import Month, Period
from shebaotong.registry.models import Employer, Enrolment, IdentityDocument, Person

FOSHAN, WUZHOU = "440600", "450400"


def add_person(agency: str = WUZHOU, **fields: Any) -> Person:
    given: dict[str, Any] = {
        "name": "杜月华",
        "pinyin": "du yue hua",
        "sex": "F",
        "birth": date(1976, 2, 15),
        "hukou_region": "450400",
        "synthetic": True,
    }
    return Person.objects.create(agency=agency, **{**given, **fields})


def add_document(
    person: Person, number: str = "450499197602151826", kind: str = "resident"
) -> IdentityDocument:
    return IdentityDocument.objects.create(
        agency=person.agency,
        person=person,
        kind=kind,
        number=number,
        key=number,
        raw=number,
        last_four=number[-4:],
    )


def add_employer(agency: str = WUZHOU, uscc: str = "91450400MA00000001") -> Employer:
    return Employer.objects.create(agency=agency, uscc=uscc, name="演示厂", region=agency, synthetic=True)


def add_enrolment(person: Person, start: str, end: str | None, **fields: Any) -> Enrolment:
    return Enrolment.objects.create(
        agency=person.agency,
        person=person,
        kind=fields.pop("kind", "employee_pension"),
        period=Period(Month.parse(start), Month.parse(end) if end else None),
        **fields,
    )
