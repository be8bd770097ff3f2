"""Who a made-up person is: name, sex, documents, telephone."""

from __future__ import annotations

from datetime import date
from random import Random

from shebaotong.lab.people import numbers
from shebaotong.lab.people.life import Document, Life
from shebaotong.lab.people.names import foreign_name, given_name, make_name
from shebaotong.lab.people.places import City

_LAST_FIFTEEN = date(1985, 1, 1)
"""Who was born later never got a number of 15 digits in practice: cards of 18 came before they turned 16."""
_REGIONS = ("810000", "820000", "830000")


def citizen(random: Random, index: int, birth: date, home: City) -> Life:
    """With a resident number; older people often with their former one as well, a few with another name."""
    sex = random.choice("MF")
    name = make_name(random, home.group, sex)
    number = numbers.resident_number(home.place, birth, sex, random.randrange(500))
    documents = [Document("resident", number)]
    if birth < _LAST_FIFTEEN and random.random() < 0.15:
        documents.append(Document("resident_15", numbers.shorter(number)))
    renamed = None
    former = ""
    if random.random() < 0.015 and "·" not in name:
        former = name[0] + given_name(random, sex)
        renamed = date(birth.year + 18, 6, 1)
    return Life(
        name=name,
        sex=sex,
        birth=birth,
        place=home.place,
        phone=numbers.phone(index) if random.random() < 0.93 else "",
        documents=tuple(documents),
        former_name=former if former != name else "",
        renamed=renamed if former != name else None,
        wage=random.choice((60, 60, 60, 75, 90, 100, 120, 150, 200, 300)),
    )


def stranger(random: Random, index: int, birth: date) -> Life:
    """With a permit, a foreigner's card or a passport; some with two documents of one person."""
    sex = random.choice("MF")
    form = random.choice(("hong_kong", "taiwan", "residence", "foreign", "passport"))
    name = foreign_name(random) if form in ("foreign", "passport") else make_name(random, "guangdong", sex)
    if form == "hong_kong":
        permit = numbers.hong_kong_permit(random.randrange(10**6))
        documents = [Document("travel_hk_mo", permit), Document("travel_hk_mo_11", f"{permit}01")]
    elif form == "taiwan":
        documents = [Document("travel_tw", numbers.taiwan_permit(random.randrange(10**6)))]
    elif form == "residence":
        number = numbers.residence_permit(random.choice(_REGIONS), birth, sex, random.randrange(5))
        documents = [Document(_residence_kind(number), number)]
    elif form == "foreign":
        card = numbers.foreigner_card("44", birth, random.randrange(1000))
        passport = Document("passport", numbers.passport(index), numbers.NO_COUNTRY)
        documents = [Document("foreign_2023", card), passport]
    else:
        documents = [Document("passport", numbers.passport(index), numbers.NO_COUNTRY)]
    return Life(
        name=name,
        sex=sex,
        birth=birth,
        place="",
        phone=numbers.phone(index),
        documents=tuple(documents),
        wage=random.choice((100, 150, 200, 300)),
    )


def _residence_kind(number: str) -> str:
    return {"81": "residence_hk", "82": "residence_mo", "83": "residence_tw"}[number[:2]]
