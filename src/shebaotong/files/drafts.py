"""Where uploads lie until a case takes them: a draft of one account, and how much an account may leave there.

Who never sends a form in would fill the disk otherwise, until the drafts are swept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from shebaotong.files import refusal
from shebaotong.files.models import FileUse
from shebaotong.store.api import agency_context

DRAFT = "draft:"
_HEX = 12
"""Digits of a digest that name an account, and a form of his."""


@dataclass(frozen=True, slots=True)
class Load:
    """What an account has uploaded and not handed in."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.files + other.files, self.bytes + other.bytes)


OFFICE = Load(files=400, bytes=1024**3)
"""The most of a member of staff, or of a program: several windows' forms of a morning."""
PERSON = Load(files=80, bytes=200 * 1024**2)
"""The most of an insured person: two forms full of photographs."""


def draft_of(key: str, *, by: str) -> str:
    """What stands in for a case number while ``by`` (an account's hand) fills in the form with that key."""
    return f"{_of_account(by)}{_digest(key)}"


def is_draft(case_number: str) -> bool:
    return case_number.startswith(DRAFT)


def load_of(*, by: str, agency: str) -> Load:
    """What the account has in its drafts at that agency."""
    with agency_context(agency=agency):
        return _load(_uses(agency, _of_account(by)))


def check_room(agency: str, draft: str, size: int, *, most: Load, elsewhere: Load) -> None:
    """Refuse a file of ``size`` bytes that is too much; holds his drafts until the transaction ends.

    ``elsewhere``: what the account has uploaded to other agencies. Needs the agency's context. Raises
    FileRefused.
    """
    account = draft[:-_HEX]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('drafts'), hashtext(%s))", [agency + account])
    load = _load(_uses(agency, account)) + elsewhere + Load(1, size)
    if load.files > most.files or load.bytes > most.bytes:
        raise refusal.too_much(most.files, most.bytes)


def _uses(agency: str, account: str) -> QuerySet[FileUse]:
    first, last = f"{account}{'0' * _HEX}", f"{account}{'f' * _HEX}"
    return FileUse.objects.filter(agency=agency, case_number__range=(first, last))


def _load(uses: QuerySet[FileUse]) -> Load:
    found = uses.aggregate(files=Count("id"), bytes=Sum("file__size"))
    return Load(found["files"], found["bytes"] or 0)


def _of_account(by: str) -> str:
    return f"{DRAFT}{_digest(by)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HEX]
