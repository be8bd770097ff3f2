"""Whose work a case is, so that everybody finds his own by the index of the lists.

Cases that stand already are everybody's until `shebaotong rebuild` has gone over them.
"""

from django.db import migrations, models

# As before, with the projection's new column.
APPEND = """
CREATE OR REPLACE FUNCTION cases_append(p jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    me text := p->>'agency';
    happens timestamptz := p->>'now';
    c jsonb := p->'case';
    idem jsonb := NULLIF(p->'idempotency', 'null'::jsonb);
BEGIN
    INSERT INTO cases_case (agency, number, revision, item, item_version, starter, owner, parent,
            status, step, turn, bucket, duty, ending, verdict, opened_at, ended_at, due_at, amber_at,
            legal_due_at, sort_at, provisional, subject_name, subject_masked, person_token, state)
    SELECT r.agency, r.number, r.revision, r.item, r.item_version, r.starter, r.owner, r.parent,
            r.status, r.step, r.turn, r.bucket, r.duty, r.ending, r.verdict, r.opened_at, r.ended_at,
            r.due_at, r.amber_at, r.legal_due_at, r.sort_at, r.provisional, r.subject_name, r.subject_masked,
            r.person_token, r.state
      FROM jsonb_populate_record(NULL::cases_case, c) r
    ON CONFLICT (agency, number) DO UPDATE SET
            revision = excluded.revision, item = excluded.item, item_version = excluded.item_version,
            starter = excluded.starter, owner = excluded.owner, parent = excluded.parent,
            status = excluded.status, step = excluded.step, turn = excluded.turn,
            bucket = excluded.bucket, duty = excluded.duty, ending = excluded.ending,
            verdict = excluded.verdict,
            opened_at = excluded.opened_at, ended_at = excluded.ended_at, due_at = excluded.due_at,
            amber_at = excluded.amber_at, legal_due_at = excluded.legal_due_at,
            sort_at = excluded.sort_at,
            provisional = excluded.provisional, subject_name = excluded.subject_name,
            subject_masked = excluded.subject_masked, person_token = excluded.person_token,
            state = excluded.state
      WHERE cases_case.revision = (p->>'expected')::int AND (p->>'expected')::int > 0;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF idem IS NOT NULL THEN
        INSERT INTO cases_idempotency (agency, key, digest, case_number, document_number, done_at)
        VALUES (me, idem->>'key', idem->>'digest', p->>'number',
                (idem->>'document_number')::int, happens)
        ON CONFLICT (agency, key) DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'idempotency key stands already' USING ERRCODE = 'SBT02';
        END IF;
    END IF;

    INSERT INTO cases_document
            (agency, case_number, author, internal, number, type, envelope, signature, delivered_at)
    SELECT me, p->>'number', d.author, d.internal, d.number, d.type, d.envelope, d.signature,
           d.delivered_at
      FROM jsonb_to_recordset(p->'documents') AS d(author text, internal boolean, number int, type text,
           envelope text, signature text, delivered_at timestamptz);

    INSERT INTO cases_body (agency, case_number, author, internal, number, salt, body, erased_at)
    SELECT me, p->>'number', d.author, d.internal, d.number, d.salt, NULLIF(d.body, 'null'::jsonb),
           CASE WHEN d.salt IS NULL THEN happens END
      FROM jsonb_to_recordset(p->'documents') AS d(author text, internal boolean, number int, salt text,
           body jsonb);

    INSERT INTO cases_receipt (agency, case_number, author, number, issuer, stage, payload, signature)
    SELECT me, p->>'number', r.author, r.number, r.issuer, r.stage, r.payload, r.signature
      FROM jsonb_to_recordset(p->'receipts') AS r(author text, number int, issuer text, stage text,
           payload text, signature text);

    INSERT INTO cases_token (agency, token, case_number)
    SELECT me, t.token, p->>'number'
      FROM jsonb_array_elements_text(p->'tokens') AS t(token)
    ON CONFLICT DO NOTHING;

    INSERT INTO exchange_outbox (agency, receiver, case_number, kind, reference, parcel,
                                 created_at, next_try_at)
    SELECT me, o.receiver, p->>'number', o.kind, o.reference, o.parcel, happens, happens
      FROM jsonb_to_recordset(p->'outbox')
           AS o(receiver text, kind text, reference text, parcel text)
    ON CONFLICT DO NOTHING;
    RETURN true;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_bodies_by_key")]

    operations = [
        migrations.AddField("case", "duty", models.CharField(blank=True, default="", max_length=10)),
        # The function writes the column by its name; the database gives it to rows of the one before.
        migrations.RunSQL("ALTER TABLE cases_case ALTER COLUMN duty SET DEFAULT ''", migrations.RunSQL.noop),
        migrations.RunSQL(APPEND, migrations.RunSQL.noop),
        migrations.RemoveIndex("case", "cases_case_inbox"),
        migrations.AddIndex(
            "case",
            models.Index(fields=["agency", "bucket", "duty", "sort_at", "number"], name="cases_case_inbox"),
        ),
    ]
