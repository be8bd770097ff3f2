"""Cases by the million: rows as the engine would have written them, brought in by COPY.

Every row is a copy of a model that went through the real engine, with another number, another pair of
cities, another person and other times. The same models, ``count`` and ``now`` give the same rows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from shebaotong.accounts.api import person_token
from shebaotong.cases import api as cases
from shebaotong.kernel.api import casenumber
from shebaotong.lab.bench.case_models import BODY, CASE, DOCUMENT, HERE, NAME, NUMBER, RECEIPT, THERE, Model
from shebaotong.lab.people.names import make_name
from shebaotong.lab.people.numbers import resident_number
from shebaotong.lab.people.places import CITIES, HOMES, WORKPLACES
from shebaotong.store.api import agency_context, copy_rows

TOKEN, CLAIM = "cases_token", "cases_claim"
_SHARES = {"act": 6, "wait": 7, "supplement": 5, "ended": 82}
"""Of a hundred cases of an agency that has worked for years."""
_NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
_CHUNK = 20_000
_FIRST_BIRTH = date(1955, 1, 1)
_NAMESAKES = 1 / 16
NAMESAKE = "王伟"
"""A name that so many bear that a page of them is full in any table; their last four digits are one, too."""
_NAMESAKE_ENDS = "1236"

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up case that has all its documents, with what a clerk could look for it by."""

    agency: str
    number: str
    bucket: str
    model: str
    """The number of the model that it is a copy of: copies of one model cost alike to show."""
    name: str
    identifier: str


