"""All copies of a turn are appended by one statement for each table, not by one for each table and copy."""

from django.db import migrations

from shebaotong.store.api import Planned

# One statement for the hot path: it stores what the Python fold computed for copies of one agency. False: all
# of them have grown since they were read, and nothing was written. SBT01: some have; all is to be taken back.
# SBT02: an idempotency key stands already.
# What is said of a copy names it, so that each table takes its rows of all copies in one statement: starting
# one costs more than its rows, and one that writes nothing costs half of one that does.
# Who waits for outboxes is woken after the commit, not in it: notifying in it makes all commits queue.
APPEND = Planned(
    "cases_append(me text, p jsonb)",
    returns="boolean",
    body="""
DECLARE
    known jsonb := p->'known';
    kept integer;
BEGIN
    -- By the conflict the row is found by its key even before the table is analysed; an UPDATE need not.
    INSERT INTO cases_case (agency, number, revision, item, item_version, starter, owner, parent,
            status, step, turn, bucket, duty, ending, verdict, opened_at, ended_at, due_at, amber_at,
            legal_due_at, sort_at, provisional, subject_name, subject_masked, person_token, state)
    SELECT me, r.number, r.revision, r.item, r.item_version, r.starter, r.owner, r.parent,
           r.status, r.step, r.turn, r.bucket, r.duty, r.ending, r.verdict, r.opened_at, r.ended_at,
           r.due_at, r.amber_at, r.legal_due_at, r.sort_at, r.provisional, r.subject_name, r.subject_masked,
           r.person_token, r.state
      FROM jsonb_populate_recordset(NULL::cases_case, p->'cases') r
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
      -- No copy has no rows: one that was not there when it was read, and is there now, has grown.
      WHERE cases_case.revision = (known->>excluded.number)::int;
    GET DIAGNOSTICS kept = ROW_COUNT;
    IF kept = 0 THEN
        RETURN false;
    ELSIF kept < jsonb_array_length(p->'cases') THEN
        RAISE EXCEPTION 'some of the copies have grown' USING ERRCODE = 'SBT01';
    END IF;

    IF p->'keys' <> '[]' THEN
        INSERT INTO cases_idempotency (agency, key, digest, case_number, document_number, done_at)
        SELECT me, k.key, k.digest, k.case_number, k.document_number, k.done_at
          FROM jsonb_to_recordset(p->'keys')
               AS k(case_number text, key text, digest text, document_number int, done_at timestamptz)
        ON CONFLICT (agency, key) DO NOTHING;
        GET DIAGNOSTICS kept = ROW_COUNT;
        IF kept < jsonb_array_length(p->'keys') THEN
            RAISE EXCEPTION 'idempotency key stands already' USING ERRCODE = 'SBT02';
        END IF;
    END IF;

    IF p->'documents' <> '[]' THEN
        INSERT INTO cases_document
                (agency, case_number, author, internal, number, type, envelope, signature, delivered_at)
        SELECT me, d.case_number, d.author, d.internal, d.number, d.type, d.envelope, d.signature,
               d.delivered_at
          FROM jsonb_to_recordset(p->'documents')
               AS d(case_number text, author text, internal boolean, number int, type text, envelope text,
                    signature text, delivered_at timestamptz);

        INSERT INTO cases_body (agency, case_number, author, internal, number, salt, body, erased_at)
        SELECT me, d.case_number, d.author, d.internal, d.number, d.salt, NULLIF(d.body, 'null'::jsonb),
               d.erased_at
          FROM jsonb_to_recordset(p->'documents')
               AS d(case_number text, author text, internal boolean, number int, salt text, body jsonb,
                    erased_at timestamptz);
    END IF;

    IF p->'receipts' <> '[]' THEN
        INSERT INTO cases_receipt (agency, case_number, author, number, issuer, stage, payload, signature)
        SELECT me, r.case_number, r.author, r.number, r.issuer, r.stage, r.payload, r.signature
          FROM jsonb_to_recordset(p->'receipts')
               AS r(case_number text, author text, number int, issuer text, stage text, payload text,
                    signature text);
    END IF;

    IF p->'tokens' <> '[]' THEN
        INSERT INTO cases_token (agency, token, case_number)
        SELECT me, t.token, t.case_number
          FROM jsonb_to_recordset(p->'tokens') AS t(case_number text, token text)
        ON CONFLICT DO NOTHING;
    END IF;

    IF p->'outbox' <> '[]' THEN
        INSERT INTO exchange_outbox (agency, receiver, case_number, kind, reference, parcel,
                                     created_at, next_try_at)
        SELECT me, o.receiver, o.case_number, o.kind, o.reference, o.parcel, o.created_at, o.created_at
          FROM jsonb_to_recordset(p->'outbox')
               AS o(case_number text, receiver text, kind text, reference text, parcel text,
                    created_at timestamptz)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN true;
END""",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_append_what_there_is")]

    operations = [migrations.RunSQL("DROP FUNCTION cases_append(jsonb)"), APPEND]
