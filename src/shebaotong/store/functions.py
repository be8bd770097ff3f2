"""Functions that keep the plan of a statement."""

from django.db.migrations.operations import RunSQL

from shebaotong.store.names import APP


class Planned(RunSQL):
    """A function whose statements PostgreSQL plans once a connection and not each time.

    For what every step of every case asks: under row policies, and over a table of many partitions, the
    plan takes longer than its execution. It runs as its caller, so policies hold as they do outside.

    signature: name and arguments, e.g. ``registry_holders(me text, keys text[])``; no argument is named
        like a column of a statement.
    returns: what follows RETURNS, e.g. ``TABLE (person_id bigint)``.
    body: a block in PL/pgSQL, from DECLARE or BEGIN to END, without a semicolon at the end.
    """

    def __init__(self, signature: str, *, returns: str, body: str) -> None:
        self.signature = signature
        super().__init__(
            [
                f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql "
                "SET plan_cache_mode = 'force_generic_plan' AS $$\n"
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

    statement: one SELECT, INSERT or UPDATE, or a loop around one, without a semicolon at the end. Rows of a
        list of ids are changed in a loop: the plan for the list was made when the table was empty, and
        would walk all of it until it is analysed.
    """

    def __init__(self, signature: str, *, returns: str, statement: str) -> None:
        answer = statement if returns == "void" else f"RETURN QUERY {statement}"
        super().__init__(signature, returns=returns, body=f"BEGIN\n{answer};\nEND")
