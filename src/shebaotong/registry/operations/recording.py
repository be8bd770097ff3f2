"""Carrying out what a document says, exactly once however often it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from shebaotong.kernel.api import Record, canonical
from shebaotong.registry import refusal
from shebaotong.registry.operations import benefits, insurance
from shebaotong.registry.operations.change import Change
from shebaotong.registry.operations.data import Data
from shebaotong.registry.resolving import require
from shebaotong.store.api import agency_context, ask

OPERATIONS: dict[str, Callable[[Change, Data], None]] = {
    "certification": benefits.certify,
    "benefit_award": benefits.award,
    "benefit_amount": benefits.change_amount,
    "benefit_suspend": benefits.suspend,
    "benefit_resume": benefits.resume,
    "benefit_end": benefits.end,
    "enrolment_end": insurance.end_enrolment,
    "lump_sum_settled": insurance.settle_lump_sum,
    "lump_sum_reversed": insurance.reverse_lump_sum,
}
"""What ``Record.what`` may say. The data of each stands above its function."""

_NOTE = "SELECT * FROM registry_note_effect(%s, %s, %s, %s, %s, %s, %s)"


def record(*, agency: str, effect: Record, case_number: str, document_ref: str, now: datetime) -> bool:
    """Carry out ``effect`` of a document; False where that document has had it carried out before.

    Raises RegistryRefused for an unknown operation or person, for data that the operation does not
    know, and where the register contradicts it. Then nothing is written. What is done to one person is done
    one after the other, so that each operation sees what those before it have written.
    """
    operation = OPERATIONS.get(effect.what)
    if operation is None:
        raise refusal.unknown_code("operation", effect.what)
    with agency_context(agency=agency):
        person = require(agency=agency, kind=effect.identifier_kind, number=effect.identifier)
        # The digest names the person by the agency's own row: two writings of a number are one effect.
        content = canonical({"what": effect.what, "person": person, "data": effect.data})
        digest = hashlib.sha256(content).hexdigest()
        # From here on nobody else changes the record of this person until the transaction ends.
        fresh = bool(ask(_NOTE, [agency, person, case_number, document_ref, effect.what, digest, now]))
        if fresh:
            change = Change(agency, person, case_number, document_ref, now)
            operation(change, Data(effect.what, effect.data))
    return fresh
