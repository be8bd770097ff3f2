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
from shebaotong.store.api import agency_context, ask, send_with_next

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

# What one operation writes another asks about, in tables that share no row: a pension may not begin while its
# account is paid out. So all of one person's wait for one another, until their transaction ends.
_HOLD = "SELECT pg_advisory_xact_lock(hashtext('register of a person'), hashtext(%s))"
_NOTE = "SELECT * FROM registry_note_effect(%s, %s, %s, %s, %s, %s)"


def record(*, agency: str, effect: Record, case_number: str, document_ref: str, now: datetime) -> bool:
    """Carry out ``effect`` of a document; False where that document has had it carried out before.

    Raises RegistryRefused for an unknown operation or person, for data that the operation does not
    know, and where the register contradicts it. Then nothing is written.
    """
    operation = OPERATIONS.get(effect.what)
    if operation is None:
        raise refusal.unknown_code("operation", effect.what)
    with agency_context(agency=agency):
        person = require(agency=agency, kind=effect.identifier_kind, number=effect.identifier)
        # The digest names the person by the agency's own row: two writings of a number are one effect.
        content = canonical({"what": effect.what, "person": person, "data": effect.data})
        digest = hashlib.sha256(content).hexdigest()
        send_with_next(_HOLD, [f"{agency} {person}"])
        fresh = bool(ask(_NOTE, [agency, case_number, document_ref, effect.what, digest, now]))
        if fresh:
            change = Change(agency, person, case_number, document_ref, now)
            operation(change, Data(effect.what, effect.data))
    return fresh
