"""What every case reads of a person, planned once."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

FUNCTIONS = (
    PlannedOnce(
        "registry_holders(me text, keys text[], issued_by text)",
        returns="TABLE (person_id bigint)",
        statement="""
            SELECT DISTINCT d.person_id FROM registry_identitydocument d
             WHERE d.agency = me AND d.key = ANY(keys) AND (issued_by = '' OR d.country = issued_by)
             LIMIT 2""",
    ),
    PlannedOnce(
        "registry_person_of(me text, who bigint)",
        returns="""TABLE (name text, sex text, birth date, hukou_region text, phone text, deceased_on date,
            synthetic boolean, documents json, former_names json)""",
        statement="""
            SELECT p.name::text, p.sex::text, p.birth, p.hukou_region::text, p.phone::text, p.deceased_on,
                   p.synthetic,
                   (SELECT coalesce(json_agg(json_build_array(d.kind, d.number, d.last_four, d.country,
                            d.valid_from, d.valid_to) ORDER BY d.id), '[]')
                      FROM registry_identitydocument d WHERE d.agency = p.agency AND d.person_id = p.id),
                   (SELECT coalesce(json_agg(json_build_array(f.name, f.until) ORDER BY f.until, f.id), '[]')
                      FROM registry_formername f WHERE f.agency = p.agency AND f.person_id = p.id)
              FROM registry_person p WHERE p.agency = me AND p.id = who""",
    ),
    PlannedOnce(
        "registry_enrolments_of(me text, who bigint, kinds text[])",
        returns="""TABLE (kind text, uscc text, name text, first integer, last integer, status text,
            account_kind text)""",
        statement="""
            SELECT e.kind::text, employer.uscc::text, employer.name::text, lower(e.period),
                   upper(e.period) - 1, e.status::text, e.account_kind::text
              FROM registry_enrolment e
              LEFT JOIN registry_employer employer
                ON employer.agency = e.agency AND employer.id = e.employer_id
             WHERE e.agency = me AND e.person_id = who AND e.kind = ANY(kinds)
             ORDER BY lower(e.period), e.kind, e.id""",
    ),
    PlannedOnce(
        "registry_contributions_of(me text, who bigint, kinds text[])",
        returns="TABLE (kind text, year integer, bases integer[], paid integer)",
        statement="""
            SELECT c.kind::text, c.year::integer, c.bases::integer[], c.paid::integer
              FROM registry_contribution c
             WHERE c.agency = me AND c.person_id = who AND c.kind = ANY(kinds)
             ORDER BY c.kind, c.year""",
    ),
    PlannedOnce(
        "registry_accounts_of(me text, who bigint, schemes text[])",
        returns="TABLE (scheme text, kind text, opened integer, balance_fen bigint)",
        statement="""
            SELECT a.scheme::text, a.kind::text, a.opened::integer,
                   coalesce((SELECT sum(entry.amount_fen) FROM registry_accountentry entry
                              WHERE entry.agency = a.agency AND entry.account_id = a.id), 0)::bigint
              FROM registry_account a
             WHERE a.agency = me AND a.person_id = who AND a.scheme = ANY(schemes)
             ORDER BY a.scheme, a.kind""",
    ),
    PlannedOnce(
        "registry_entitlements_of(me text, who bigint)",
        returns="""TABLE (benefit text, from_month integer, last_month integer, amount_fen bigint,
            status text, status_reason text, certified_until date)""",
        statement="""
            SELECT t.benefit::text, t.from_month::integer, t.last_month::integer, t.amount_fen,
                   t.status::text, t.status_reason::text, t.certified_until
              FROM registry_entitlement t WHERE t.agency = me AND t.person_id = who
             ORDER BY t.from_month, t.id""",
    ),
    PlannedOnce(
        "registry_proofs_of(me text, who bigint, most integer)",
        returns="TABLE (method text, place_agency text, on_day date, valid_until date)",
        statement="""
            SELECT c.method::text, c.place_agency::text, c."on", c.valid_until
              FROM registry_certification c WHERE c.agency = me AND c.person_id = who
             ORDER BY c."on" DESC, c.id DESC LIMIT most""",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_who_asked")]

    operations = [*FUNCTIONS]
