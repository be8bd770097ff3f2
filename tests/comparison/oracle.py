"""The comparison in plain Python, written from the specification and not from the SQL: slow and obvious.

Rows are dicts of texts as a file holds them. The result is a set of findings that every engine must give.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

Row = dict[str, str | None]

SIDES = {
    "enrolment": ("enrolments", "enrolments"),
    "benefit": ("payments", "payments"),
    "benefit-while-contributing": ("payments", "enrolments"),
    "after-death": ("payments", "events"),
    "in-prison": ("payments", "events"),
}
RULES = {
    "enrolment": "enrolment.duplicate",
    "benefit": "benefit.duplicate",
    "benefit-while-contributing": "benefit.contributing",
    "after-death": "benefit.after_death",
    "in-prison": "benefit.in_prison",
}
CODES: dict[str, set[str]] = {
    "kind": {"employee_pension", "resident_pension", "unemployment", "work_injury"},
    "status": {"normal", "transferred_out", "merged"},
    "benefit": {"employee_pension", "resident_pension", "unemployment", "injury_pension"},
    "event": {"death", "imprisoned", "released"},
}
DOUBLES = {"employee_pension", "resident_pension", "unemployment"}


class Finding(NamedTuple):
    person_id: str
    kind: str
    left_agency: str
    left_scheme: str
    right_agency: str | None
    right_scheme: str | None
    first_month: str
    last_month: str
    months: int
    left_amount_fen: int | None
    right_amount_fen: int | None
    confidence: float
    rule: str
    rule_version: int


@dataclass(frozen=True)
class Number:
    text: str
    """As it is shown: 18 characters for a right resident number."""
    type: str
    """resident, short (15 digits), permit, broken."""
    stem: str | None = None


@dataclass(frozen=True)
class Statement:
    """A valid row that can clash: the person as the row states him, and the row."""

    number: Number
    name: str | None
    birth: str | None
    sex: int | None
    row: Row

    @property
    def standing(self) -> str:
        """How far equal numbers prove one person, as this row has it."""
        if self.number.type == "short":
            return "resident" if self.birth == born(self.number.text) else "short"
        if self.number.type == "permit":
            return "permit" if self.birth else "undated"
        return self.number.type


class Spell(NamedTuple):
    by: Statement
    place: int
    scheme: str | None
    agency: str | None
    first: int
    last: int
    amount: int | None


def tidy(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip().upper()


def tidy_name(text: str | None) -> str | None:
    letters = unicodedata.normalize("NFKC", text or "").upper()
    return "".join(letter for letter in letters if not letter.isspace() and letter not in "·•・‧∙⋅●.") or None


def check_digit(seventeen: str) -> str:
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return "10X98765432"[total % 11]


def is_day(text: str | None) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text or ""):
        return False
    try:
        date.fromisoformat(text or "")
    except ValueError:
        return False
    return True


def month_of(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:]) - 1


def is_month(text: str | None) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text or "")) and (text or "") >= "0001"


def born(seventeen: str) -> str:
    return f"{seventeen[6:10]}-{seventeen[10:12]}-{seventeen[12:14]}"


def number_of(text: str | None) -> Number | None:
    """None where no personal document has such characters or such a length."""
    plain = tidy(text)
    if re.fullmatch(r"[0-9]{17}[0-9X]", plain):
        right = plain[17] == check_digit(plain[:17]) and is_day(born(plain)) and born(plain) >= "1850"
        return Number(plain, "resident" if right else "broken")
    if re.fullmatch(r"[0-9]{15}", plain):
        wide = plain[:6] + "19" + plain[6:]
        if is_day(born(wide)):
            return Number(wide + check_digit(wide), "short")
        return Number(plain, "broken")
    if not re.fullmatch(r"[0-9A-Z]{5,17}", plain):
        return None
    if re.fullmatch(r"[0-9]{11,}", plain):
        return Number(plain, "broken")
    stem = None
    if re.fullmatch(r"[HM][0-9]{8}([0-9]{2})?", plain):
        stem = plain[:9]
    elif re.fullmatch(r"[0-9]{8}([0-9]{2}[A-Z]?)?", plain):
        stem = plain[:8]
    return Number(plain, "permit", stem)


def fault(row: Row, layout: str) -> str | None:
    """Why a row is rejected, or None."""
    if not tidy(row["person_id"]):
        return "no_number"
    if number_of(row["person_id"]) is None:
        return "bad_number"
    if any(row[column] not in codes for column, codes in CODES.items() if column in row):
        return "unknown_code"
    if "agency" in row and not (row["agency"] or "").strip():
        return "unknown_code"
    if row["birth_date"] and not is_day(row["birth_date"]):
        return "bad_date"
    if layout == "events":
        return None if is_day(row["date"]) else "bad_date"
    if layout == "payments":
        if not is_month(row["month"]):
            return "bad_month"
        whole = re.fullmatch(r"-?[0-9]{1,18}", str(row["amount_fen"]))
        return None if whole and abs(int(whole[0])) <= 10**11 else "bad_amount"
    if not is_month(row["start_month"]) or (row["end_month"] and not is_month(row["end_month"])):
        return "bad_month"
    if row["end_month"] and row["end_month"] < (row["start_month"] or ""):
        return "end_before_start"
    return None


def sex_of(row: Row, number: Number) -> int | None:
    if number.type in ("resident", "short"):
        return 1 if int(number.text[16]) % 2 else 2
    return {"男": 1, "1": 1, "M": 1, "m": 1, "male": 1, "女": 2, "2": 2, "F": 2, "f": 2, "female": 2}.get(
        row.get("sex") or ""
    )


def statements(rows: Iterable[Row], layout: str, kind: str, left: bool) -> list[Statement]:
    wanted: set[str] = DOUBLES
    if kind == "benefit-while-contributing":
        wanted = {"employee_pension", "unemployment"} if left else {"employee_pension"}
    elif layout == "events":
        wanted = {"death"} if kind == "after-death" else {"imprisoned", "released"}
    elif kind in ("after-death", "in-prison"):
        wanted = CODES["benefit"]
    column = {"enrolments": "kind", "payments": "benefit", "events": "event"}[layout]
    made = []
    for row in rows:
        if fault(row, layout) or row[column] not in wanted or row.get("status", "normal") != "normal":
            continue
        number = number_of(row["person_id"])
        assert number is not None
        who = (tidy_name(row["name"]), row["birth_date"] or None, sex_of(row, number))
        made.append(Statement(number, *who, row))
    return made


def spells(made: list[Statement], layout: str, kind: str, as_of: int, family: dict[str, str]) -> list[Spell]:
    """The months of each statement, cut off after ``as_of``."""
    found = []
    for place, by in enumerate(made):
        row = by.row
        scheme, agency, amount = row.get("kind") or row.get("benefit"), row.get("agency"), None
        if layout == "enrolments":
            first = month_of(row["start_month"] or "")
            last = month_of(row["end_month"]) if row["end_month"] else as_of
        elif layout == "payments":
            first = last = month_of(row["month"] or "")
            amount = int(row["amount_fen"] or "")
        elif kind == "after-death":
            first, last = month_of((row["date"] or "")[:7]) + 1, as_of
        elif row["event"] == "imprisoned":
            first, last = months_inside(by, made, as_of, family)
        else:
            continue
        if first <= min(last, as_of):
            found.append(Spell(by, place, scheme, agency, first, min(last, as_of), amount))
    return found


def months_inside(
    by: Statement, events: list[Statement], as_of: int, family: dict[str, str]
) -> tuple[int, int]:
    """First and last month wholly inside; the days of imprisonment and of release are inside."""
    start = date.fromisoformat(by.row["date"] or "")
    who = family.get(by.number.text, by.number.text)
    releases = [
        date.fromisoformat(event.row["date"] or "")
        for event in events
        if event.row["event"] == "released" and family.get(event.number.text, event.number.text) == who
    ]
    end = min((day for day in releases if day >= start), default=None)
    first = start.year * 12 + start.month - 1 + (0 if start.day == 1 else 1)
    if end is None:
        return first, as_of
    ends_month = (end + timedelta(days=1)).day == 1
    return first, end.year * 12 + end.month - 1 - (0 if ends_month else 1)


def families(links: Iterable[tuple[str, str]], present: set[str]) -> dict[str, str]:
    """Number to the number that names its person, of linked numbers that occur in the files."""
    groups: list[set[str]] = []
    for pair in links:
        joined = {number.text for text in pair if (number := number_of(text))}
        rest = []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                rest.append(group)
        groups = [*rest, joined]
    named = {}
    for group in groups:
        here = sorted(group & present, key=lambda text: (number_type(text) != "resident", text))
        if len(here) > 1:
            named.update(dict.fromkeys(here, here[0]))
    return named


def number_type(text: str) -> str:
    number = number_of(text)
    return number.type if number else ""


def edits(one: str, other: str) -> int:
    """Levenshtein distance."""
    line = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        corner, line[0] = line[0], place
        for column, other_letter in enumerate(other, start=1):
            corner, line[column] = (
                line[column],
                min(line[column] + 1, line[column - 1] + 1, corner + (letter != other_letter)),
            )
    return line[-1]


def ties(
    left: list[Statement], right: list[Statement], family: dict[str, str]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Pairs of different numbers that may be one person's: confidence in hundredths, and who it is."""
    found: dict[tuple[str, str], int] = {}

    def tie(one: str, other: str, confidence: int) -> None:
        if one != other:
            found[one, other] = max(confidence, found.get((one, other), 0))

    for one, other in product(family, family):
        if family[one] == family[other]:
            tie(one, other, 95)
    for (_, ones), others in paired(stems(left), stems(right)):
        for one, other in product(ones, others):
            tie(one, other, 90)
    for (_, namesakes), other_namesakes in paired(by_name(left), by_name(right)):
        for (one, sex), (other, other_sex) in product(namesakes, other_namesakes):
            odd = {number_type(one), number_type(other)} & {"permit", "broken"}
            if odd and (sex is None or other_sex is None or sex == other_sex):
                tie(one, other, 85 if edits(one, other) <= 2 else 60)
    made = {}
    for (one, other), confidence in found.items():
        leads = one if number_type(one) == "resident" or number_type(other) != "resident" else other
        made[one, other] = (confidence, family.get(leads, leads))
    return made