def fill(
    *, count: int, whole: int, models: Sequence[Model], now: datetime, progress: Callable[[int], None]
) -> tuple[Made, ...]:
    """Put ``count`` rows of cases into the tables of the demonstration's cities.

    Each has its tokens and its opening document; about ``whole`` of them, evenly spread, have all their
    documents and receipts and are returned. Statistics are the caller's: nobody but the tables' owner may
    make them. ``progress`` is told the rows done.
    """
    weights = {city.agency: city.weight for city in (*WORKPLACES, *HOMES)}
    total = sum(weights.values())
    every = max(1, count // max(1, whole))
    made: list[Made] = []
    done = 0
    for agency, weight in weights.items():
        share = max(1, count * weight // total)
        for start in range(0, share, _CHUNK):
            maker = _Maker(agency, models, now, every)
            rows = maker.make(start, min(start + _CHUNK, share))
            with agency_context(agency=agency):
                for table, found in rows.items():
                    copy_rows(table=table, columns=maker.columns[table], rows=found)
            made.extend(maker.made)
            done += min(_CHUNK, share - start)
            progress(min(done, count))
    return tuple(made)


class _Maker:
    """Rows of one agency's copies."""

    def __init__(self, agency: str, models: Sequence[Model], now: datetime, every: int) -> None:
        self.agency = agency
        self.made: list[Made] = []
        self._now = now
        self._every = every
        self._group = CITIES[agency].group
        self._others = [code for code in CITIES if code != agency]
        self._patterns = {
            bucket: [_Pattern(model) for model in models if model.bucket == bucket] for bucket in _SHARES
        }
        self.columns = {
            table: next(tuple(model.rows[table][0]) for model in models if model.rows[table])
            for table in (CASE, DOCUMENT, BODY, RECEIPT)
        }
        self.columns[TOKEN] = ("agency", "token", "case_number")
        self.columns[CLAIM] = ("agency", "case_number", "hand", "holder", "claimed_at")
        days = (_FIRST_BIRTH + timedelta(days=day) for day in range(18_000))
        numbers = (resident_number(agency, day, "M", int(_NAMESAKE_ENDS[:3]) // 2) for day in days)
        self._namesakes = [number for number in numbers if number.endswith(_NAMESAKE_ENDS)]
        self._rows: Rows = {}

    def make(self, start: int, end: int) -> Rows:
        self._rows = {table: [] for table in self.columns}
        random = Random(f"{self.agency}/{start}")
        for index in range(start, end):
            self._case(index, random)
        return self._rows

    def _case(self, index: int, random: Random) -> None:
        bucket = random.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
        pattern = random.choice(self._patterns[bucket])
        number = casenumber.new(self.agency, lambda below: (index * 7_368_787 + 12_345) % below)
        name, identifier = self._person(random)
        whole = index % self._every == 0
        token = person_token(number=identifier) if whole else _other_token(self.agency, index)
        subject = cases.Subject(name, "resident", identifier, "", token)
        other = random.choice(self._others)
        words = ("", number, self.agency, other, identifier, name)
        row = dict(pattern.filled(pattern.case, words))
        row |= {"subject_masked": subject.masked, "person_token": token}
        row |= _times(bucket, pattern.running, self._now, random)
        self._add(CASE, row)
        for found in subject.search_tokens():
            self._rows[TOKEN].append((self.agency, found, number))
        if bucket == "act" and random.random() < 0.3:
            self._rows[CLAIM].append((self.agency, number, f"hand-{index % 40}", "示例", self._now))
        for table, paper in pattern.whole if whole else pattern.opening:
            self._add(table, pattern.filled(paper, words))
        if whole:
            self.made.append(Made(self.agency, number, bucket, pattern.number, name, identifier))

    def _person(self, random: Random) -> tuple[str, str]:
        if random.random() < _NAMESAKES:
            return NAMESAKE, random.choice(self._namesakes)
        sex = random.choice("MF")
        birth = _FIRST_BIRTH + timedelta(days=random.randrange(18_000))
        identifier = resident_number(self.agency, birth, sex, random.randrange(500))
        return make_name(random, self._group, sex), identifier

    def _add(self, table: str, row: Mapping[str, Any]) -> None:
        self._rows[table].append(tuple(row[column] for column in self.columns[table]))


Paper = dict[str, Any]


class _Pattern:
    """A model's rows, cut where the case's number, the two cities and the person stand."""

    def __init__(self, model: Model) -> None:
        elsewhere = THERE if model.agency == HERE else HERE
        self._marks = ("", model.number, model.agency, elsewhere, NUMBER, NAME)
        self._cut = re.compile("|".join(map(re.escape, self._marks[1:])))
        self.number = f"{model.agency} {model.number} {len(model.rows[DOCUMENT])}"
        self.running = model.case["due_at"] is not None
        self.case = self._paper(model.case)
        self.whole = [
            (table, self._paper(row)) for table in (DOCUMENT, BODY, RECEIPT) for row in model.rows[table]
        ]
        opened = (model.case["starter"], False, 1)
        self.opening = [
            (table, self._paper(row))
            for table in (DOCUMENT, BODY)
            for row in model.rows[table]
            if (row["author"], row["internal"], row["number"]) == opened
        ]

    def _paper(self, row: Mapping[str, Any]) -> Paper:
        return {name: self._parts(value) for name, value in row.items()}

    def _parts(self, value: Any) -> Any:
        """What never changes as it is, a text as pieces and the places of what stands between them."""
        if isinstance(value, dict | list):
            value = json.dumps(value, ensure_ascii=False)
        if not isinstance(value, str) or not self._cut.search(value):
            return value
        found = self._cut.findall(value)
        pieces = self._cut.split(value)
        return pieces[0], [
            (self._marks.index(mark), piece) for mark, piece in zip(found, pieces[1:], strict=True)
        ]

    def filled(self, paper: Paper, words: Sequence[str]) -> Paper:
        return {
            name: value
            if not isinstance(value, tuple)
            else value[0] + "".join([words[mark] + piece for mark, piece in value[1]])
            for name, value in paper.items()
        }


def _other_token(agency: str, index: int) -> str:
    """As long and as random as a person's token, and quicker to make."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{agency}/{index}".encode()).digest())[:43].decode()


def _times(bucket: str, running: bool, now: datetime, random: Random) -> dict[str, datetime | None]:
    """Four in a hundred of what is to be done is overdue, about a fifth is amber."""
    if bucket == "ended":
        ended = now - timedelta(minutes=random.randrange(3 * 365 * 24 * 60))
        opened = ended - timedelta(hours=random.randrange(1, 400))
        clock = dict.fromkeys(("due_at", "amber_at", "legal_due_at"))
        return {"opened_at": opened, "ended_at": ended, "sort_at": ended, **clock}
    opened = now - timedelta(minutes=random.randrange(9 * 24 * 60))
    if not running:
        return {"opened_at": opened, "ended_at": None, "sort_at": _NEVER}
    late = random.random() < 0.04
    due = now + timedelta(
        minutes=-random.randrange(1, 3 * 24 * 60) if late else random.randrange(7 * 24 * 60)
    )
    return {
        "opened_at": opened,
        "ended_at": None,
        "due_at": due,
        "amber_at": due - timedelta(days=1),
        "legal_due_at": due + timedelta(days=15),
        "sort_at": due,
    }
