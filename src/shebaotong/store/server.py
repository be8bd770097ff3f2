"""Which PostgreSQL server this installation uses, and how each role signs in to it.

`DATABASE_URL` takes precedence; without it the embedded server of the data folder is used. Nothing else
decides.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from shebaotong.store.embedded import cluster
from shebaotong.store.embedded.place import place_of
from shebaotong.store.embedded.user import EmbeddedServer
from shebaotong.store.errors import StoreError
from shebaotong.store.home import Home, derive
from shebaotong.store.names import APP, OWNER

EMBEDDED_DATABASE = "shebaotong"

# The options of an address that matter to PostgreSQL's tools too.
_LIBPQ_VARIABLES = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}

Role = Literal["admin", "owner", "app"]


@dataclass(frozen=True)
class Server:
    """A server and the database on it. `admin` may create roles and databases; it never serves requests."""

    database: str
    admin: str
    admin_password: str | None = field(repr=False)
    key: bytes = field(repr=False)
    host: str | None = None
    port: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    embedded: bool = False

    def at(self, *, database: str) -> "Server":
        """The same server with another database."""
        return replace(self, database=database)

    def user(self, *, role: Role) -> str:
        return {"admin": self.admin, "owner": OWNER, "app": APP}[role]

    def password(self, *, role: Role) -> str | None:
        """The program's own two roles have passwords derived from the key, so none is kept in a file."""
        if role == "admin":
            return self.admin_password
        return derive(self.key, purpose=self.user(role=role))

    def libpq_environment(self, *, role: Role) -> dict[str, str]:
        """For PostgreSQL's own tools: a password on the command line would stand in the process list."""
        named = {
            "PGDATABASE": self.database,
            "PGUSER": self.user(role=role),
            "PGPASSWORD": self.password(role=role),
            "PGHOST": self.host,
            "PGPORT": self.port,
            **{_LIBPQ_VARIABLES[name]: value for name, value in self.options if name in _LIBPQ_VARIABLES},
        }
        return {name: value for name, value in named.items() if value is not None}

    def conninfo(self, *, role: Role) -> str:
        """A libpq connection string. It holds a password: never log it."""
        return make_conninfo(
            dbname=self.database,
            user=self.user(role=role),
            password=self.password(role=role),
            host=self.host,
            port=self.port,
            **dict(self.options),
        )


def current_server(*, home: Home | None = None) -> Server:
    """The server that the environment names, else the embedded one. Does not connect."""
    home = home or Home.from_environment()
    url = os.environ.get("DATABASE_URL", "").strip()
    return _named(url, home) if url else _embedded(home)


@contextmanager
def running_server(*, home: Home | None = None) -> Iterator[Server]:
    """The server, running while the block lasts. A server named by DATABASE_URL is taken as it is."""
    home = home or Home.from_environment()
    if os.environ.get("DATABASE_URL", "").strip():
        yield current_server(home=home)
        return
    joined = EmbeddedServer.join(home=home)
    try:
        yield current_server(home=home)
    finally:
        joined.leave()


def _embedded(home: Home) -> Server:
    return Server(
        database=EMBEDDED_DATABASE,
        admin=cluster.ADMIN,
        admin_password=home.derive(purpose=cluster.ADMIN),
        key=home.secret(),
        host=str(place_of(home).sockets),
        port="5432",
        embedded=True,
    )


def _named(url: str, home: Home) -> Server:
    try:
        parts: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise StoreError(
            "DATABASE_URL is not a PostgreSQL address. It looks like "
            f"postgresql://USER:PASSWORD@HOST:5432/DATABASE. PostgreSQL says: {str(error).strip()}"
        ) from None
    database, user = parts.pop("dbname", None), parts.pop("user", None)
    if not database or not user:
        raise StoreError("DATABASE_URL names no database or no user: postgresql://USER@HOST:5432/DATABASE.")
    password = parts.pop("password", None)
    host, port = parts.pop("host", None), parts.pop("port", None)
    return Server(
        database=database,
        admin=user,
        admin_password=password,
        # Several nodes with the same DATABASE_URL derive the same passwords without sharing a file.
        key=password.encode() if password else home.secret(),
        host=host,
        port=str(port) if port else None,
        options=tuple(sorted((name, str(value)) for name, value in parts.items())),
    )
