"""Numbers that follow every rule and belong to nobody (see the folder's docstring)."""

from __future__ import annotations

from datetime import date
from functools import cache

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

NO_COUNTY = "99"
NO_COUNTRY = "UTO"


def resident_number(place: str, birth: date, sex: str, sequence: int) -> str:
    """18 digits; ``sequence`` from 0 to 499 tells people of one place, day and sex apart."""
    return _eighteen(place[:4] + NO_COUNTY, birth, sequence * 2 + (sex == "M"))


def residence_permit(region: str, birth: date, sex: str, sequence: int) -> str:
    """``region`` 810000, 820000 or 830000; ``sequence`` from 0 to 4."""
    return _eighteen(region, birth, 990 + sequence * 2 + (sex == "M"))


def shorter(number: str) -> str:
    """The 15 digits of somebody born in the twentieth century."""
    return number[:6] + number[8:17]


def hong_kong_permit(sequence: int) -> str:
    return f"H99{sequence:06d}"


def taiwan_permit(sequence: int) -> str:
    return f"99{sequence:06d}"


def foreigner_card(province: str, birth: date, sequence: int) -> str:
    """The card of 2023: 9, province, country 999, birth, sequence, check."""
    body = f"9{province}999{birth:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)


def passport(sequence: int) -> str:
    return f"U{sequence:08d}"


def phone(sequence: int) -> str:
    return f"154{sequence:08d}"


@cache
def employer_code(region: str, sequence: int) -> str:
    body = f"91{region}DEM0{sequence:05d}"
    return body + uscc.calc_check_digit(body)


def _eighteen(region: str, birth: date, sequence: int) -> str:
    body = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return body + mod_11_2.calc_check_digit(body)
