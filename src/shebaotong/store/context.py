"""For whom the program acts: outside a context no agency's row is visible."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from shebaotong.store.names import AGENCY_SETTING, AUTHENTICATING_SETTING, agency_role

_agency: ContextVar[str] = ContextVar("agency in whose name we act", default="")
_authenticating: ContextVar[str] = ContextVar("whether somebody is signing in", default="")
"""What we have set in the database: known here, so that nobody has to ask it."""


def agency_context(*, agency: str, savepoint: bool = True) -> AbstractContextManager[None]:
    """Act for one agency: one transaction in which its rows, and only its, are visible and writable.

    Contexts nest; the inner one is a savepoint, and the outer agency is back when it ends. The database
    forgets the agency at the end of the transaction, so a pooled connection carries nothing over.

    savepoint: False makes an inner context for the same agency a part of the outer one, which spares two
        statements: what it wrote before it failed is rolled back with the outer one only.
    """
    agency_role(agency)
    return _setting(_agency, AGENCY_SETTING, agency, savepoint=savepoint)


def authenticating() -> AbstractContextManager[None]:
    """Find out who signs in, before the agency is known.

    Only policies that name `shebaotong_authenticating()` honour it: the accounts' own tables. No other
    row becomes visible.
    """
    return _setting(_authenticating, AUTHENTICATING_SETTING, "on", savepoint=True)


def acting_agency() -> str:
    """The agency of the innermost context; empty outside."""
    return _agency.get() if _connection().in_atomic_block else ""


@contextmanager
def _setting(known: ContextVar[str], name: str, value: str, *, savepoint: bool) -> Iterator[None]:
    own = _connection()
    nested = own.in_atomic_block
    # A transaction that has ended took the setting with it.
    before = known.get() if nested else ""
    if before == value:
        with transaction.atomic() if savepoint else nullcontext():
            yield
        return
    with transaction.atomic():
        own.set_locally(name, value)
        token = known.set(value)
        try:
            yield
        finally:
            known.reset(token)
        # After an exception the rollback takes the setting back; so does the end of a whole transaction.
        if nested and not own.needs_rollback:
            own.set_locally(name, before)


def _connection() -> Any:
    # Not Django's `connection`, which stands between and looks this up anew for every attribute.
    return connections[DEFAULT_DB_ALIAS]


def ask(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one short statement, in the context that holds; ``%s`` stands for each parameter.

    For what every step of every case asks: it costs a tenth of what a cursor does.
    """
    rows: list[tuple[Any, ...]] = _connection().ask(statement, parameters)
    return rows


def send_after_commit(statement: str, parameters: Sequence[Any]) -> None:
    """Send this statement once the present transaction is committed, in the same message as the commit.

    It runs in a transaction of its own. Outside a transaction it is sent at once; if the transaction is
    rolled back, it is never sent.
    """
    _connection().send_after_commit(statement, parameters)


def send_with_next(statement: str, parameters: Sequence[Any]) -> None:
    """Send this statement in the present transaction, together with the next one or with the commit.

    For writes whose answer nobody needs: it saves a round trip. If it fails, the error is raised where that
    next statement, or the commit, is sent.
    """
    _connection().send_with_next(statement, parameters)


def send_held_back() -> None:
    """Send now what :func:`send_with_next` holds back, so that an error in it is raised here."""
    _connection().send_held_back()