def stems(made: list[Statement]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for by in made:
        if by.number.stem:
            found[by.number.stem].add(by.number.text)
    return {stem: numbers for stem, numbers in found.items() if len(numbers) <= 20}


def by_name(made: list[Statement]) -> dict[object, set[tuple[str, int | None]]]:
    found: dict[object, set[tuple[str, int | None]]] = defaultdict(set)
    for by in made:
        if by.name and by.birth:
            found[by.name, by.birth].add((by.number.text, by.sex))
    return {key: people for key, people in found.items() if len({number for number, _ in people}) <= 20}


def paired(one: dict[object, set], other: dict[object, set]) -> Iterator[tuple[tuple[object, set], set]]:  # type: ignore[type-arg]
    return (((key, one[key]), other[key]) for key in one.keys() & other.keys())


def weigh(one: Statement, other: Statement, tie: int | None) -> int:
    """Confidence of two rows in hundredths."""
    if tie is None:
        bases = {"resident": 100, "permit": 100, "short": 90, "undated": 80, "broken": 75}
        base = min(bases[one.standing], bases[other.standing])
    else:
        base = tie
    name = 80 if one.name and other.name and one.name != other.name else 100
    birth = 60 if one.birth and other.birth and one.birth != other.birth else 100
    return base * name * birth // 10000


def clash(one: Spell, other: Spell, kind: str) -> range:
    if kind == "enrolment" and one.scheme != other.scheme:
        return range(0)
    return range(max(one.first, other.first), min(one.last, other.last) + 1)


def compare(
    left: list[Row], right: list[Row], kind: str, as_of: date, links: Iterable[tuple[str, str]] = ()
) -> set[Finding]:
    """All findings of a comparison."""
    until = as_of.year * 12 + as_of.month - 1
    layouts = SIDES[kind]
    ones = statements(left, layouts[0], kind, True)
    others = statements(right, layouts[1], kind, False)
    family = families(links, {by.number.text for by in (*ones, *others)})
    tied = ties(ones, others, family)
    months: dict[tuple, dict[int, list[tuple[int, Spell, Spell]]]] = defaultdict(lambda: defaultdict(list))  # type: ignore[type-arg]
    right_by_number: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells(others, layouts[1], kind, until, family):
        right_by_number[spell.by.number.text].append(spell)
    reach: dict[str, set[str]] = defaultdict(set)
    for number, other_number in tied:
        reach[number].add(other_number)
    for one in spells(ones, layouts[0], kind, until, family):
        number = one.by.number.text
        for other_number in {number, *reach[number]}:
            tie, person = tied.get((number, other_number), (None, family.get(number, number)))
            for other in right_by_number[other_number]:
                confidence = weigh(one.by, other.by, tie)
                group = (person, one.agency, one.scheme, other.agency, other.scheme, confidence == 100)
                for month in clash(one, other, kind):
                    months[group][month].append((confidence, one, other))
    return {found for group, held in months.items() for found in runs(group, held, kind)}


def runs(group: tuple, held: dict[int, list[tuple[int, Spell, Spell]]], kind: str) -> Iterator[Finding]:  # type: ignore[type-arg]
    """Maximal runs of consecutive months, each payment counted once."""
    person, left_agency, left_scheme, right_agency, right_scheme, _ = group
    ordered = sorted(held)
    while ordered:
        run = [ordered.pop(0)]
        while ordered and ordered[0] == run[-1] + 1:
            run.append(ordered.pop(0))
        met = [pair for month in run for pair in held[month]]
        yield Finding(
            person_id=person,
            kind=kind,
            left_agency=left_agency,
            left_scheme=left_scheme,
            right_agency=right_agency,
            right_scheme=right_scheme,
            first_month=f"{run[0] // 12:04d}-{run[0] % 12 + 1:02d}",
            last_month=f"{run[-1] // 12:04d}-{run[-1] % 12 + 1:02d}",
            months=len(run),
            left_amount_fen=paid({one.place: one.amount for _, one, _ in met}),
            right_amount_fen=paid({other.place: other.amount for _, _, other in met}),
            confidence=min(confidence for confidence, _, _ in met) / 100,
            rule=RULES[kind],
            rule_version=1,
        )


def paid(amounts: dict[int, int | None]) -> int | None:
    known = [amount for amount in amounts.values() if amount is not None]
    return sum(known) if known else None
