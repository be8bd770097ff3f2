"""From checked records to the rows of each table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import Identifier, normalise_name
from shebaotong.registry.imports.checking import Checked
from shebaotong.registry.imports.parsing import JsonRecord
from shebaotong.registry.tokens import pinyin_key

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A checked record and the numbers that its rows will bear."""

    person: int
    accounts: tuple[int, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Batch:
    """What is loaded together."""

    agency: str
    people: Sequence[Placed]
    employers: dict[str, int]
    """USCC → the employer's row."""
    now: datetime


def _ordinal(month: str) -> int:
    """``Month.ordinal`` of a text whose form is known to be right: a load reads a million of them."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def people(batch: Batch) -> Iterator[Row]:
    for placed in batch.people:
        record = placed.checked.record
        name = normalise_name(record["name"])
        yield (
            placed.person,
            batch.agency,
            name,
            pinyin_key(name),
            record["sex"],
            record["birth"],
            record.get("hukou_region", ""),
            record.get("phone", ""),
            record.get("deceased_on"),
            record.get("synthetic", False),
        )


def documents(batch: Batch) -> Iterator[Row]:
    for placed in batch.people:
        pairs = zip(placed.checked.identifiers, placed.checked.record["documents"], strict=True)
        for identifier, document in pairs:
            yield (
                batch.agency,
                placed.person,
                identifier.kind.value,
                identifier.number,
                identifier.stem,
                identifier.country,
                document["number"],
                identifier.last_four,
                document.get("valid_from"),
                document.get("valid_to"),
            )


def former_names(batch: Batch) -> Iterator[Row]:
    for placed, former in _each(batch, "former_names"):
        name = normalise_name(former["name"])
        until, reason = former.get("until"), former.get("reason", "")
        yield batch.agency, placed.person, name, pinyin_key(name), until, reason


def enrolments(batch: Batch) -> Iterator[Row]:
    for placed, spell in _each(batch, "enrolments"):
        end = spell.get("end")
        employer = spell.get("employer")
        yield (
            batch.agency,
            placed.person,
            spell["kind"],
            None if employer is None else batch.employers[employer],
            f"[{_ordinal(spell['start'])},{'' if end is None else _ordinal(end) + 1})",
            spell.get("status", "normal"),
            spell.get("account_kind", "general"),
        )


def contributions(batch: Batch) -> Iterator[Row]:
    for placed, year in _each(batch, "contributions"):
        bases = year["bases_fen"]
        due = sum(1 << month for month, base in enumerate(bases) if base is not None)
        # As PostgreSQL writes an array: the driver's own way to it takes most of the time of a load.
        array = "{" + ",".join("NULL" if base is None else str(base) for base in bases) + "}"
        yield batch.agency, placed.person, year["kind"], year["year"], array, year.get("paid", due)


def accounts(batch: Batch) -> Iterator[Row]:
    for placed in batch.people:
        for number, account in zip(placed.accounts, placed.checked.record.get("accounts", ()), strict=True):
            yield (
                number,
                batch.agency,
                placed.person,
                account["scheme"],
                account.get("kind", "general"),
                _ordinal(account["opened"]),
            )


def entries(batch: Batch) -> Iterator[Row]:
    for placed in batch.people:
        for number, account in zip(placed.accounts, placed.checked.record.get("accounts", ()), strict=True):
            for entry in account.get("entries", ()):
                month, amount = _ordinal(entry["month"]), entry["amount_fen"]
                yield batch.agency, number, entry["kind"], month, amount, "", ""


def entitlements(batch: Batch) -> Iterator[Row]:
    for placed, given in _each(batch, "entitlements"):
        last = given.get("last_month")
        yield (
            batch.agency,
            placed.person,
            given["benefit"],
            _ordinal(given["from"]),
            None if last is None else _ordinal(last),
            given["amount_fen"],
            given.get("status", "active"),
            given.get("status_reason", ""),
            given.get("certified_until"),
            "",
            "",
            batch.now,
        )


def payments(batch: Batch) -> Iterator[Row]:
    for placed, paid in _each(batch, "payments"):
        yield (
            batch.agency,
            placed.person,
            paid["benefit"],
            _ordinal(paid["month"]),
            paid["amount_fen"],
            paid["paid_on"],
        )


def certifications(batch: Batch) -> Iterator[Row]:
    for placed, proof in _each(batch, "certifications"):
        yield (
            batch.agency,
            placed.person,
            proof["method"],
            proof["place_agency"],
            proof["by"],
            proof["on"],
            proof["valid_until"],
            "",
            "",
        )


def _each(batch: Batch, part: str) -> Iterator[tuple[Placed, JsonRecord]]:
    for placed in batch.people:
        for entry in placed.checked.record.get(part, ()):
            yield placed, entry


def numbers_of(identifiers: Sequence[Identifier]) -> Iterator[tuple[str, str]]:
    """What may be held by one person of an agency only: (key, country)."""
    for identifier in identifiers:
        yield identifier.stem, identifier.country
