"""What the worker asks outbox and inbox again and again, planned once."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

FUNCTIONS = (
    PlannedOnce(
        "exchange_to_send(me text, moment timestamptz, most integer)",
        returns="""TABLE (id bigint, receiver text, case_number text, kind text, reference text, parcel text,
            attempts integer, created_at timestamptz)""",
        statement="""
            SELECT o.id, o.receiver::text, o.case_number::text, o.kind::text, o.reference::text, o.parcel,
                   o.attempts, o.created_at
              FROM exchange_outbox o
             WHERE o.agency = me AND o.next_try_at <= moment
               AND o.relayed_at IS NULL AND o.dead_at IS NULL
             ORDER BY o.next_try_at, o.id LIMIT most
               FOR UPDATE SKIP LOCKED""",
    ),
    PlannedOnce(
        "exchange_sent(keys bigint[], moment timestamptz)",
        returns="void",
        statement="UPDATE exchange_outbox SET relayed_at = moment WHERE id = ANY(keys)",
    ),
    PlannedOnce(
        "exchange_store(me text, moment timestamptz, senders text[], numbers text[], kinds text[], "
        "names text[], contents text[])",
        returns="void",
        statement="""
            INSERT INTO exchange_inbox
                   (agency, sender, case_number, kind, reference, parcel, arrived_at, next_try_at)
            SELECT me, p.a, p.b, p.c, p.d, p.e, moment, moment
              FROM unnest(senders, numbers, kinds, names, contents)
                   WITH ORDINALITY AS p (a, b, c, d, e, place)
             ORDER BY p.place
                ON CONFLICT DO NOTHING""",
    ),
    # Kinds first and parcels then: a file may hold megabytes.
    PlannedOnce(
        "exchange_to_work_in(me text, moment timestamptz, most integer)",
        returns="TABLE (id bigint, kind text)",
        statement="""
            SELECT i.id, i.kind::text
              FROM exchange_inbox i
             WHERE i.agency = me AND i.next_try_at <= moment
               AND i.done_at IS NULL AND i.dead_at IS NULL
             ORDER BY i.next_try_at, i.id LIMIT most
               FOR UPDATE SKIP LOCKED""",
    ),
    PlannedOnce(
        "exchange_arrived(keys bigint[])",
        returns="""TABLE (id bigint, sender text, case_number text, kind text, reference text, parcel text,
            attempts integer, arrived_at timestamptz)""",
        statement="""
            SELECT i.id, i.sender::text, i.case_number::text, i.kind::text, i.reference::text, i.parcel,
                   i.attempts, i.arrived_at
              FROM exchange_inbox i WHERE i.id = ANY(keys) ORDER BY i.next_try_at, i.id""",
    ),
    # The row stays to know a repetition by; the megabytes of a file are kept by the case now.
    PlannedOnce(
        "exchange_worked_in(keys bigint[], moment timestamptz)",
        returns="void",
        statement="""
            UPDATE exchange_inbox
               SET done_at = moment, parcel = CASE WHEN kind = 'file' THEN '' ELSE parcel END
             WHERE id = ANY(keys)""",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_dead_parcels")]

    operations = [*FUNCTIONS]
