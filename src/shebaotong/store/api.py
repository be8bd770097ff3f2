"""The store's face: a running PostgreSQL, its roles, and who owns a row."""

from shebaotong.store.context import agency_context, authenticating
from shebaotong.store.database import as_owner, django_database, ensure_database
from shebaotong.store.errors import StoreError
from shebaotong.store.home import Home
from shebaotong.store.names import APP, OWNER
from shebaotong.store.policies import AppendOnly, OwnedTable
from shebaotong.store.roles import provision_agencies, refuse_wrong_role
from shebaotong.store.server import Server, current_server, running_server

__all__ = [
    "APP",
    "OWNER",
    "AppendOnly",
    "Home",
    "OwnedTable",
    "Server",
    "StoreError",
    "agency_context",
    "as_owner",
    "authenticating",
    "current_server",
    "django_database",
    "ensure_database",
    "provision_agencies",
    "refuse_wrong_role",
    "running_server",
]
