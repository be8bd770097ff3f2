"""What the items of several cases ask is one JSON text, and is found, read and logged by one call.

Starting a statement costs more than its rows, the most where a table has forty-seven partitions: a worker
that works in what has arrived of eight cases asked eight times. Writing, parsing and planning a call with
fifteen values took as long as one of the readings.
"""

from django.db import migrations

from shebaotong.store.api import Planned

# The questions with their places. What stands behind an OFFSET 0 is a query of its own and uses a whole key.
ASKED = "jsonb_array_elements(asked) WITH ORDINALITY AS q (one, place)"


def of_each(kind: str, told: str) -> str:
    """The rows of one kind for every question that wants them and whose person was found."""
    return f"""
    IF '{kind}' = ANY(wanted) THEN
        RETURN QUERY
            SELECT q.place::integer, found.what, found.told
              FROM {ASKED} CROSS JOIN LATERAL ({told} OFFSET 0) AS found (what, told)
             WHERE who[q.place] IS NOT NULL AND '{kind}' = ANY(string_to_array(q.one->>'wanted', ' '));
    END IF;"""


SCHEMES = "ANY(string_to_array(q.one->>'schemes', ' '))"

PERSON = """
    SELECT 'person', json_build_array(p.name, p.sex, p.birth, p.hukou_region, p.phone, p.deceased_on,
           p.synthetic,
           (SELECT coalesce(json_agg(json_build_array(d.kind, d.number, d.last_four, d.country,
                    d.valid_from, d.valid_to) ORDER BY d.id), '[]')
              FROM registry_identitydocument d WHERE d.agency = me AND d.person_id = who[q.place]),
           (SELECT coalesce(json_agg(json_build_array(f.name, f.until) ORDER BY f.until, f.id), '[]')
              FROM registry_formername f WHERE f.agency = me AND f.person_id = who[q.place]))
      FROM registry_person p WHERE p.agency = me AND p.id = who[q.place]"""

ENROLMENTS = f"""
    SELECT 'enrolments', json_agg(json_build_array(e.kind, employer.uscc, employer.name, lower(e.period),
           upper(e.period) - 1, e.status, e.account_kind) ORDER BY lower(e.period), e.kind, e.id)
      FROM registry_enrolment e
      LEFT JOIN registry_employer employer ON employer.agency = me AND employer.id = e.employer_id
     WHERE e.agency = me AND e.person_id = who[q.place] AND e.kind = {SCHEMES}"""

# Of this agency by its policy: the key is the person's, and the person was found at this agency. Naming it
# once more would cost a comparison for each partition.
CONTRIBUTIONS = f"""
    SELECT 'contributions',
           json_agg(json_build_array(c.kind, c.year, c.bases, c.paid) ORDER BY c.kind, c.year)
      FROM registry_contribution c WHERE c.person_id = who[q.place] AND c.kind = {SCHEMES}"""

ACCOUNT = f"""
    SELECT 'account', json_agg(json_build_array(a.scheme, a.kind, a.opened,
           coalesce((SELECT sum(entry.amount_fen) FROM registry_accountentry entry
                      WHERE entry.agency = me AND entry.account_id = a.id), 0)::bigint)
           ORDER BY a.scheme, a.kind)
      FROM registry_account a
     WHERE a.agency = me AND a.person_id = who[q.place] AND a.scheme = {SCHEMES}"""

ENTITLEMENTS = """
    VALUES ('entitlements',
        (SELECT json_agg(json_build_array(t.benefit, t.from_month, t.last_month, t.amount_fen, t.status,
                t.status_reason, t.certified_until) ORDER BY t.from_month, t.id)
           FROM registry_entitlement t WHERE t.agency = me AND t.person_id = who[q.place])),
        ('proofs',
        (SELECT json_agg(json_build_array(c.method, c.place_agency, c."on", c.valid_until)
                ORDER BY c."on" DESC, c.id DESC)
           FROM (SELECT * FROM registry_certification proof
                  WHERE proof.agency = me AND proof.person_id = who[q.place]
                  ORDER BY proof."on" DESC, proof.id DESC LIMIT (q.one->>'proofs')::integer) AS c))"""

