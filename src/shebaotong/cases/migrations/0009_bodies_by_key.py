"""Bodies are looked up one by one by their key, whatever PostgreSQL knows about the tables.

Joined, they were found by the agency alone as long as nobody had analysed the tables: every document of a
copy walked all bodies of the agency.
"""

from django.db import migrations

# All that a piece of work starts from, in one round trip. Rows by kind: n the network's revision,
# i an earlier command under the key, o the persons' open cases, c the copies, d their documents,
# r their receipts. OFFSET 0 keeps the lookup of a body apart, so that it uses the whole key.
BASIS = """
CREATE OR REPLACE FUNCTION cases_basis(me text, numbers text[], command_key text, persons text[])
RETURNS TABLE (kind text, number_of text, a text, b text, c text, d text, at timestamptz)
LANGUAGE plpgsql STABLE SET plan_cache_mode = 'force_generic_plan' AS $$
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
        RETURN QUERY SELECT 'd', e.case_number::text, e.envelope, e.signature, held.body, held.salt,
                            e.delivered_at
                       FROM cases_document e
                      CROSS JOIN LATERAL (
                            SELECT y.body::text AS body, y.salt::text AS salt FROM cases_body y
                             WHERE y.agency = me AND y.case_number = e.case_number AND y.author = e.author
                               AND y.internal = e.internal AND y.number = e.number
                            OFFSET 0) AS held
                      WHERE e.agency = me AND e.case_number = ANY(numbers);
        RETURN QUERY SELECT 'r', t.case_number::text, t.payload, t.signature, NULL, NULL,
                            NULL::timestamptz
                       FROM cases_receipt t WHERE t.agency = me AND t.case_number = ANY(numbers);
    END IF;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_planned_once")]

    operations = [migrations.RunSQL(BASIS, migrations.RunSQL.noop)]
