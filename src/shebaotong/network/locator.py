"""Which agencies hold a number: asked for an open case only, signed, counted and logged.

The network's one reading across agencies. It answers with agencies, never with facts, and it knows
tokens, never numbers. Every look-up stays visible to the person whose number was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from shebaotong.kernel.api import Text, canonical, sign
from shebaotong.network.keys import signing_key
from shebaotong.network.models import LocatorEntry, LocatorLookup
from shebaotong.network.tokens import number_token
from shebaotong.store.api import agency_context, ask

_BATCH = 5_000

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


def locate(
    *, asking_agency: str, number: str, case_number: str, purpose: Text, now: datetime
) -> tuple[str, ...]:
    """Codes of the agencies that hold ``number``, in the context of ``asking_agency``.

    Raises LocatorRefused without an open case of the asking agency, without a purpose, and beyond
    ``settings.LOOKUPS_PER_HOUR``; NoSigningKey outside the asking agency's context; ValueError for an
    empty number.
    """
    if not purpose.zh.strip():
        raise LocatorRefused(
            "no_purpose", Text("查询参保地必须写明用途。", "A look-up must state its purpose.")
        )
    if _cases.check is None or not _cases.check(asking_agency, case_number):
        raise LocatorRefused(
            "no_case",
            Text(
                "只能为本机构正在办理的办件查询参保地。",
                "Only for an open case of your agency may this be asked.",
            ),
        )
    token = number_token(number=number)
    question = {
        "agency": asking_agency,
        "token": token,
        "case": case_number,
        "purpose": purpose.zh,
        "at": now.isoformat(),
    }
    signature = sign(signing_key(agency=asking_agency), canonical(question))
    most = settings.LOOKUPS_PER_HOUR
    ((holders,),) = ask(
        "SELECT network_locate(%s, %s, %s, %s, %s, %s, %s)",
        [token, case_number, purpose.zh, purpose.en, now, signature, most],
    )
    if holders is None:
        raise LocatorRefused(
            "rate",
            Text(
                f"本机构一小时内查询参保地已满{most}次，请稍后再试。",
                f"Your agency has asked {most} times within the hour; please try later.",
            ),
        )
    return tuple(holders)


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
