"""Parcels are found by their ids, whatever PostgreSQL knows of the tables.

While nobody has analysed them it takes every condition for as selective as another, and found the rows of a
list of ids by the agency, the first column of the key: it walked all parcels of the agency. The key begins
with the case now, and ids are looked up one by one.
"""

from django.db import migrations, models

from shebaotong.store.api import PlannedOnce

KEYS = (
    ("inbox", "exchange_inbox_key", ("case_number", "agency", "sender", "reference")),
    ("outbox", "exchange_outbox_key", ("case_number", "agency", "receiver", "reference")),
)

FUNCTIONS = (
    PlannedOnce(
        "exchange_sent(keys bigint[], moment timestamptz)",
        returns="void",
        statement="""
            FOR place IN 1 .. cardinality(keys) LOOP
                UPDATE exchange_outbox SET relayed_at = moment WHERE id = keys[place];
            END LOOP""",
    ),
    # OFFSET 0 keeps the lookups apart.
    PlannedOnce(
        "exchange_arrived(keys bigint[])",
        returns="""TABLE (id bigint, sender text, case_number text, kind text, reference text, parcel text,
            attempts integer, arrived_at timestamptz)""",
        statement="""
            SELECT i.id, i.sender::text, i.case_number::text, i.kind::text, i.reference::text, i.parcel,
                   i.attempts, i.arrived_at
              FROM unnest(keys) AS k (id)
             CROSS JOIN LATERAL (SELECT * FROM exchange_inbox found WHERE found.id = k.id OFFSET 0) AS i
             ORDER BY i.next_try_at, i.id""",
    ),
    # The row stays to know a repetition by; the megabytes of a file are kept by the case now.
    PlannedOnce(
        "exchange_worked_in(keys bigint[], moment timestamptz)",
        returns="void",
        statement="""
            FOR place IN 1 .. cardinality(keys) LOOP
                UPDATE exchange_inbox
                   SET done_at = moment, parcel = CASE WHEN kind = 'file' THEN '' ELSE parcel END
                 WHERE id = keys[place];
            END LOOP""",
    ),
)
BEFORE = (
    "exchange_sent(bigint[], timestamptz)",
    "exchange_arrived(bigint[])",
    "exchange_worked_in(bigint[], timestamptz)",
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_stored_as_json")]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=name) for model, name, _ in KEYS),
        *(
            migrations.AddConstraint(
                model_name=model, constraint=models.UniqueConstraint(fields=fields, name=name)
            )
            for model, name, fields in KEYS
        ),
        *(migrations.RunSQL(f"DROP FUNCTION {name}") for name in BEFORE),
        *FUNCTIONS,
    ]
