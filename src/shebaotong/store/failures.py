"""Which of the database's errors pass by themselves."""

from django.db import DatabaseError, InterfaceError, OperationalError

UNREACHABLE = (OperationalError, InterfaceError)
"""What Django raises where the database is not there, or went away in the middle. Whether the transaction was
committed nobody knows then; the same again may succeed in a minute."""

_GIVEN_UP = frozenset({"40P01", "40001"})
"""SQLSTATEs: a deadlock, and what could not be put into one order with what others did."""


def gave_way(error: DatabaseError | InterfaceError) -> bool:
    """Whether the database gave this transaction up so that another could go on: nothing of it was written,
    and it can be run again."""
    return getattr(error.__cause__, "sqlstate", None) in _GIVEN_UP
