"""What is asked of a person comes as one JSON text, and his contributions by his key alone.

Writing, parsing and planning the call with its fifteen values took as long as one of the readings. And where
a statement names the agency that the row policy names already, PostgreSQL compares the two once a partition:
there are forty-seven.
"""

from django.db import migrations

from shebaotong.store.api import Planned

# OFFSET 0 keeps the lookup of each number apart, so that it uses the whole key.
HOLDERS = """
    SELECT DISTINCT held.person_id FROM unnest(string_to_array(asked->>'keys', ' ')) AS asked_for (key)
     CROSS JOIN LATERAL (
           SELECT d.person_id FROM registry_identitydocument d
            WHERE d.agency = me AND d.key = asked_for.key
              AND (asked->>'country' = '' OR d.country = asked->>'country')
           OFFSET 0) AS held
     LIMIT 2"""

# ``asked``: keys, wanted and schemes, each with spaces between; country; proofs and payments, how many at
# most; for the log entries of what and why in two languages, masked and token where nobody is found, agency,
# name and role of who reads, case and time.
# Rows: ``holders`` with the records that hold such a number, two at most; then, where it is one, each kind
# that is wanted with a list of lists. Nothing is logged where two hold it: nothing of them is read.
READ = Planned(
    "registry_read(me text, asked jsonb)",
    returns="TABLE (what text, told json)",
    body=f"""
DECLARE
    holders bigint[] := ARRAY({HOLDERS});
    who bigint := holders[1];
    wanted text[] := string_to_array(asked->>'wanted', ' ');
    kinds text[] := string_to_array(asked->>'schemes', ' ');
    most_proofs integer := asked->>'proofs';
    most_payments integer := asked->>'payments';
BEGIN
    what := 'holders';
    told := to_json(holders);
    RETURN NEXT;
    IF cardinality(holders) > 1 THEN
        RETURN;
    END IF;
    INSERT INTO registry_readentry (agency, person_id, asked, asked_token, what, reader_agency, reader,
           reader_role, purpose_zh, purpose_en, case_number, read_at)
    SELECT me, who, CASE WHEN who IS NULL THEN asked->>'masked' ELSE '' END,
           CASE WHEN who IS NULL THEN asked->>'token' ELSE '' END, e->>0, asked->>'by_agency',
           asked->>'by_name', asked->>'by_role', e->>1, e->>2, asked->>'case', (asked->>'at')::timestamptz
      FROM jsonb_array_elements(asked->'entries') AS e;
    IF who IS NULL THEN
        RETURN;
    END IF;
    IF 'person' = ANY(wanted) THEN
        RETURN QUERY
            SELECT 'person', json_build_array(p.name, p.sex, p.birth, p.hukou_region, p.phone, p.deceased_on,
                   p.synthetic,
                   (SELECT coalesce(json_agg(json_build_array(d.kind, d.number, d.last_four, d.country,
                            d.valid_from, d.valid_to) ORDER BY d.id), '[]')
                      FROM registry_identitydocument d WHERE d.agency = me AND d.person_id = who),
                   (SELECT coalesce(json_agg(json_build_array(f.name, f.until) ORDER BY f.until, f.id), '[]')
                      FROM registry_formername f WHERE f.agency = me AND f.person_id = who))
              FROM registry_person p WHERE p.agency = me AND p.id = who;
    END IF;
    IF 'enrolments' = ANY(wanted) THEN
        RETURN QUERY
            SELECT 'enrolments', json_agg(json_build_array(e.kind, employer.uscc, employer.name,
                   lower(e.period), upper(e.period) - 1, e.status, e.account_kind)
                   ORDER BY lower(e.period), e.kind, e.id)
              FROM registry_enrolment e
              LEFT JOIN registry_employer employer ON employer.agency = me AND employer.id = e.employer_id
             WHERE e.agency = me AND e.person_id = who AND e.kind = ANY(kinds);
    END IF;
    IF 'contributions' = ANY(wanted) THEN
        -- Of this agency by its policy: the key is the person's, and the person was found at this agency.
        RETURN QUERY
            SELECT 'contributions',
                   json_agg(json_build_array(c.kind, c.year, c.bases, c.paid) ORDER BY c.kind, c.year)
              FROM registry_contribution c WHERE c.person_id = who AND c.kind = ANY(kinds);
    END IF;
    IF 'account' = ANY(wanted) THEN
        RETURN QUERY
            SELECT 'account', json_agg(json_build_array(a.scheme, a.kind, a.opened,
                   coalesce((SELECT sum(entry.amount_fen) FROM registry_accountentry entry
                              WHERE entry.agency = me AND entry.account_id = a.id), 0)::bigint)
                   ORDER BY a.scheme, a.kind)
              FROM registry_account a
             WHERE a.agency = me AND a.person_id = who AND a.scheme = ANY(kinds);
    END IF;
    IF 'entitlements' = ANY(wanted) THEN
        RETURN QUERY
            SELECT 'entitlements', json_agg(json_build_array(t.benefit, t.from_month, t.last_month,
                   t.amount_fen, t.status, t.status_reason, t.certified_until) ORDER BY t.from_month, t.id)
              FROM registry_entitlement t WHERE t.agency = me AND t.person_id = who;
        RETURN QUERY
            SELECT 'proofs', json_agg(json_build_array(c.method, c.place_agency, c."on", c.valid_until)
                   ORDER BY c."on" DESC, c.id DESC)
              FROM (SELECT * FROM registry_certification proof
                     WHERE proof.agency = me AND proof.person_id = who
                     ORDER BY proof."on" DESC, proof.id DESC LIMIT most_proofs) AS c;
    END IF;
    IF 'payments' = ANY(wanted) THEN
        RETURN QUERY
            SELECT 'payments', json_agg(json_build_array(y.benefit, y.month, y.amount_fen, y.paid_on)
                   ORDER BY y.month DESC, y.id DESC)
              FROM (SELECT * FROM registry_payment paid WHERE paid.agency = me AND paid.person_id = who
                     ORDER BY paid.month DESC, paid.id DESC LIMIT most_payments) AS y;
    END IF;
END""",
)

BEFORE = (
    "registry_read(text, text[], text, text[], text[], integer, integer, json, text, text, text, text, text, "
    "text, timestamptz)"
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_taken_back")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), READ]
