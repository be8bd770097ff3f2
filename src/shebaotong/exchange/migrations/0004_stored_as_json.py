"""Parcels come to the inbox as one JSON text: writing arrays of texts took longer than carrying them."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

BEFORE = "exchange_store(text, timestamptz, text[], text[], text[], text[], text[])"

STORE = PlannedOnce(
    "exchange_store(me text, moment timestamptz, parcels json)",
    returns="void",
    statement="""
        INSERT INTO exchange_inbox
               (agency, sender, case_number, kind, reference, parcel, arrived_at, next_try_at)
        SELECT me, p.told->>0, p.told->>1, p.told->>2, p.told->>3, p.told->>4, moment, moment
          FROM json_array_elements(parcels) WITH ORDINALITY AS p (told, place)
         ORDER BY p.place
            ON CONFLICT DO NOTHING""",
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_planned_once")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), STORE]
