"""Numbers of every kind: what is accepted, what is refused and with which words, how they are shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.kernel.api import (
    EARLIEST_BIRTH,
    Identifier,
    IdentifierKind,
    RefusalReason,
    Sex,
    guess_kinds,
    mask_number,
    normalise_number,
    validate_number,
)
from shebaotong.kernel.identity.kinds import kinds_of_form

TODAY = date(2026, 11, 22)
DU = "45040319700505024X"

ACCEPTED = [
    (IdentifierKind.RESIDENT, DU),
    (IdentifierKind.RESIDENT_15, "450403700505024"),
    (IdentifierKind.RESIDENCE_HK, "810000199001010013"),
    (IdentifierKind.TRAVEL_HK_MO, "H12345678"),
    (IdentifierKind.TRAVEL_HK_MO_11, "M1234567801"),
    (IdentifierKind.TRAVEL_TW, "12345678"),
    (IdentifierKind.TRAVEL_TW_OLD, "0123456701"),
    (IdentifierKind.TRAVEL_TW_OLD, "0123456701B"),
    (IdentifierKind.FOREIGN_2017, "CAN110081080310"),
    (IdentifierKind.FOREIGN_2023, "944840197506150015"),
    (IdentifierKind.USCC, "91350100M000100Y43"),
]


FORMS = {
    "451003197001011239": [
        "resident",
        "residence_hk",
        "residence_mo",
        "residence_tw",
        "foreign_2023",
        "uscc",
    ],
    "45100319700101123X": [
        "resident",
        "residence_hk",
        "residence_mo",
        "residence_tw",
        "foreign_2023",
        "uscc",
    ],
    "91350100M000100Y43": ["uscc"],
    "91350100I000100Y43": [],
    "H12345678": ["travel_hk_mo", "passport"],
    "H1234567801": ["travel_hk_mo_11", "passport"],
    "12345678": ["travel_tw", "passport"],
    "450403700505024": ["resident_15", "passport"],
    "CAN110081080310": ["foreign_2017", "passport"],
    "1234": [],
    "": [],
}
"""Every kind whose length and characters a number has, by the table of the kinds."""


@pytest.mark.parametrize(("number", "kinds"), FORMS.items())
def test_a_form_is_told_by_length_and_characters(number: str, kinds: list[str]) -> None:
    assert [kind.value for kind in kinds_of_form(number)] == kinds


def reason(kind: IdentifierKind, text: str, country: str = "") -> RefusalReason | None:
    refusal = validate_number(kind=kind, text=text, as_of=TODAY, country=country).refusal
    return refusal and refusal.reason


def resident(first_seventeen: str) -> str:
    """With the check character of GB 11643, computed here a second time, by the standard's own weights."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, weights, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


