"""A cursor that sends what its connection has held back in front of its own statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import ClientCursor


class AheadCursor(ClientCursor[Any]):
    """``ahead`` is the connection's own list; it is emptied when it is sent."""

    ahead: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ahead = []

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> AheadCursor:
        if not self.ahead:
            super().execute(query, params, **kwargs)
            return self
        # Parameters that cannot be written are refused before anything is sent.
        whole = "; ".join([*self.ahead, self.mogrify(query, params)])
        self.ahead.clear()
        super().execute(whole.encode(), **kwargs)
        self.set_result(-1)
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **kwargs: Any) -> None:
        self._say_ahead()
        super().executemany(query, params_seq, **kwargs)

    def copy(self, statement: Any, params: Any = None, **kwargs: Any) -> Any:
        self._say_ahead()
        return super().copy(statement, params, **kwargs)

    def stream(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        self._say_ahead()
        return super().stream(query, params, **kwargs)

    def _say_ahead(self) -> None:
        if self.ahead:
            said = "; ".join(self.ahead).encode()
            self.ahead.clear()
            super().execute(said)
