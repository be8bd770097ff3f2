"""Which rules a record breaks by itself, without asking the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import jsonschema_rs

from shebaotong.kernel.api import (
    EARLIEST_BIRTH,
    BadName,
    Identifier,
    IdentifierKind,
    normalise_name,
    read_shipped,
    validate_number,
)
from shebaotong.registry.imports.parsing import JsonRecord
from shebaotong.registry.imports.reasons import Reason, ReasonCode
from shebaotong.registry.tokens import pinyin_key

_FOREVER = "9999-12"
_LONGEST_KEY = 200
"""Of a name in pinyin, as its columns are declared."""
_LONGEST_READING = 6
"""Letters of one character, as in zhuang: shorter names need not be read for their length."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A record in the right form with its identifiers read."""

    record: JsonRecord
    identifiers: tuple[Identifier, ...]


def check(record: JsonRecord, as_of: date) -> tuple[Checked | None, list[Reason]]:
    """The record with its identifiers, and the rules that it breaks; it may be loaded if there are none."""
    formal = [
        Reason(ReasonCode.FORM, "/".join(map(str, error.instance_path)), error.message[:300])
        for error in _schema().iter_errors(record)
    ]
    if formal:
        return None, formal
    identifiers, reasons = _identifiers(record, as_of)
    for rule in _RULES:
        reasons.extend(rule(record, as_of))
    return (None if reasons else Checked(record, identifiers)), reasons


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    text = files("shebaotong.registry.imports").joinpath("person.schema.yaml").read_text(encoding="utf-8")
    return jsonschema_rs.Draft202012Validator(read_shipped(text), validate_formats=True)


def _identifiers(record: JsonRecord, as_of: date) -> tuple[tuple[Identifier, ...], list[Reason]]:
    good: list[Identifier] = []
    reasons = []
    for index, document in enumerate(record["documents"]):
        field = f"documents/{index}/number"
        if document["kind"] not in set(IdentifierKind) - {IdentifierKind.USCC}:
            reasons.append(Reason(ReasonCode.NUMBER, f"documents/{index}/kind", document["kind"]))
            continue
        kind = IdentifierKind(document["kind"])
        verdict = validate_number(
            kind=kind, text=document["number"], as_of=as_of, country=document.get("country", "")
        )
        if verdict.identifier is None:
            detail = verdict.refusal.reason.value if verdict.refusal else ""
            reasons.append(Reason(ReasonCode.NUMBER, field, detail))
            continue
        if any((one.kind, one.number) == (kind, verdict.identifier.number) for one in good):
            reasons.append(Reason(ReasonCode.TWICE, f"documents/{index}", document["kind"]))
        good.append(verdict.identifier)
        birth, sex = verdict.identifier.birth, verdict.identifier.sex
        if birth is not None and birth.isoformat() != record["birth"]:
            reasons.append(Reason(ReasonCode.BIRTH_DIFFERS, field, birth.isoformat()))
        if sex is not None and sex.value != record["sex"]:
            reasons.append(Reason(ReasonCode.SEX_DIFFERS, field, sex.value))
    return tuple(good), reasons


def _names(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    named = [("name", record["name"])]
    named += [
        (f"former_names/{i}/name", former["name"]) for i, former in enumerate(record.get("former_names", ()))
    ]
    for field, name in named:
        try:
            plain = normalise_name(name)
        except BadName as error:
            yield Reason(ReasonCode.NAME, field, str(error))
            continue
        if len(plain) * _LONGEST_READING > _LONGEST_KEY and len(pinyin_key(plain)) > _LONGEST_KEY:
            yield Reason(ReasonCode.NAME, field, f"longer in pinyin than {_LONGEST_KEY} letters")


def _validity(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    for index, document in enumerate(record["documents"]):
        first, last = document.get("valid_from"), document.get("valid_to")
        if first is not None and last is not None and last < first:
            yield Reason(ReasonCode.PERIOD, f"documents/{index}", f"{first}…{last}")


def _life(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    birth = record["birth"]
    if not EARLIEST_BIRTH.isoformat() <= birth <= as_of.isoformat():
        yield Reason(ReasonCode.BIRTH, "birth", birth)
    death = record.get("deceased_on")
    if death is not None and not birth <= death <= as_of.isoformat():
        yield Reason(ReasonCode.DEATH, "deceased_on", death)


def _spells(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    groups: dict[tuple[str, str | None], list[tuple[str, str, int]]] = {}
    for index, spell in enumerate(record.get("enrolments", ())):
        start, end = spell["start"], spell.get("end") or _FOREVER
        if end < start:
            yield Reason(ReasonCode.PERIOD, f"enrolments/{index}", f"{start}…{end}")
        groups.setdefault((spell["kind"], spell.get("employer")), []).append((start, end, index))
    for spells in groups.values():
        for earlier, later in pairwise(sorted(spells)):
            if later[0] <= earlier[1]:
                yield Reason(ReasonCode.OVERLAP, f"enrolments/{later[2]}", f"enrolments/{earlier[2]}")


def _contributions(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    seen = set()
    for index, year in enumerate(record.get("contributions", ())):
        key = (year["kind"], year["year"])
        if key in seen:
            yield Reason(ReasonCode.TWICE, f"contributions/{index}", f"{year['kind']} {year['year']}")
        seen.add(key)
        due = sum(1 << month for month, base in enumerate(year["bases_fen"]) if base is not None)
        if year.get("paid", due) & ~due:
            yield Reason(ReasonCode.PAID_WITHOUT_BASE, f"contributions/{index}/paid", str(year["year"]))


def _once(record: JsonRecord, as_of: date) -> Iterable[Reason]:
    accounts = [(account["scheme"], account.get("kind", "general")) for account in record.get("accounts", ())]
    running = [
        (entitlement["benefit"],)
        for entitlement in record.get("entitlements", ())
        if entitlement.get("status", "active") != "ended"
    ]
    for field, keys in (("accounts", accounts), ("entitlements", running)):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                yield Reason(ReasonCode.TWICE, field, " ".join(key))


_RULES: tuple[Callable[[JsonRecord, date], Iterable[Reason]], ...] = (
    _names,
    _validity,
    _life,
    _spells,
    _contributions,
    _once,
)