@pytest.mark.parametrize(("kind", "number"), ACCEPTED)
def test_each_kind_accepts_its_own_and_is_guessed_from_it(kind: IdentifierKind, number: str) -> None:
    number = resident(number[:17]) if kind is IdentifierKind.RESIDENCE_HK else number
    verdict = validate_number(kind=kind, text=f" {number.lower()} ", as_of=TODAY)
    assert verdict.identifier == Identifier(kind, number)
    assert guess_kinds(number)[0] is kind


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (IdentifierKind.RESIDENT, "  ", RefusalReason.EMPTY),
        (IdentifierKind.RESIDENT, DU[:-1], RefusalReason.LENGTH),
        (IdentifierKind.RESIDENT, "450403700505024", RefusalReason.LENGTH),
        (IdentifierKind.RESIDENT, "45040319700505O24X", RefusalReason.CHARACTER),
        (IdentifierKind.RESIDENT, DU[:-1] + "1", RefusalReason.CHECK_DIGIT),
        (IdentifierKind.RESIDENT, "45040319700505204X", RefusalReason.CHECK_DIGIT),
        (IdentifierKind.RESIDENT, resident("45040319700230024"), RefusalReason.IMPOSSIBLE_DATE),
        (IdentifierKind.RESIDENT, resident("45040318491231024"), RefusalReason.TOO_OLD),
        (IdentifierKind.RESIDENT, resident("45040320261123024"), RefusalReason.FUTURE),
        (IdentifierKind.RESIDENT, resident("81000019900101001"), RefusalReason.WRONG_KIND),
        (IdentifierKind.RESIDENCE_HK, resident("82000019900101001"), RefusalReason.WRONG_KIND),
        (IdentifierKind.FOREIGN_2023, DU, RefusalReason.WRONG_KIND),
        (IdentifierKind.FOREIGN_2017, "CAN110081080311", RefusalReason.CHECK_DIGIT),
        (IdentifierKind.FOREIGN_2017, "CAN110099023010", RefusalReason.IMPOSSIBLE_DATE),
        (IdentifierKind.TRAVEL_HK_MO, "C12345678", RefusalReason.CHARACTER),
        (IdentifierKind.TRAVEL_TW, "123456789", RefusalReason.LENGTH),
        (IdentifierKind.PASSPORT, "E12345678", RefusalReason.COUNTRY_MISSING),
        (IdentifierKind.PASSPORT, "E123", RefusalReason.LENGTH),
        (IdentifierKind.USCC, "91350100M000100O43", RefusalReason.CHARACTER),
        (IdentifierKind.USCC, "91350100M000100Y44", RefusalReason.CHECK_DIGIT),
    ],
)
def test_refusals_are_named(kind: IdentifierKind, text: str, why: RefusalReason) -> None:
    assert reason(kind, text) is why


def test_a_refusal_says_where_and_what_to_do() -> None:
    refusal = validate_number(kind=IdentifierKind.RESIDENT, text="450403197005O5024X", as_of=TODAY).refusal
    assert refusal is not None
    assert refusal.text.zh == "公民身份号码第13位应为数字，现为“O”，请对照证件更正。"
    assert refusal.text.en == (
        "Place 13 of the citizen identity number must be a digit, not “O”: compare with the document."
    )
    short = validate_number(kind=IdentifierKind.RESIDENT, text=DU[:-1], as_of=TODAY).refusal
    assert short is not None
    assert "应为18位，现有17位，请检查是否漏输" in short.text.zh


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (IdentifierKind.RESIDENT, "12345678", IdentifierKind.TRAVEL_TW),
        (IdentifierKind.RESIDENT, "H12345678", IdentifierKind.TRAVEL_HK_MO),
        (IdentifierKind.RESIDENT, "450403700505024", IdentifierKind.RESIDENT_15),
        (IdentifierKind.TRAVEL_TW, DU, IdentifierKind.RESIDENT),
        (IdentifierKind.RESIDENT, "E12345678", None),
    ],
)
def test_a_number_of_another_kind_is_told_from_a_mistyped_one(
    kind: IdentifierKind, text: str, meant: IdentifierKind | None
) -> None:
    refusal = validate_number(kind=kind, text=text, as_of=TODAY).refusal
    assert refusal is not None and refusal.reason is RefusalReason.LENGTH
    if meant is None:
        assert "样子像" not in refusal.text.zh and "looks like" not in refusal.text.en
    else:
        assert f"样子像{meant.text.zh}，是的话请改选证件种类" in refusal.text.zh
        assert f"looks like a {meant.text.en}: if it is, choose that kind" in refusal.text.en


@pytest.mark.parametrize("kind", IdentifierKind)
def test_no_refusal_repeats_the_number(kind: IdentifierKind) -> None:
    for text in ("45040319700505024", "Z1234567890123456789", "4504031970", "910000199013450011"):
        refusal = validate_number(kind=kind, text=text, as_of=TODAY).refusal
        if refusal is not None:
            assert text[4:10] not in refusal.text.zh + refusal.text.en


@pytest.mark.parametrize("region", ["310103", "511024", "459999"])
def test_regions_withdrawn_or_unknown_only_warn(region: str) -> None:
    verdict = validate_number(
        kind=IdentifierKind.RESIDENT, text=resident(f"{region}19600228001"), as_of=TODAY
    )
    assert verdict.valid
    assert bool(verdict.warnings) is (region == "459999")


