"""Which agencies hold a number: asked for an open case only, signed, counted and logged.

The network's one reading across agencies. It answers with agencies, never with facts, and it knows
tokens, never numbers. Every look-up stays visible to the person whose number was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from shebaotong.kernel.api import Text, canonical, json_text, sign
from shebaotong.network.keys import signing_key
from shebaotong.network.models import LocatorEntry, LocatorLookup
from shebaotong.network.tokens import number_token
from shebaotong.store.api import agency_context, ask

_BATCH = 5_000

_LOOK_UP = """
SELECT network_locate(told->>0, told->>1, told->>2, told->>3, (told->>4)::timestamptz, told->>5, %s)
  FROM json_array_elements(%s) WITH ORDINALITY AS asked (told, place) ORDER BY place
"""

CaseCheck = Callable[[str, str], bool]
"""(agency, case number) -> the agency takes part in this case and it is open."""


class LocatorRefused(Exception):
    """The locator does not answer. ``code`` is ``no_case``, ``rate`` or ``no_purpose``."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.zh)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Lookup:
    """One look-up as the person sees it."""

    agency: str
    case_number: str
    purpose: Text
    at: datetime
    found: int
    logged_at: datetime
    """The database's clock: pages follow it."""


@dataclass(slots=True)
class _Cases:
    """Who knows whether a case is open: cases lie above the network and are wired in at start."""

    check: CaseCheck | None = None


_cases = _Cases()


def provide_case_check(check: CaseCheck | None) -> CaseCheck | None:
    """Wire in the folder that knows the cases; what was wired in before. Without it all is refused."""
    before, _cases.check = _cases.check, check
    return before


@dataclass(frozen=True, slots=True)
class LocatorQuestion:
    """Where a number is held: asked for a case of the asking agency, for a purpose."""

    number: str
    case_number: str
    purpose: Text
    now: datetime


def locate(
    *, asking_agency: str, number: str, case_number: str, purpose: Text, now: datetime
) -> tuple[str, ...]:
    """Codes of the agencies that hold ``number``, in the context of ``asking_agency``.

    Raises LocatorRefused without an open case of the asking agency, without a purpose, and beyond
    ``settings.LOOKUPS_PER_HOUR``; NoSigningKey outside the asking agency's context; ValueError for an
    empty number.
    """
    question = LocatorQuestion(number, case_number, purpose, now)
    (answer,) = locate_together(asking_agency=asking_agency, asked=[question])
    if isinstance(answer, LocatorRefused):
        raise answer
    return answer


def locate_together(
    *, asking_agency: str, asked: Sequence[LocatorQuestion]
) -> list[tuple[str, ...] | LocatorRefused]:
    """The same for several cases by one message: of each the answer, or why it is refused. Each is looked up,
    signed, counted and logged for itself."""
    answers = [_objection(asking_agency, question) for question in asked]
    lawful = [question for question, objection in zip(asked, answers, strict=True) if objection is None]
    looked_up = iter(_look_up(asking_agency, lawful) if lawful else ())
    return [next(looked_up) if objection is None else objection for objection in answers]


def _objection(asking_agency: str, question: LocatorQuestion) -> LocatorRefused | None:
    if not question.purpose.zh.strip():
        return LocatorRefused(
            "no_purpose", Text("查询参保地必须写明用途。", "A look-up must state its purpose.")
        )
    if _cases.check is None or not _cases.check(asking_agency, question.case_number):
        return LocatorRefused(
            "no_case",
            Text(
                "只能为本机构正在办理的办件查询参保地。",
                "Only for an open case of your agency may this be asked.",
            ),
        )
    return None


def _look_up(asking_agency: str, asked: Sequence[LocatorQuestion]) -> list[tuple[str, ...] | LocatorRefused]:
    key = signing_key(agency=asking_agency)
    told = []
    for question in asked:
        token = number_token(number=question.number)
        at = question.now.isoformat()
        signed = {
            "agency": asking_agency,
            "token": token,
            "case": question.case_number,
            "purpose": question.purpose.zh,
            "at": at,
        }
        purpose = question.purpose
        signature = sign(key, canonical(signed))
        told.append([token, question.case_number, purpose.zh, purpose.en, at, signature])
    most = settings.LOOKUPS_PER_HOUR
    return [
        _too_many(most) if holders is None else tuple(holders)
        for (holders,) in ask(_LOOK_UP, [most, json_text(told)])
    ]


def _too_many(most: int) -> LocatorRefused:
    return LocatorRefused(
        "rate",
        Text(
            f"本机构一小时内查询参保地已满{most}次，请稍后再试。",
            f"Your agency has asked {most} times within the hour; please try later.",
        ),
    )


def register_holdings(*, agency: str, numbers: Iterable[str]) -> None:
    """Say that ``agency`` holds these numbers, in its own context; safe to repeat."""
    entries = (LocatorEntry(number_token=number_token(number=number), agency_id=agency) for number in numbers)
    LocatorEntry.objects.bulk_create(entries, batch_size=_BATCH, ignore_conflicts=True)


def lookups_by(*, agency: str, before: datetime | None = None, limit: int = 50) -> tuple[Lookup, ...]:
    """What the agency itself has asked, newest first, for its supervisor; ``before``: the last ``logged_at``
    of the page before."""
    with agency_context(agency=agency):
        found = LocatorLookup.objects.filter(agency=agency)
        if before is not None:
            found = found.filter(logged_at__lt=before)
        return tuple(_lookup(row) for row in found.order_by("-logged_at")[:limit])


def lookups_of(*, number_token: str) -> tuple[Lookup, ...]:
    """Every look-up of one person's number by any agency, newest first: for that person's eyes."""
    rows = LocatorLookup.objects.raw("SELECT * FROM network_lookups_of(%s)", [number_token])
    return tuple(_lookup(row) for row in rows)


def _lookup(row: LocatorLookup) -> Lookup:
    return Lookup(
        agency=row.agency_id,
        case_number=row.case_number,
        purpose=Text(row.purpose_zh, row.purpose_en),
        at=row.asked_at,
        found=row.found,
        logged_at=row.logged_at,
    )
