"""Taking files in and letting them go; everything for one agency and inside its context."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Case, Exists, OuterRef, When

from shebaotong.files import refusal
from shebaotong.files.drafts import DRAFT, OFFICE, Load, check_room, is_draft
from shebaotong.files.models import FileChunk, FileUse, StoredFile
from shebaotong.files.names import clean
from shebaotong.files.sniff import sniff
from shebaotong.store.api import agency_context

LIMIT = 20 * 1024 * 1024
"""Largest file in bytes."""
_CHUNK = 256 * 1024
NOTHING = Load()


class Stream(Protocol):
    """Whatever bytes can be read from: a file, an upload, a buffer."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as a case holds it."""

    sha256: str
    """Hex digest of the content: how documents name the file."""
    name: str
    media_type: str
    size: int
    erased: bool = False


def store_file(
    *,
    agency: str,
    name: str,
    stream: Stream,
    case_number: str,
    now: datetime,
    most: Load | None = OFFICE,
    elsewhere: Load = NOTHING,
) -> Kept:
    """Keep the bytes of ``stream`` for a case. The same content again is kept once and used twice.

    At most 20 MB and one byte are read. Into a draft goes no more than ``most`` of one account, with what it
    has in drafts ``elsewhere``; None: it only moves what was counted. Raises FileRefused.
    """
    content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise refusal.too_large(LIMIT)
    shown = clean(name)
    kind = sniff(content, shown)
    digest = hashlib.sha256(content).hexdigest()
    with agency_context(agency=agency):
        if is_draft(case_number) and most is not None and not _holds(agency, case_number, digest):
            check_room(agency, case_number, len(content), most=most, elsewhere=elsewhere)
        # Locked, so that it is not collected as unused before this use of it is written.
        held = StoredFile.objects.select_for_update().filter(agency=agency, sha256=digest, erased_at=None)
        file = held.first() or _write(agency, content, digest, kind.media_type, now)
        use, _ = FileUse.objects.get_or_create(
            agency=agency, file=file, case_number=case_number, defaults={"name": shown, "added_at": now}
        )
    return Kept(digest, use.name, file.media_type, file.size)


def _holds(agency: str, case_number: str, digest: str) -> bool:
    return FileUse.objects.filter(agency=agency, case_number=case_number, file__sha256=digest).exists()


def _write(agency: str, content: bytes, digest: str, media_type: str, now: datetime) -> StoredFile:
    file, fresh = StoredFile.objects.get_or_create(
        agency=agency,
        sha256=digest,
        erased_at=None,
        defaults={"size": len(content), "media_type": media_type, "stored_at": now},
    )
    if fresh:
        for position, at in enumerate(range(0, len(content), _CHUNK)):
            FileChunk.objects.create(
                agency=agency, file=file, position=position, content=content[at : at + _CHUNK]
            )
    return file


def take_files(
    *, agency: str, draft: str, case_number: str, digests: Sequence[str], now: datetime
) -> tuple[Kept, ...]:
    """Give a case what lies in a draft or in the case already, in the order of ``digests``.

    Runs in the caller's transaction, so that a case never names a file that it does not hold. Raises
    LookupError where one is in neither, or has been collected.
    """
    with agency_context(agency=agency):
        uses = {
            use.file.sha256: use
            for use in FileUse.objects.select_related("file")
            .select_for_update(of=("self",))
            .filter(
                agency=agency,
                case_number__in=(draft, case_number),
                file__sha256__in=digests,
                file__erased_at=None,
            )
            # What the case holds already comes last and wins.
            .order_by(Case(When(case_number=case_number, then=1), default=0))
        }
        if missing := set(digests) - set(uses):
            raise LookupError(f"{len(missing)} files lie neither in the draft nor in the case")
        moved = [use.pk for use in uses.values() if use.case_number == draft]
        FileUse.objects.filter(pk__in=moved).update(case_number=case_number, added_at=now)
    return tuple(
        Kept(digest, uses[digest].name, uses[digest].file.media_type, uses[digest].file.size)
        for digest in digests
    )


def release_file(*, agency: str, sha256: str, case_number: str) -> bool:
    """The case no longer holds the file; True if it did. The bytes go with the next ``collect_files``."""
    with agency_context(agency=agency):
        removed, _ = FileUse.objects.filter(
            agency=agency, file__sha256=sha256, file__erased_at=None, case_number=case_number
        ).delete()
    return bool(removed)


def collect_files(*, agency: str, before: datetime, limit: int = 100) -> int:
    """Remove files that no case holds and that were stored before ``before``; returns how many.

    A draft that was begun before and never handed in holds nothing any more.
    """
    with agency_context(agency=agency):
        FileUse.objects.filter(agency=agency, case_number__startswith=DRAFT, added_at__lt=before).delete()
        used = FileUse.objects.filter(agency=agency, file=OuterRef("pk"))
        unused = list(
            StoredFile.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(~Exists(used), agency=agency, erased_at=None, stored_at__lt=before)
            .values_list("pk", flat=True)[:limit]
        )
        FileChunk.objects.filter(agency=agency, file__in=unused).delete()
        StoredFile.objects.filter(agency=agency, pk__in=unused).delete()
    return len(unused)


def erase_file(*, agency: str, sha256: str, order: str, now: datetime) -> bool:
    """Destroy the bytes because a lawful order says so; True if there were any.

    Row, digest and uses stay, so that a case that names the file still verifies. ``order`` names the
    order (number and authority) and may not be empty.
    """
    if not order.strip():
        raise ValueError("a file is erased by a named order only")
    with agency_context(agency=agency):
        file = (
            StoredFile.objects.select_for_update()
            .filter(agency=agency, sha256=sha256, erased_at=None)
            .first()
        )
        if file is None:
            return False
        FileChunk.objects.filter(agency=agency, file=file).delete()
        file.erased_at, file.erasure_order = now, order.strip()
        file.save(update_fields=["erased_at", "erasure_order"])
    return True
