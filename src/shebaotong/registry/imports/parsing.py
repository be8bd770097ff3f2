"""From what comes in to a record, or to something that can at least be kept."""

from __future__ import annotations

import json
import re
from typing import Any

from shebaotong.registry.imports.reasons import Reason, ReasonCode

JsonRecord = dict[str, Any]
# PostgreSQL keeps neither NUL nor half of a surrogate pair. JSON writes NUL as an escape.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_SUSPECT = re.compile("\\\\u0000|[\ud800-\udfff]")


def parse(given: JsonRecord | str) -> tuple[JsonRecord, list[Reason]]:
    """A record from a line of JSON or from data, and why it cannot be taken as it is.

    What cannot be kept in a database is replaced by U+FFFD, so that even such a record can be held.
    """
    if isinstance(given, str):
        try:
            read = json.loads(given)
        except ValueError as error:
            return {"line": _UNKEEPABLE.sub("\ufffd", given)}, [Reason(ReasonCode.FORM, "", str(error))]
    else:
        read = given
    if not isinstance(read, dict):
        return {"line": _clean(read)}, [Reason(ReasonCode.FORM, "", "not an object")]
    if not _SUSPECT.search(json.dumps(read, ensure_ascii=False)):
        return read, []
    kept = _clean(read)
    return kept, [] if kept == read else [Reason(ReasonCode.CHARACTERS, "")]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNKEEPABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_clean(key): _clean(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_clean(entry) for entry in value]
    return value
