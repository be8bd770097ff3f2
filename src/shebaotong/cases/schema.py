"""JSON Schema 2020-12 over document bodies, compiled once; errors as data that pages can place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from shebaotong.kernel.api import Text


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with a body."""

    pointer: str
    """JSON pointer to the field, e.g. ``/subject/identifier``; the parent's for a missing one."""
    rule: str
    """The schema keyword that failed: ``required``, ``enum``, ``maxLength`` …"""
    message: str
    """As the validator says it, for developers and machines."""
    field: str = ""
    """Name of the missing or unexpected property, where the rule names one."""
    text: Text | None = None
    """For the person who typed it, where the engine itself refuses and not a schema."""


class InvalidBody(ValueError):
    """The body does not fit its schema."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{e.pointer or '/'}: {e.message}" for e in errors))
        self.errors = errors


# Long enough for any field of any form; keeps hostile text out of logs and error pages.
_MESSAGE_LENGTH = 300
_MOST_ERRORS = 50


class Schema:
    """One compiled schema."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validator = jsonschema_rs.Draft202012Validator(document, validate_formats=True)

    def check(self, body: Any) -> None:
        """Raises InvalidBody with every error found (at most 50)."""
        if self._validator.is_valid(body):
            return
        found = []
        for error in self._validator.iter_errors(body):
            found.append(_field_error(error))
            if len(found) == _MOST_ERRORS:
                break
        raise InvalidBody(tuple(found))


def _field_error(error: jsonschema_rs.ValidationError) -> FieldError:
    rule = str(error.schema_path[-1]) if error.schema_path else "schema"
    pointer = "".join(f"/{part}" for part in error.instance_path)
    named = getattr(error.kind, "property", "") or ""
    return FieldError(pointer, rule, error.message[:_MESSAGE_LENGTH], str(named))
