"""Appending says only what there is to say: a statement that writes nothing costs half of one that does."""

from django.db import migrations

# One statement for the hot path. It stores what the Python fold computed. False: the copy has grown since
# it was read, and nothing was written. SBT02: the idempotency key stands already.
# Who waits for outboxes is woken after the commit, not in it: notifying in it makes all commits queue.
APPEND = """
CREATE OR REPLACE FUNCTION cases_append(p jsonb) RETURNS boolean LANGUAGE plpgsql
SET plan_cache_mode = 'force_generic_plan' AS $$
DECLARE
    me text := p->>'agency';
    this text := p->>'number';
    happens timestamptz := p->>'now';
    known integer := p->>'expected';
    idem jsonb := NULLIF(p->'idempotency', 'null'::jsonb);
BEGIN
    -- By the conflict the row is found by its key even before the table is analysed; an UPDATE need not.
    INSERT INTO cases_case (agency, number, revision, item, item_version, starter, owner, parent,
            status, step, turn, bucket, duty, ending, verdict, opened_at, ended_at, due_at, amber_at,
            legal_due_at, sort_at, provisional, subject_name, subject_masked, person_token, state)
    SELECT me, this, r.revision, r.item, r.item_version, r.starter, r.owner, r.parent,
           r.status, r.step, r.turn, r.bucket, r.duty, r.ending, r.verdict, r.opened_at, r.ended_at,
           r.due_at, r.amber_at, r.legal_due_at, r.sort_at, r.provisional, r.subject_name, r.subject_masked,
           r.person_token, r.state
      FROM jsonb_populate_record(NULL::cases_case, p->'case') r
    ON CONFLICT (agency, number) DO UPDATE SET
            revision = excluded.revision, item = excluded.item, item_version = excluded.item_version,
            starter = excluded.starter, owner = excluded.owner, parent = excluded.parent,
            status = excluded.status, step = excluded.step, turn = excluded.turn,
            bucket = excluded.bucket, duty = excluded.duty, ending = excluded.ending,
            verdict = excluded.verdict, opened_at = excluded.opened_at, ended_at = excluded.ended_at,
            due_at = excluded.due_at, amber_at = excluded.amber_at,
            legal_due_at = excluded.legal_due_at, sort_at = excluded.sort_at,
            provisional = excluded.provisional, subject_name = excluded.subject_name,
            subject_masked = excluded.subject_masked, person_token = excluded.person_token,
            state = excluded.state
      WHERE cases_case.revision = known AND known > 0;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF idem IS NOT NULL THEN
        INSERT INTO cases_idempotency (agency, key, digest, case_number, document_number, done_at)
        VALUES (me, idem->>'key', idem->>'digest', this, (idem->>'document_number')::int, happens)
        ON CONFLICT (agency, key) DO NOTHING;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'idempotency key stands already' USING ERRCODE = 'SBT02';
        END IF;
    END IF;

    IF p->'documents' <> '[]' THEN
        INSERT INTO cases_document
                (agency, case_number, author, internal, number, type, envelope, signature, delivered_at)
        SELECT me, this, d.author, d.internal, d.number, d.type, d.envelope, d.signature, d.delivered_at
          FROM jsonb_to_recordset(p->'documents') AS d(author text, internal boolean, number int, type text,
               envelope text, signature text, delivered_at timestamptz);

        INSERT INTO cases_body (agency, case_number, author, internal, number, salt, body, erased_at)
        SELECT me, this, d.author, d.internal, d.number, d.salt, NULLIF(d.body, 'null'::jsonb),
               CASE WHEN d.salt IS NULL THEN happens END
          FROM jsonb_to_recordset(p->'documents') AS d(author text, internal boolean, number int, salt text,
               body jsonb);
    END IF;

    IF p->'receipts' <> '[]' THEN
        INSERT INTO cases_receipt (agency, case_number, author, number, issuer, stage, payload, signature)
        SELECT me, this, r.author, r.number, r.issuer, r.stage, r.payload, r.signature
          FROM jsonb_to_recordset(p->'receipts') AS r(author text, number int, issuer text, stage text,
               payload text, signature text);
    END IF;

    IF p->'tokens' <> '[]' THEN
        INSERT INTO cases_token (agency, token, case_number)
        SELECT me, t.token, this FROM jsonb_array_elements_text(p->'tokens') AS t(token)
        ON CONFLICT DO NOTHING;
    END IF;

    IF p->'outbox' <> '[]' THEN
        INSERT INTO exchange_outbox (agency, receiver, case_number, kind, reference, parcel,
                                     created_at, next_try_at)
        SELECT me, o.receiver, this, o.kind, o.reference, o.parcel, happens, happens
          FROM jsonb_to_recordset(p->'outbox')
               AS o(receiver text, kind text, reference text, parcel text)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN true;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_duty")]

    operations = [migrations.RunSQL(APPEND, migrations.RunSQL.noop)]
