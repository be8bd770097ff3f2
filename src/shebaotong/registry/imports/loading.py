"""Loading people in bulk: what is sound goes in, what breaks a rule waits in quarantine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import DataError, IntegrityError, connection, transaction

from shebaotong.registry.imports.checking import Checked, check
from shebaotong.registry.imports.parsing import JsonRecord, parse
from shebaotong.registry.imports.reasons import Reason, ReasonCode
from shebaotong.registry.imports.rows import Batch, Placed, numbers_of
from shebaotong.registry.imports.tables import TABLES
from shebaotong.registry.models import Employer, IdentityDocument
from shebaotong.store.api import agency_context, copy_rows

_CHINA = ZoneInfo("Asia/Shanghai")
_TOGETHER = 2_000
_HELD_COLUMNS = (
    "agency", "batch", "position", "record", "reasons", "state", "received_at", "settled_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportReport:
    loaded: int
    held: int
    """Waiting in quarantine."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One record of a batch: its place, what it says, and what is wrong with it."""

    position: int
    record: JsonRecord
    checked: Checked | None
    reasons: list[Reason]


def import_people(
    *,
    agency: str,
    stream: Iterable[JsonRecord | str],
    batch: str,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Load records of people into the agency's register. ``batch`` names the delivery.

    Each is an object in the form of ``person.schema.yaml``, or a line of JSON that holds one. A record
    that breaks a rule is held with all its reasons; of two people with one number the first is loaded.
    ``progress`` is told after each batch how many have been seen.
    """
    loaded = held = 0
    positions = enumerate(stream, start=1)
    while given := list(islice(positions, _TOGETHER)):
        with agency_context(agency=agency):
            judged = judge(agency, given, now)
            loaded += len(load_sound(agency, [one for one in judged if not one.reasons], now))
            held += _hold(agency, batch, [one for one in judged if one.reasons], now)
        if progress is not None:
            progress(loaded + held)
    return ImportReport(loaded, held)


def judge(agency: str, given: Sequence[tuple[int, JsonRecord | str]], now: datetime) -> list[Judged]:
    """Check records by themselves and against the register. Inside the agency's context.

    No other import of the agency may come between this and ``load_sound``: it waits until the transaction
    ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry import'), %s)", [int(agency)])
    judged = []
    for position, raw in given:
        record, reasons = parse(raw)
        checked = None
        if not reasons:
            checked, reasons = check(record, now.astimezone(_CHINA).date())
        judged.append(Judged(position, record, checked, reasons))
    _against_register(agency, [one for one in judged if one.checked is not None])
    return judged


def load_sound(agency: str, sound: Sequence[Judged], now: datetime) -> list[int]:
    """Load records that were judged sound; the row numbers of the persons that are loaded, in order.

    Where the database refuses one of them for what no rule has foreseen, it gets that as its reason, and
    costs the others nothing.
    """
    try:
        with transaction.atomic():
            return _load(agency, [one.checked for one in sound if one.checked is not None], now)
    except (DataError, IntegrityError) as error:
        if len(sound) == 1:
            sound[0].reasons.append(Reason(ReasonCode.DATABASE, "", str(error).partition("\n")[0]))
            return []
    half = len(sound) // 2
    return load_sound(agency, sound[:half], now) + load_sound(agency, sound[half:], now)


def _load(agency: str, sound: Sequence[Checked], now: datetime) -> list[int]:
    """Write the rows of checked records; the persons' row numbers, in order."""
    persons = _fresh_numbers("registry_person", len(sound))
    accounts = iter(
        _fresh_numbers("registry_account", sum(len(one.record.get("accounts", ())) for one in sound))
    )
    placed = [
        Placed(person, tuple(islice(accounts, len(checked.record.get("accounts", ())))), checked)
        for person, checked in zip(persons, sound, strict=True)
    ]
    rows = Batch(agency, placed, _employers(agency, sound), now)
    for table in TABLES:
        copy_rows(table=table.name, columns=table.columns, rows=table.rows(rows))
    return persons


def _against_register(agency: str, judged: Sequence[Judged]) -> None:
    """Add to each record's reasons what the register says: numbers taken, employers unknown."""
    numbers = [list(numbers_of(one.checked.identifiers)) for one in judged if one.checked]
    keys = {key for pairs in numbers for key, _ in pairs}
    taken = set(IdentityDocument.objects.filter(agency=agency, key__in=keys).values_list("key", "country"))
    employers = _employers(agency, [one.checked for one in judged if one.checked])
    for one, pairs in zip(judged, numbers, strict=True):
        for index, pair in enumerate(pairs):
            if pair in taken:
                one.reasons.append(Reason(ReasonCode.NUMBER_TAKEN, f"documents/{index}/number"))
        for index, spell in enumerate(one.record.get("enrolments", ())):
            employer = spell.get("employer")
            if employer is not None and employer not in employers:
                one.reasons.append(Reason(ReasonCode.UNKNOWN_EMPLOYER, f"enrolments/{index}", employer))
        if not one.reasons:
            taken.update(pairs)


def _employers(agency: str, checked: Sequence[Checked]) -> dict[str, int]:
    codes = {
        spell["employer"]
        for one in checked
        for spell in one.record.get("enrolments", ())
        if spell.get("employer") is not None
    }
    return dict(Employer.objects.filter(agency=agency, uscc__in=codes).values_list("uscc", "id"))


def _fresh_numbers(table: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def _hold(agency: str, batch: str, judged: Sequence[Judged], now: datetime) -> int:
    return copy_rows(
        table="registry_quarantinedrecord",
        columns=_HELD_COLUMNS,
        rows=_held_rows(agency, batch, judged, now),
    )


def _held_rows(
    agency: str, batch: str, judged: Sequence[Judged], now: datetime
) -> Iterator[tuple[object, ...]]:
    for one in judged:
        reasons = json.dumps([reason.to_json() for reason in one.reasons], ensure_ascii=False)
        record = json.dumps(one.record, ensure_ascii=False)
        yield agency, batch, one.position, record, reasons, "held", now, ""
