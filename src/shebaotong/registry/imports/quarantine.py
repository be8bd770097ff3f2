"""Records that wait: seen with their reasons, mended and tried again, or dropped; never lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shebaotong.kernel.api import Text, mask_name
from shebaotong.registry import refusal
from shebaotong.registry.codes import QuarantineState
from shebaotong.registry.imports.loading import judge, load_sound
from shebaotong.registry.imports.parsing import JsonRecord
from shebaotong.registry.imports.reasons import Reason
from shebaotong.registry.models import QuarantinedRecord
from shebaotong.registry.reading import Reader, Reading, log
from shebaotong.store.api import agency_context


@dataclass(frozen=True, slots=True)
class Held:
    """A record in quarantine as a list shows it."""

    id: int
    batch: str
    position: int
    name: str
    """Masked; empty where the record gives none."""
    reasons: tuple[Reason, ...]
    state: str
    received_at: datetime


def quarantined(*, agency: str, state: str = "held", after: int = 0, limit: int = 50) -> tuple[Held, ...]:
    """The agency's records in that state, oldest first; ``after`` is the last id of the page before."""
    if state not in set(QuarantineState):
        raise refusal.unknown_code("state", state)
    with agency_context(agency=agency):
        found = QuarantinedRecord.objects.filter(agency=agency, state=state, pk__gt=after)
        return tuple(
            Held(
                id=one.pk,
                batch=one.batch,
                position=one.position,
                name=mask_name(str(one.record.get("name", ""))),
                reasons=tuple(Reason.from_json(reason) for reason in one.reasons),
                state=one.state,
                received_at=one.received_at,
            )
            for one in found.order_by("pk")[:limit]
        )


def open_quarantined(*, agency: str, held: int, reader: Reader, purpose: Text, now: datetime) -> JsonRecord:
    """The whole record, to mend it; logged as ``quarantine``. Raises RegistryRefused where there is none."""
    with agency_context(agency=agency):
        record: JsonRecord = _get(agency, held).record
        readings = [Reading("quarantine", purpose, None, f"#{held}")]
        log(agency=agency, readings=readings, reader=reader, case_number="", now=now)
    return record


def retry_quarantined(
    *, agency: str, held: int, record: JsonRecord, by: str, now: datetime
) -> tuple[Reason, ...]:
    """Try the mended record. Empty: it is loaded. Else what is still wrong, and it goes on waiting.

    The record as it came stays in quarantine as the proof of what was delivered.
    """
    with agency_context(agency=agency):
        waiting = _get(agency, held, state=QuarantineState.HELD)
        (judged,) = judge(agency, [(waiting.position, record)], now)
        loaded = [] if judged.reasons else load_sound(agency, [judged], now)
        if not loaded:
            waiting.reasons = [reason.to_json() for reason in judged.reasons]
            waiting.save(update_fields=["reasons"])
            return tuple(judged.reasons)
        (waiting.person_id,) = loaded
        _settle(waiting, QuarantineState.LOADED, by, now)
    return ()


def drop_quarantined(*, agency: str, held: int, by: str, now: datetime) -> None:
    """Decide that the record is not to be loaded. Raises RegistryRefused where it waits no longer."""
    with agency_context(agency=agency):
        _settle(_get(agency, held, state=QuarantineState.HELD), QuarantineState.DROPPED, by, now)


def _get(agency: str, held: int, state: QuarantineState | None = None) -> QuarantinedRecord:
    found = QuarantinedRecord.objects.select_for_update().filter(agency=agency, pk=held).first()
    if found is None or (state is not None and found.state != state):
        raise refusal.conflict(
            "这条记录不在待处理之列，可能已由他人处理。",
            "This record does not wait any longer; somebody may have settled it.",
        )
    return found


def _settle(waiting: QuarantinedRecord, state: QuarantineState, by: str, now: datetime) -> None:
    waiting.state, waiting.settled_by, waiting.settled_at = state.value, by, now
    waiting.save(update_fields=["state", "settled_by", "settled_at", "person"])
