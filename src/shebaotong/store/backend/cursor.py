"""A cursor that sends what its connection holds back (see ``base``) in front of its own statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg import ClientCursor


class HoldingCursor(ClientCursor[Any]):
    """``held_back`` is the connection's own list, not a copy: sending empties it for all."""

    held_back: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_back = []

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> HoldingCursor:
        if not self.held_back:
            super().execute(query, params, **kwargs)
            return self
        # Several statements in one message: parameters can only go in as literals. One that cannot be quoted
        # raises here, before anything is sent.
        whole = "; ".join([*self.held_back, self.mogrify(query, params)])
        self.held_back.clear()
        super().execute(whole.encode(), **kwargs)
        # Each statement has a result of its own; the caller's is the last.
        self.set_result(-1)
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **kwargs: Any) -> None:
        self._send_held_back()
        super().executemany(query, params_seq, **kwargs)

    def copy(self, statement: Any, params: Any = None, **kwargs: Any) -> Any:
        self._send_held_back()
        return super().copy(statement, params, **kwargs)

    def stream(self, query: Any, params: Any = None, **kwargs: Any) -> Any:
        self._send_held_back()
        return super().stream(query, params, **kwargs)

    def _send_held_back(self) -> None:
        if self.held_back:
            message = "; ".join(self.held_back).encode()
            self.held_back.clear()
            super().execute(message)
