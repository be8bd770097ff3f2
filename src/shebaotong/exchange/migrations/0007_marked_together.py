"""Parcels of a list are marked by one statement, found by their ids even before the tables are analysed.

As long as nobody has analysed them a walk through all parcels passes for cheaper: the functions forbid it.
"""

from django.db import migrations

from shebaotong.store.api import BY_INDEX, PlannedOnce

FUNCTIONS = (
    PlannedOnce(
        "exchange_sent(keys bigint[], moment timestamptz)",
        returns="void",
        statement="UPDATE exchange_outbox SET relayed_at = moment WHERE id = ANY(keys)",
        settings=BY_INDEX,
    ),
    # The row stays to know a repetition by; the megabytes of a file are kept by the case now.
    PlannedOnce(
        "exchange_worked_in(keys bigint[], moment timestamptz)",
        returns="void",
        statement="""
            UPDATE exchange_inbox
               SET done_at = moment, parcel = CASE WHEN kind = 'file' THEN '' ELSE parcel END
             WHERE id = ANY(keys)""",
        settings=BY_INDEX,
    ),
)
BEFORE = ("exchange_sent(bigint[], timestamptz)", "exchange_worked_in(bigint[], timestamptz)")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_held")]

    operations = [
        *(migrations.RunSQL(f"DROP FUNCTION {name}") for name in BEFORE),
        *FUNCTIONS,
    ]
