"""What speaks for and against two rows being one person, and how sure that leaves us.

The figures order the work of the people who check; they are not probabilities (the accuracy page has what
was measured). Only 100 is certain, and nothing but equal numbers of a sure grade gives it.
"""

from __future__ import annotations

from shebaotong.comparison import numbers

# Bits of the column `evidence`.
RESIDENT_EQUAL = 1
PERMIT_EQUAL = 2
SHORT_EQUAL = 4
UNDATED_EQUAL = 8
BROKEN_EQUAL = 16
LINKED = 32
REISSUED = 64
CLOSE = 128
NAMESAKE = 256
NAME_DIFFERS = 512
BIRTH_DIFFERS = 1024
STATISTICAL = 2048

# Confidence in hundredths, before name and birth date are looked at.
CERTAIN = 100
TIES = {LINKED: 95, REISSUED: 90, CLOSE: 85, NAMESAKE: 60, STATISTICAL: 50}
"""Of two different numbers, by what ties them."""
_GRADES = {
    numbers.RESIDENT: (CERTAIN, RESIDENT_EQUAL),
    numbers.PERMIT: (CERTAIN, PERMIT_EQUAL),
    numbers.SHORT: (90, SHORT_EQUAL),
    numbers.UNDATED: (80, UNDATED_EQUAL),
    numbers.BROKEN: (75, BROKEN_EQUAL),
}
_NAME_FACTOR = 80
_BIRTH_FACTOR = 60


def confidence(tie: str | None) -> str:
    """SQL: hundredths of confidence of a pair of rows with ``grade``, ``name_differs``, ``birth_differs``."""
    base = _by_grade(0) if tie is None else f"coalesce({tie}, {_by_grade(0)})"
    name = f"case when name_differs then {_NAME_FACTOR} else 100 end"
    birth = f"case when birth_differs then {_BIRTH_FACTOR} else 100 end"
    return f"cast(floor({base} * {name} * {birth} / 10000) as int)"


def bits(tie: str | None) -> str:
    """SQL: the evidence of the same pair."""
    base = _by_grade(1) if tie is None else f"coalesce({tie}, {_by_grade(1)})"
    name = f"case when name_differs then {NAME_DIFFERS} else 0 end"
    birth = f"case when birth_differs then {BIRTH_DIFFERS} else 0 end"
    return f"({base} + {name} + {birth})"


def _by_grade(place: int) -> str:
    cases = " ".join(f"when {grade} then {found[place]}" for grade, found in _GRADES.items())
    return f"case grade {cases} end"
