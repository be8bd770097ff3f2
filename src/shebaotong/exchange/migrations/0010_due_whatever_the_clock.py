"""A parcel that was never tried is due, and a wait longer than the longest is none.

A server's clock that ran ahead for a minute left parcels behind that were due when it would get there again:
nobody sent them, and no list of what is held showed them. What was never tried stands in an index of its own,
so that it is found whatever moment it was written at; each row stands in one of the two, as before.
"""

from django.db import migrations, models

from shebaotong.store.api import PlannedOnce

BOXES = (("inbox", "done_at"), ("outbox", "relayed_at"))


def index(box: str, through: str, name: str, attempts: tuple[str, int]) -> migrations.AddIndex:
    return migrations.AddIndex(
        model_name=box,
        index=models.Index(
            fields=["agency", "next_try_at", "id"],
            name=f"exchange_{box}_{name}",
            condition=models.Q(attempts, ("dead_at__isnull", True), (f"{through}__isnull", True)),
        ),
    )


def due(box: str, through: str) -> str:
    """The rows of a box that are due, first come first served, ``most`` of them. Each part is a stretch of an
    index: what is put off, thousands where a line is down, is not walked."""
    tried = "attempts > 0 AND p.next_try_at"
    parts = ("attempts = 0", f"{tried} <= moment", f"{tried} > beyond")
    found = [
        f"""(SELECT p.* FROM exchange_{box} p
              WHERE p.agency = me AND p.{part} AND p.{through} IS NULL AND p.dead_at IS NULL
              ORDER BY p.next_try_at, p.id LIMIT most
                FOR UPDATE SKIP LOCKED)"""
        for part in parts
    ]
    together = " UNION ALL ".join(f"SELECT * FROM {each} AS part{at}" for at, each in enumerate(found))
    return f"(SELECT * FROM ({together}) AS parts ORDER BY next_try_at, id LIMIT most)"


TO_SEND = PlannedOnce(
    "exchange_to_send(me text, moment timestamptz, beyond timestamptz, most integer)",
    returns="""TABLE (id bigint, receiver text, case_number text, kind text, reference text, parcel text,
        attempts integer, created_at timestamptz)""",
    statement=f"""
        SELECT o.id, o.receiver::text, o.case_number::text, o.kind::text, o.reference::text, o.parcel,
               o.attempts, o.created_at
          FROM {due("outbox", "relayed_at")} AS o
         ORDER BY o.next_try_at, o.id""",
)

# A parcel that holds a file comes alone, because it may be large: those before the first one, or that one.
# ``more``: there may be more that are due.
TO_WORK_IN = PlannedOnce(
    "exchange_to_work_in(me text, moment timestamptz, beyond timestamptz, most integer)",
    returns="""TABLE (id bigint, sender text, case_number text, kind text, reference text, parcel text,
        attempts integer, arrived_at timestamptz, more boolean)""",
    statement=f"""
        SELECT d.id, d.sender::text, d.case_number::text, d.kind::text, d.reference::text, d.parcel,
               d.attempts, d.arrived_at, d.found = most OR (d.found > 1 AND d.all_files > 0)
          FROM (SELECT due.*, row_number() OVER in_order AS place,
                       count(*) FILTER (WHERE due.kind = 'file') OVER in_order AS files,
                       count(*) OVER () AS found,
                       count(*) FILTER (WHERE due.kind = 'file') OVER () AS all_files
                  FROM {due("inbox", "done_at")} AS due
                WINDOW in_order AS (ORDER BY due.next_try_at, due.id)) AS d
         WHERE d.files = 0 OR d.place = 1
         ORDER BY d.place""",
)

BEFORE = (
    "exchange_to_send(text, timestamptz, integer)",
    "exchange_to_work_in(text, timestamptz, integer)",
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0009_fewer_messages")]

    operations = [
        *(migrations.RemoveIndex(model_name=box, name=f"exchange_{box}_due") for box, _ in BOXES),
        *(index(box, through, "due", ("attempts__gt", 0)) for box, through in BOXES),
        *(index(box, through, "fresh", ("attempts", 0)) for box, through in BOXES),
        *(migrations.RunSQL(f"DROP FUNCTION {name}") for name in BEFORE),
        TO_SEND,
        TO_WORK_IN,
    ]
