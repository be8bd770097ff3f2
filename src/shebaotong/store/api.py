"""The store's face: a running PostgreSQL, its roles, and who owns a row."""

from shebaotong.store.backup import backup, restore
from shebaotong.store.bulk import copy_rows
from shebaotong.store.context import (
    acting_agency,
    agency_context,
    ask,
    authenticating,
    send_after_commit,
    send_held_back,
    send_with_next,
)
from shebaotong.store.database import (
    as_owner,
    copy_database,
    database_exists,
    disconnect,
    django_database,
    drop_database,
    ensure_database,
    gather_statistics,
)
from shebaotong.store.embedded.binaries import postgres_program
from shebaotong.store.embedded.user import remove_embedded
from shebaotong.store.errors import StoreError
from shebaotong.store.failures import UNREACHABLE, gave_way
from shebaotong.store.functions import BY_INDEX, Planned, PlannedOnce
from shebaotong.store.home import Home
from shebaotong.store.names import APP, OWNER
from shebaotong.store.partitions import CreatePartitionedModel, YearPartitions
from shebaotong.store.policies import AppendOnly, OwnedTable, Secret
from shebaotong.store.processes import end_with_parent, keep_what_is_loaded
from shebaotong.store.references import OwnedReference
from shebaotong.store.roles import provision_agencies, provisioned_agencies, refuse_wrong_role
from shebaotong.store.server import Server, current_server, running_server

__all__ = [
    "APP",
    "BY_INDEX",
    "OWNER",
    "UNREACHABLE",
    "AppendOnly",
    "CreatePartitionedModel",
    "Home",
    "OwnedReference",
    "OwnedTable",
    "Planned",
    "PlannedOnce",
    "Secret",
    "Server",
    "StoreError",
    "YearPartitions",
    "acting_agency",
    "agency_context",
    "as_owner",
    "ask",
    "authenticating",
    "backup",
    "copy_database",
    "copy_rows",
    "current_server",
    "database_exists",
    "disconnect",
    "django_database",
    "drop_database",
    "end_with_parent",
    "ensure_database",
    "gather_statistics",
    "gave_way",
    "keep_what_is_loaded",
    "postgres_program",
    "provision_agencies",
    "provisioned_agencies",
    "refuse_wrong_role",
    "remove_embedded",
    "restore",
    "running_server",
    "send_after_commit",
    "send_held_back",
    "send_with_next",
]
