"""What is due is found and read by one call, and parcels come to the inbox as plain text.

A parcel holds JSON. As a text inside of JSON its every quotation mark was escaped twice, by the program and
again for the statement, and the function read each parcel six times. Between separators it goes as it is.
"""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

# Parcels are separated by U+001E, what is said of one by U+001F: no JSON holds either, and the program sees
# to it. OFFSET 0 lets each line be split once.
STORE = PlannedOnce(
    "exchange_store(me text, moment timestamptz, parcels text)",
    returns="void",
    statement="""
        INSERT INTO exchange_inbox
               (agency, sender, case_number, kind, reference, parcel, arrived_at, next_try_at)
        SELECT me, told.parts[1], told.parts[2], told.parts[3], told.parts[4], told.parts[5], moment, moment
          FROM string_to_table(parcels, U&'\\001E') WITH ORDINALITY AS p (line, place)
         CROSS JOIN LATERAL (SELECT string_to_array(p.line, U&'\\001F') AS parts OFFSET 0) AS told
         ORDER BY p.place
            ON CONFLICT DO NOTHING""",
)

# A parcel that holds a file comes alone, because it may be large: those before the first one, or that one.
# ``more``: there may be more that are due.
TO_WORK_IN = PlannedOnce(
    "exchange_to_work_in(me text, moment timestamptz, most integer)",
    returns="""TABLE (id bigint, sender text, case_number text, kind text, reference text, parcel text,
        attempts integer, arrived_at timestamptz, more boolean)""",
    statement="""
        SELECT d.id, d.sender::text, d.case_number::text, d.kind::text, d.reference::text, d.parcel,
               d.attempts, d.arrived_at, d.found = most OR (d.found > 1 AND d.all_files > 0)
          FROM (SELECT due.*, row_number() OVER in_order AS place,
                       count(*) FILTER (WHERE due.kind = 'file') OVER in_order AS files,
                       count(*) OVER () AS found,
                       count(*) FILTER (WHERE due.kind = 'file') OVER () AS all_files
                  FROM (SELECT i.* FROM exchange_inbox i
                         WHERE i.agency = me AND i.next_try_at <= moment
                           AND i.done_at IS NULL AND i.dead_at IS NULL
                         ORDER BY i.next_try_at, i.id LIMIT most
                           FOR UPDATE SKIP LOCKED) AS due
                WINDOW in_order AS (ORDER BY due.next_try_at, due.id)) AS d
         WHERE d.files = 0 OR d.place = 1
         ORDER BY d.place""",
)

BEFORE = (
    "exchange_store(text, timestamptz, json)",
    "exchange_to_work_in(text, timestamptz, integer)",
    "exchange_arrived(bigint[])",
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_emptied_when_worked_in")]

    operations = [*(migrations.RunSQL(f"DROP FUNCTION {name}") for name in BEFORE), STORE, TO_WORK_IN]
