"""From what comes in to a record, or to something that can at least be kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from shebaotong.registry.imports.reasons import Reason, ReasonCode

JsonRecord = dict[str, Any]
# PostgreSQL keeps neither NUL nor half of a surrogate pair. JSON writes NUL as an escape.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_SUSPECT = re.compile("\\\\u0000|[\ud800-\udfff]")
# A quick look at the text of a record: only where this stands somewhere is the record walked through.
_MAYBE_FRACTION = re.compile("[0-9][.eE]")
_SHOWN = 300


def parse(given: JsonRecord | str) -> tuple[JsonRecord, list[Reason]]:
    """A record from a line of JSON or from data, and why it cannot be taken as it is.

    What cannot be kept in a database is replaced by U+FFFD, so that even such a record can be held; what is
    no JSON, or is nested too deeply, is held as text, under ``line``.
    """
    try:
        return _read(given)
    except (ValueError, TypeError, RecursionError) as error:
        return {"line": _clean(_as_text(given))}, [Reason(ReasonCode.FORM, "", _why(error))]


def _read(given: JsonRecord | str) -> tuple[JsonRecord, list[Reason]]:
    read = _STRICT.decode(given) if isinstance(given, str) else given
    text = json.dumps(read, ensure_ascii=False, allow_nan=False)
    if not isinstance(read, dict):
        return {"line": _clean(read)}, [Reason(ReasonCode.FORM, "", "not an object")]
    if _MAYBE_FRACTION.search(text) and (place := _fraction(read, ())) is not None:
        return _clean(read), [Reason(ReasonCode.FORM, "/".join(place), "not a whole number")]
    if not _SUSPECT.search(text):
        return read, []
    kept = _clean(read)
    return kept, [] if kept == read else [Reason(ReasonCode.CHARACTERS, "")]


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> JsonRecord:
    made = dict(pairs)
    if len(made) < len(pairs):
        # Nobody could say which value counts.
        raise ValueError("a key stands twice in an object")
    return made


_STRICT = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_once)


def _as_text(given: JsonRecord | str) -> str:
    if isinstance(given, str):
        return given
    try:
        return json.dumps(given, ensure_ascii=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return "(cannot be written down)"


def _why(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:_SHOWN]


def _fraction(value: Any, place: tuple[str, ...]) -> tuple[str, ...] | None:
    """Where the first number stands that is written with a fraction or an exponent. Money is whole fen; and
    what JSON Schema calls an integer may be 100.0, which no column of integers takes."""
    if isinstance(value, float):
        return place
    if isinstance(value, dict):
        entries: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    else:
        return None
    found = (_fraction(entry, (*place, str(key))) for key, entry in entries)
    return next((each for each in found if each is not None), None)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNKEEPABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_clean(key): _clean(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_clean(entry) for entry in value]
    return value
