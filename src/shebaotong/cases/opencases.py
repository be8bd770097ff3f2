"""What an agency's open cases are asked: whether there is one, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shebaotong.cases.models import Case
from shebaotong.kernel.api import Status, name_key

_in_work: ContextVar[frozenset[tuple[str, str]]] = ContextVar("cases in work", default=frozenset())


@contextmanager
def working_on(*, agency: str, numbers: Iterable[str]) -> Iterator[None]:
    """Cases whose opening documents are being decided on are open, though no row says so yet."""
    token = _in_work.set(_in_work.get() | {(agency, number) for number in numbers})
    try:
        yield
    finally:
        _in_work.reset(token)


def is_open(agency: str, number: str) -> bool:
    """Needs the agency's context."""
    if (agency, number) in _in_work.get():
        return True
    found = Case.objects.filter(agency=agency, number=number)
    return found.exclude(status=Status.ENDED.value).exists()


def same_name(*, agency: str, number: str, name: str) -> bool:
    """Whether the agency's case of that number is about a person of that name, in whatever way it is written;
    so is one whose name was erased. Needs the agency's context."""
    held = Case.objects.filter(agency=agency, number=number).values_list("subject_name", flat=True).first()
    return not held or name_key(held) == name_key(name)
