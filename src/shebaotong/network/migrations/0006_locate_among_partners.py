"""The locator answers with agencies that an agreement in force binds to the one that asks, and with no other.

A city that takes part in nothing learns nothing about anybody, not even in which cities he was insured.
"""

from django.db import migrations

from shebaotong.store.api import OWNER

# Agreements and their members are public; the function runs as the tables' owner, who needs a policy too.
POLICIES = tuple(
    f"CREATE POLICY located ON {table} FOR SELECT TO {OWNER} USING (true)"
    for table in ("network_agreement", "network_agreementmember")
)
NO_POLICIES = tuple(
    f"DROP POLICY located ON {table}" for table in ("network_agreement", "network_agreementmember")
)

AMONG_PARTNERS = """
        AND (held.agency = asking OR EXISTS (
            SELECT FROM network_agreement bound
            JOIN network_agreementmember one ON one.agreement_id = bound.code AND one.member_id = asking
            JOIN network_agreementmember other
                ON other.agreement_id = bound.code AND other.member_id = held.agency
            WHERE bound.valid_from <= today AND coalesce(bound.valid_until >= today, true)
                AND one.signed_on <= today AND coalesce(one.left_on > today, true)
                AND other.signed_on <= today AND coalesce(other.left_on > today, true)
        ))
"""


def function(condition: str) -> str:
    """network_locate with a further condition on what it may answer; the rest is as it was."""
    return f"""
CREATE OR REPLACE FUNCTION network_locate(
    token text, for_case text, purpose_in_zh text, purpose_in_en text,
    asked timestamptz, signed text, per_hour integer
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    asking text := current_setting('shebaotong.agency', true);
    today date := (asked AT TIME ZONE 'Asia/Shanghai')::date;
    holders text[];
BEGIN
    IF coalesce(asking, '') = '' THEN
        RAISE EXCEPTION 'no agency asks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('network_locate'), hashtext(asking));
    PERFORM set_config('shebaotong.locating', token, true);
    IF per_hour <= (
        SELECT count(*) FROM network_locatorlookup
        WHERE agency = asking AND logged_at > clock_timestamp() - interval '1 hour'
    ) THEN
        PERFORM set_config('shebaotong.locating', '', true);
        RETURN NULL;
    END IF;
    holders := ARRAY(
        SELECT held.agency FROM network_locatorentry held WHERE held.number_token = token {condition}
        ORDER BY held.agency
    );
    INSERT INTO network_locatorlookup
        (agency, number_token, case_number, purpose_zh, purpose_en, asked_at, signature, found, logged_at)
    VALUES
        (asking, token, for_case, purpose_in_zh, purpose_in_en, asked, signed, cardinality(holders),
         clock_timestamp());
    PERFORM set_config('shebaotong.locating', '', true);
    RETURN holders;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0005_directory_change")]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(function(AMONG_PARTNERS), function("")),
    ]