def test_what_a_number_tells() -> None:
    du = Identifier(IdentifierKind.RESIDENT, DU)
    assert (du.birth, du.sex, du.region, du.last_four) == (date(1970, 5, 5), Sex.FEMALE, "450403", "024X")
    assert Identifier(IdentifierKind.RESIDENT_15, "450403700505024").to_18() == du
    card = Identifier(IdentifierKind.FOREIGN_2017, "CAN110081080310")
    assert (card.birth, card.sex, card.region) == (None, None, "1100")
    with pytest.raises(ValueError, match="15 digits"):
        card.to_18()


@pytest.mark.row("C2", "eight digits are accepted where 18 are usual")
def test_eight_digits_are_a_number_like_any_other() -> None:
    verdict = validate_number(kind=IdentifierKind.TRAVEL_TW, text="1234 5678", as_of=TODAY)
    assert verdict.identifier == Identifier(IdentifierKind.TRAVEL_TW, "12345678")
    assert guess_kinds("12345678")[0] is IdentifierKind.TRAVEL_TW


def test_a_reissued_permit_is_the_same_person() -> None:
    first = Identifier(IdentifierKind.TRAVEL_HK_MO_11, "H1234567800")
    again = Identifier(IdentifierKind.TRAVEL_HK_MO_11, "H1234567801")
    card = Identifier(IdentifierKind.TRAVEL_HK_MO, "H12345678")
    assert first.stem == again.stem == card.stem
    assert Identifier(IdentifierKind.TRAVEL_TW_OLD, "0123456701A").stem == "01234567"


@pytest.mark.parametrize(
    ("kind", "number", "masked"),
    [
        (IdentifierKind.RESIDENT, "450403197005051826", "4504**********1826"),
        (IdentifierKind.RESIDENT_15, "450403700505024", "4504*******5024"),
        (IdentifierKind.TRAVEL_HK_MO, "H12345678", "H*****678"),
        (IdentifierKind.TRAVEL_TW, "12345678", "1*****78"),
        (IdentifierKind.PASSPORT, "E1234", "E**34"),
        (IdentifierKind.USCC, "91350100M000100Y43", "91350100M000100Y43"),
    ],
)
def test_masks(kind: IdentifierKind, number: str, masked: str) -> None:
    assert mask_number(kind, number) == masked


def test_an_identifier_never_shows_itself_by_accident() -> None:
    du = Identifier(IdentifierKind.RESIDENT, DU)
    assert DU not in f"{du} {du!r} {[du]}"


@given(
    birth=st.dates(EARLIEST_BIRTH, TODAY),
    region=st.sampled_from(["450403", "442000"]),
    number=st.integers(0, 999),
)
def test_every_day_from_1850_on_is_a_birthday(birth: date, region: str, number: int) -> None:
    text = resident(f"{region}{birth:%Y%m%d}{number:03d}".rjust(17, "0"))
    verdict = validate_number(kind=IdentifierKind.RESIDENT, text=text, as_of=TODAY)
    assert verdict.identifier is not None
    assert verdict.identifier.birth == birth
    assert verdict.identifier.sex is (Sex.MALE if number % 2 else Sex.FEMALE)


@given(place=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(place: int, digit: str) -> None:
    wrong = DU[:place] + digit + DU[place + 1 :]
    assert validate_number(kind=IdentifierKind.RESIDENT, text=wrong, as_of=TODAY).valid is (wrong == DU)


@given(text=st.text(max_size=30), kind=st.sampled_from(IdentifierKind))
def test_any_text_gets_a_verdict(text: str, kind: IdentifierKind) -> None:
    verdict = validate_number(kind=kind, text=text, as_of=TODAY, country="JPN")
    assert (verdict.identifier is None) is (verdict.refusal is not None)
    guess_kinds(text)


@given(text=st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_number(text)
    assert normalise_number(once) == once
