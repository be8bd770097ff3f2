"""Functions that keep the plans of their statements."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.migrations.operations import RunSQL

from shebaotong.store.names import APP

_NONE: Mapping[str, str] = MappingProxyType({})

BY_INDEX: Mapping[str, str] = MappingProxyType({"enable_seqscan": "off"})
"""Settings of a function that changes the rows of a list of ids: its plan was made when the table was empty,
and would walk all of it until it is analysed."""


class Planned(RunSQL):
    """A function whose statements PostgreSQL plans once a connection and not each time.

    For what every step of every case asks: under row policies, and over a table of many partitions, the
    plan takes longer than its execution. It runs as its caller, so policies hold as they do outside.

    signature: name and arguments, e.g. ``registry_holders(me text, keys text[])``; no argument is named
        like a column of a statement.
    returns: what follows RETURNS, e.g. ``TABLE (person_id bigint)``.
    body: a block in PL/pgSQL, from DECLARE or BEGIN to END, without a semicolon at the end.
    settings: what is set while it runs, and no longer.
    """

    def __init__(
        self, signature: str, *, returns: str, body: str, settings: Mapping[str, str] = _NONE
    ) -> None:
        self.signature = signature
        chosen = {"plan_cache_mode": "force_generic_plan", **settings}
        told = " ".join(f"SET {name} = '{value}'" for name, value in chosen.items())
        super().__init__(
            [
                f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql {told} AS $$\n"
                f"#variable_conflict use_column\n{body} $$",
                f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION {signature} TO {APP}",
            ],
            [f"DROP FUNCTION {signature}"],
        )

    def describe(self) -> str:
        return f"{self.signature} keeps its plans"


class PlannedOnce(Planned):
    """A function around one statement.

    statement: one SELECT, INSERT or UPDATE, or a loop around one, without a semicolon at the end.
    """

    def __init__(
        self, signature: str, *, returns: str, statement: str, settings: Mapping[str, str] = _NONE
    ) -> None:
        answer = statement if returns == "void" else f"RETURN QUERY {statement}"
        super().__init__(signature, returns=returns, body=f"BEGIN\n{answer};\nEND", settings=settings)
