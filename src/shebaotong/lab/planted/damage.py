"""The ways in which one person's identity differs between two provinces' files.

Each kind changes a clean person into what the second province holds. The first file holds the person as
``before`` makes them (a rare name, a permit), or as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from random import Random

import opencc

from shebaotong.lab.planted.people import (
    Person,
    make_long_name,
    make_name,
    make_person,
    make_rare_name,
    permit_number,
    resident_number,
)

_LOOKALIKES = {
    "0": "8",
    "1": "7",
    "2": "3",
    "3": "8",
    "4": "9",
    "5": "6",
    "6": "8",
    "7": "1",
    "8": "3",
    "9": "4",
}
_LETTERS = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
_HEARD = {
    "伟": "玮",
    "静": "婧",
    "军": "君",
    "丽": "莉",
    "艳": "燕",
    "明": "铭",
    "芳": "方",
    "辉": "晖",
    "英": "瑛",
}
_SUBSTITUTES = {"堃": "坤", "喆": "哲", "昇": "升", "䶮": "龑", "㛃": "洁", "曌": "照"}


@cache
def _simplified_to_traditional() -> opencc.OpenCC:
    """Made when it is needed: its tables take 25 MB."""
    return opencc.OpenCC("s2t")


@dataclass(frozen=True, slots=True)
class Damage:
    name: str
    how: str
    """For the published page: what was done."""
    after: Callable[[Random, Person], Person]
    before: Callable[[Random, Person], Person] = lambda _random, person: person
    same_person: bool = True
    """False for a trap: two persons who look like one."""


def _clean(_random: Random, person: Person) -> Person:
    return person


def _typed_differently(_random: Random, person: Person) -> Person:
    """Full-width digits and blanks: what forms and spreadsheets do."""
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char.lower() for char in person.number)
    return replace(person, number=f" {wide} ", name=" ".join(person.name))


def _fifteen(_random: Random, person: Person) -> Person:
    return replace(person, number=person.number[:6] + person.number[8:17])


def _fifteen_undated(random: Random, person: Person) -> Person:
    return replace(_fifteen(random, person), birth=None)


def _wrong_check(random: Random, person: Person) -> Person:
    others = [char for char in "0123456789X" if char != person.number[17]]
    return replace(person, number=person.number[:17] + random.choice(others))


def _transposed(random: Random, person: Person) -> Person:
    places = [place for place in range(16) if person.number[place] != person.number[place + 1]]
    at = random.choice(places)
    digits = list(person.number)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return replace(person, number="".join(digits))


def _lookalike_digit(random: Random, person: Person) -> Person:
    return _with_character(person, random.randrange(17), _LOOKALIKES)


def _letter_for_digit(random: Random, person: Person) -> Person:
    places = [place for place in range(17) if person.number[place] in _LETTERS]
    return _with_character(person, random.choice(places), _LETTERS) if places else person


def _with_character(person: Person, at: int, table: dict[str, str]) -> Person:
    number = person.number
    return replace(person, number=number[:at] + table[number[at]] + number[at + 1 :])


def _lost_digit(random: Random, person: Person) -> Person:
    at = random.randrange(6, 17)
    return replace(person, number=person.number[:at] + person.number[at + 1 :])


def _new_number(random: Random, person: Person) -> Person:
    assert person.birth is not None
    return replace(person, number=resident_number(random, person.birth, person.sex))


def _with_permit(random: Random, person: Person) -> Person:
    return replace(person, number=permit_number(random))


def _renewed_permit(_random: Random, person: Person) -> Person:
    return replace(person, number=person.number[:-2] + f"{int(person.number[-2:]) + 1:02d}")


def _traditional(_random: Random, person: Person) -> Person:
    return replace(person, name=_simplified_to_traditional().convert(person.name))


def _simplified(random: Random, person: Person) -> Person:
    """A name that traditional characters change."""
    while _simplified_to_traditional().convert(person.name) == person.name:
        person = replace(person, name=make_name(random, person.sex))
    return person


def _long_name(random: Random, person: Person) -> Person:
    return replace(person, name=make_long_name(random))


def _other_dot(random: Random, person: Person) -> Person:
    return replace(person, name=person.name.replace("·", random.choice((".", "•", "・", ""))))


def _rare_name(random: Random, person: Person) -> Person:
    return replace(person, name=make_rare_name(random, person.sex))


def _substituted(random: Random, person: Person) -> Person:
    last = person.name[-1]
    return replace(person, name=person.name[:-1] + _SUBSTITUTES.get(last, random.choice("*?")))


def _heard_name(random: Random, person: Person) -> Person:
    return replace(person, name=person.name[0] + random.choice(list(_HEARD)))


def _written_as_heard(_random: Random, person: Person) -> Person:
    return replace(person, name=person.name[:-1] + _HEARD[person.name[-1]])


def _renamed(random: Random, person: Person) -> Person:
    return replace(person, name=make_name(random, person.sex))


def _birth_typo(random: Random, person: Person) -> Person:
    assert person.birth is not None
    return replace(person, birth=person.birth + timedelta(days=random.choice((-10, -1, 1, 10, 31, 365))))


def _name_and_check(random: Random, person: Person) -> Person:
    return _written_as_heard(random, _wrong_check(random, person))


def _name_and_swap(random: Random, person: Person) -> Person:
    return _written_as_heard(random, _transposed(random, person))


def _swap_undated(random: Random, person: Person) -> Person:
    return replace(_transposed(random, person), birth=None)


def _shared_number(random: Random, person: Person) -> Person:
    return replace(make_person(random), number=person.number)


def _namesake(random: Random, person: Person) -> Person:
    return _new_number(random, person)


def _twin(random: Random, person: Person) -> Person:
    """Same day, same surname, other given name, a number of the same series."""
    twin = _new_number(random, person)
    name = person.name[0] + make_name(random, person.sex)[1:]
    return replace(twin, name=name if name != person.name else name + "双")


DAMAGES: tuple[Damage, ...] = (
    Damage("none", "both files hold the person alike", _clean),
    Damage(
        "typing", "full-width digits, blanks around the number, blanks inside the name", _typed_differently
    ),
    Damage("fifteen", "the 15-digit number of before 1999, with the birth date", _fifteen),
    Damage("fifteen-undated", "the 15-digit number, birth date missing", _fifteen_undated),
    Damage("check-digit", "another check digit", _wrong_check),
    Damage("transposed", "two neighbouring digits swapped", _transposed),
    Damage("ocr-digit", "one digit read as one that looks alike (0 as 8, 1 as 7, …)", _lookalike_digit),
    Damage("ocr-letter", "one digit read as a letter (0 as O, 1 as I, …)", _letter_for_digit),
    Damage("lost-digit", "one digit missing after the region", _lost_digit),
    Damage("new-number", "a corrected number: another serial, same name and birth date", _new_number),
    Damage(
        "permit-renewed",
        "a travel permit renewed: its last two digits count on",
        _renewed_permit,
        _with_permit,
    ),
    Damage("permit-to-resident", "a travel permit here, a resident number there", _new_number, _with_permit),
    Damage("birth-typo", "right number, birth date off by days, a month or a year", _birth_typo),
    Damage("traditional", "the name in traditional characters", _traditional, _simplified),
    Damage("middle-dot", "another middle dot in the name, or none", _other_dot, _long_name),
    Damage("rare-character", "a rare character replaced by a common one, * or ?", _substituted, _rare_name),
    Damage("heard-name", "the last character written as heard (伟 as 玮)", _written_as_heard, _heard_name),
    Damage("renamed", "another name under the same number", _renamed),
    Damage("name-and-check", "name written as heard, and another check digit", _name_and_check, _heard_name),
    Damage("name-and-swap", "name written as heard, and two digits swapped", _name_and_swap, _heard_name),
    Damage("swap-undated", "two digits swapped, birth date missing", _swap_undated),
    Damage("shared-number", "trap: two persons with one number", _shared_number, same_person=False),
    Damage("namesake", "trap: two persons of one name, birth date and sex", _namesake, same_person=False),
    Damage("twin", "trap: twins with numbers of one series", _twin, same_person=False),
)