PAYMENTS = """
    SELECT 'payments', json_agg(json_build_array(y.benefit, y.month, y.amount_fen, y.paid_on)
           ORDER BY y.month DESC, y.id DESC)
      FROM (SELECT * FROM registry_payment paid WHERE paid.agency = me AND paid.person_id = who[q.place]
             ORDER BY paid.month DESC, paid.id DESC LIMIT (q.one->>'payments')::integer) AS y"""

# ``asked``: a list of questions, each about one person: keys, wanted and schemes, each with spaces between;
# country; proofs and payments, how many at most; for the log entries of what and why in two languages, masked
# and token where nobody is found, agency, name and role of who reads, case and time. ``kinds``: what any of
# them wants, with spaces between.
# Rows by the place of the question, from one on: ``holders`` with the records that hold such a number, two at
# most; then, where it is one, each kind that is wanted with a list. Nothing is logged where two hold it:
# nothing of them is read.
READ = Planned(
    "registry_read(me text, kinds text, asked jsonb)",
    returns="TABLE (place integer, what text, told json)",
    body=f"""
DECLARE
    wanted text[] := string_to_array(kinds, ' ');
    first bigint[];
    last bigint[];
    who bigint[];
BEGIN
    SELECT array_agg(held.first ORDER BY q.place), array_agg(held.last ORDER BY q.place),
           array_agg(CASE WHEN held.first = held.last THEN held.first END ORDER BY q.place)
      INTO first, last, who
      FROM {ASKED}
     CROSS JOIN LATERAL (
           SELECT min(holder.person_id) AS first, max(holder.person_id) AS last
             FROM unnest(string_to_array(q.one->>'keys', ' ')) AS asked_for (key)
            CROSS JOIN LATERAL (
                  SELECT d.person_id FROM registry_identitydocument d
                   WHERE d.agency = me AND d.key = asked_for.key
                     AND (q.one->>'country' = '' OR d.country = q.one->>'country')
                  OFFSET 0) AS holder) AS held;

    what := 'holders';
    FOR at IN 1 .. cardinality(who) LOOP
        place := at;
        told := to_json(array_remove(ARRAY[first[at], nullif(last[at], first[at])], NULL));
        RETURN NEXT;
    END LOOP;

    INSERT INTO registry_readentry (agency, person_id, asked, asked_token, what, reader_agency, reader,
           reader_role, purpose_zh, purpose_en, case_number, read_at)
    SELECT me, who[q.place], CASE WHEN who[q.place] IS NULL THEN q.one->>'masked' ELSE '' END,
           CASE WHEN who[q.place] IS NULL THEN q.one->>'token' ELSE '' END, e.told->>0, q.one->>'by_agency',
           q.one->>'by_name', q.one->>'by_role', e.told->>1, e.told->>2, q.one->>'case',
           (q.one->>'at')::timestamptz
      FROM {ASKED}
     CROSS JOIN LATERAL jsonb_array_elements(q.one->'entries') WITH ORDINALITY AS e (told, place)
     WHERE first[q.place] IS NOT DISTINCT FROM last[q.place]
     ORDER BY q.place, e.place;
{of_each("person", PERSON)}
{of_each("enrolments", ENROLMENTS)}
{of_each("contributions", CONTRIBUTIONS)}
{of_each("account", ACCOUNT)}
{of_each("entitlements", ENTITLEMENTS)}
{of_each("payments", PAYMENTS)}
END""",
)


BEFORE = (
    "registry_read(text, text[], text, text[], text[], integer, integer, json, text, text, text, text, text, "
    "text, timestamptz)"
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_taken_back")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), READ]
