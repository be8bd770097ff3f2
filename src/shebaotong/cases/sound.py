"""What an envelope and a receipt of another city may hold at all, as JSON Schema.

The kernel reads its own values and trusts their types: a number given as text, or a moment without its zone,
would be folded and stored, and afterwards nobody could open the case.
"""

from __future__ import annotations

from shebaotong.cases.schema import Schema

_AGENCY = {"type": "string", "pattern": "^[0-9]{6}$"}
_AGENCY_OR_NONE = {"type": "string", "pattern": "^([0-9]{6})?$"}
_CASE = {"type": "string", "pattern": "^[0-9]{16}$"}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
_NUMBER = {**_COUNT, "minimum": 1}
_CODE = {"type": "string", "pattern": "^[a-z_]{0,40}$"}
# With its zone, and of a year of living memory: moments are compared with one another and shown.
_MOMENT = {"type": "string", "pattern": "^(19|20|21)[0-9]{2}-", "format": "date-time"}
# What is left of a limit: nothing at the least, and from less than that no date can be counted.
_DAYS = {"type": "integer", "minimum": 0, "maximum": 100_000}
_TARGET = {
    "type": "object",
    "properties": {"agency": _AGENCY, "number": _NUMBER},
    "required": ["agency", "number"],
    "additionalProperties": False,
}
_CLOCK = {
    "type": "object",
    "properties": {
        "ticking": {"enum": ["run", "stop", "on_delivery"]},
        "due_at": _MOMENT,
        "amber_at": _MOMENT,
        "legal_due_at": _MOMENT,
        "remaining_days": _DAYS,
        "legal_remaining_days": _DAYS,
        "calendar": {"type": "string", "maxLength": 100},
        "provisional": {"type": "boolean"},
    },
    "required": ["ticking"],
    "if": {"properties": {"ticking": {"const": "run"}}},
    "then": {"required": ["due_at"]},
    "additionalProperties": False,
}
_FLOW = {
    "type": "object",
    "properties": {
        "move": {"type": "string"},
        "from_steps": {"type": "array", "items": _CODE, "maxItems": 40},
        "step": _CODE,
        "turn": _AGENCY_OR_NONE,
        "wait": {"type": "string", "pattern": "^([0-9]{16}|[a-z_]{0,40})$"},
        "reason": _CODE,
        "verdict": _CODE,
        "ending": _CODE,
        "item": {"type": "string", "pattern": "^[a-z_]{0,60}$"},
        "item_version": _COUNT,
        "starter": _AGENCY_OR_NONE,
        "owner": _AGENCY_OR_NONE,
        "parent": {"type": "string", "pattern": "^([0-9]{16})?$"},
        "agency": _AGENCY_OR_NONE,
        "joined": {"type": "string", "pattern": "^([0-9]{16})?$"},
        "target": _TARGET,
        "clock": _CLOCK,
    },
    "required": ["move"],
    "additionalProperties": False,
}
_FILE = {
    "type": "object",
    "properties": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "media_type": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$", "maxLength": 60},
        "size": {"type": "integer", "minimum": 1},
    },
    "required": ["sha256", "media_type", "size"],
    "additionalProperties": False,
}

ENVELOPE = Schema(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "envelope": {"type": "integer"},
            "case": _CASE,
            "type": {"type": "string", "pattern": "^[a-z_]{2,60}\\.[a-z_]{2,60}$"},
            "version": _NUMBER,
            "author": _AGENCY,
            "number": _NUMBER,
            "reach": {"type": "string"},
            "hand": {"type": "string", "minLength": 1, "maxLength": 100},
            "heads": {
                "type": "object",
                "propertyNames": _AGENCY,
                "additionalProperties": _COUNT,
                "maxProperties": 400,
            },
            "claimed_at": _MOMENT,
            "flow": _FLOW,
            "body_digest": {"type": "string", "maxLength": 100},
            "files": {"type": "array", "items": _FILE, "maxItems": 40},
        },
    }
)
RECEIPT = Schema(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "case": _CASE,
            "document": _TARGET,
            "issuer": _AGENCY,
            "stage": {"type": "string"},
            "at": _MOMENT,
            "clock": _CLOCK,
        },
    }
)
