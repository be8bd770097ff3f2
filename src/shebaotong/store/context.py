"""For whom the program acts: outside a context no agency's row is visible."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from shebaotong.store.names import AGENCY_SETTING, AUTHENTICATING_SETTING, agency_role


@contextmanager
def agency_context(*, agency: str) -> Iterator[None]:
    """Act for one agency: one transaction in which its rows, and only its, are visible and writable.

    Contexts nest; the inner one is a savepoint, and the outer agency is back when it ends. The database
    forgets the agency at the end of the transaction, so a pooled connection carries nothing over.
    """
    agency_role(agency)
    with _setting(AGENCY_SETTING, agency):
        yield


@contextmanager
def authenticating() -> Iterator[None]:
    """Find out who signs in, before the agency is known.

    Only policies that name `shebaotong_authenticating()` honour it: the accounts' own tables. No other
    row becomes visible.
    """
    with _setting(AUTHENTICATING_SETTING, "on"):
        yield


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true), set_config(%s, %s, true)", [name, name, value])
            before = cursor.fetchone()[0] or ""
        yield
        # After an exception the rollback takes the setting back; so does the end of a whole transaction.
        if nested and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config(%s, %s, true)", [name, before])
