"""The hot path's two calls: read all that a piece of work starts from, and append what came of it."""

from django.db import migrations

from shebaotong.store.api import APP

# One statement for the hot path. It stores what the Python fold computed. False: the copy has grown since
# it was read, and nothing was written. SBT02: the idempotency key stands already.
# Who waits for outboxes is woken after the commit, not in it: notifying in it makes all commits queue.
APPEND = """
CREATE FUNCTION cases_append(p jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    me text := p->>'agency';
    happens timestamptz := p->>'now';
    c jsonb := p->'case';
    idem jsonb := NULLIF(p->'idempotency', 'null'::jsonb);
BEGIN
    INSERT INTO cases_case (agency, number, revision, item, item_version, starter, owner, parent,
            status, step, turn, bucket, ending, verdict, opened_at, ended_at, due_at, amber_at,
            legal_due_at, sort_at, provisional, subject_name, subject_masked, person_token, state)
    SELECT r.agency, r.number, r.revision, r.item, r.item_version, r.starter, r.owner, r.parent,
            r.status, r.step, r.turn, r.bucket, r.ending, r.verdict, r.opened_at, r.ended_at, r.due_at,
            r.amber_at, r.legal_due_at, r.sort_at, r.provisional, r.subject_name, r.subject_masked,
            r.person_token, r.state
      FROM jsonb_populate_record(NULL::cases_case, c) r
    ON CONFLICT (agency, number) DO UPDATE SET
            revision = excluded.revision, item = excluded.item, item_version = excluded.item_version,
            starter = excluded.starter, owner = excluded.owner, parent = excluded.parent,
            status = excluded.status, step = excluded.step, turn = excluded.turn,
            bucket = excluded.bucket, ending = excluded.ending, verdict = excluded.verdict,
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

# All that a piece of work starts from, in one round trip. Rows by kind: n the network's revision,
# i an earlier command under the key, o the persons' open cases, c the copies, d their documents,
# r their receipts.
BASIS = """
CREATE FUNCTION cases_basis(me text, numbers text[], command_key text, persons text[])
RETURNS TABLE (kind text, number_of text, a text, b text, c text, d text, at timestamptz)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT 'n', NULL, value::text, NULL, NULL, NULL, NULL::timestamptz FROM network_revision;
    IF command_key <> '' THEN
        RETURN QUERY SELECT 'i', i.case_number::text, i.digest::text, i.document_number::text, NULL, NULL,
                            NULL::timestamptz
                       FROM cases_idempotency i WHERE i.agency = me AND i.key = command_key;
    END IF;
    IF cardinality(persons) > 0 THEN
        RETURN QUERY SELECT 'o', o.number::text, o.item::text, o.person_token::text, NULL, NULL,
                            NULL::timestamptz
                       FROM cases_case o
                      WHERE o.agency = me AND o.person_token = ANY(persons) AND o.bucket <> 'ended'
                      ORDER BY o.opened_at;
    END IF;
    IF cardinality(numbers) > 0 THEN
        RETURN QUERY SELECT 'c', k.number::text, k.revision::text, k.person_token::text, NULL, NULL,
                            NULL::timestamptz
                       FROM cases_case k WHERE k.agency = me AND k.number = ANY(numbers);
        RETURN QUERY SELECT 'd', e.case_number::text, e.envelope, e.signature, y.body::text, y.salt::text,
                            e.delivered_at
                       FROM cases_document e
                       JOIN cases_body y USING (agency, case_number, author, internal, number)
                      WHERE e.agency = me AND e.case_number = ANY(numbers);
        RETURN QUERY SELECT 'r', t.case_number::text, t.payload, t.signature, NULL, NULL,
                            NULL::timestamptz
                       FROM cases_receipt t WHERE t.agency = me AND t.case_number = ANY(numbers);
    END IF;
END
$$
"""

FUNCTIONS = ("cases_append(jsonb)", "cases_basis(text, text[], text, text[])")


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_newest_by_token"), ("network", "0004_revision")]

    operations = [
        migrations.RunSQL("DROP FUNCTION cases_append(jsonb)"),
        migrations.RunSQL(APPEND, "DROP FUNCTION cases_append(jsonb)"),
        migrations.RunSQL(BASIS, "DROP FUNCTION cases_basis(text, text[], text, text[])"),
        *(
            migrations.RunSQL(
                [
                    f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC",
                    f"GRANT EXECUTE ON FUNCTION {name} TO {APP}",
                ],
                migrations.RunSQL.noop,
            )
            for name in FUNCTIONS
        ),
    ]
