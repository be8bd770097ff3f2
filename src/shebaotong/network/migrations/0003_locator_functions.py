"""The only two readings across agencies: where a number is held, and who asked for it.

A look-up and its log entry are one call: nobody can look without leaving a trace. The functions run as
the tables' owner, who sees nothing but the rows of the one token being asked for, and only inside them.
The program alone may call them; an agency's own database role may not.
"""

from django.db import migrations

from shebaotong.store.api import APP, OWNER

ASKED = "current_setting('shebaotong.locating', true)"
AGENCY = "current_setting('shebaotong.agency', true)"

POLICIES = (
    f"""CREATE POLICY located ON network_locatorentry FOR SELECT TO {OWNER}
        USING (number_token = (SELECT {ASKED}))""",
    f"""CREATE POLICY located ON network_locatorlookup FOR SELECT TO {OWNER}
        USING (number_token = (SELECT {ASKED}) OR agency = (SELECT {AGENCY}))""",
    f"""CREATE POLICY logged ON network_locatorlookup FOR INSERT TO {OWNER}
        WITH CHECK (number_token = (SELECT {ASKED}) AND agency = (SELECT {AGENCY}))""",
)
NO_POLICIES = (
    "DROP POLICY logged ON network_locatorlookup",
    "DROP POLICY located ON network_locatorlookup",
    "DROP POLICY located ON network_locatorentry",
)

# Returns NULL where the agency has asked too often: per_hour look-ups in the last hour, counted on the
# database's own clock. The lock makes look-ups of one agency queue, so that the count is exact.
LOCATE = f"""
CREATE FUNCTION network_locate(
    token text, for_case text, purpose_in_zh text, purpose_in_en text,
    asked timestamptz, signed text, per_hour integer
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    asking text := {AGENCY};
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
    holders := ARRAY(SELECT agency FROM network_locatorentry WHERE number_token = token ORDER BY agency);
    INSERT INTO network_locatorlookup
        (agency, number_token, case_number, purpose_zh, purpose_en, asked_at, signature, found, logged_at)
    VALUES
        (asking, token, for_case, purpose_in_zh, purpose_in_en, asked, signed, cardinality(holders),
         clock_timestamp());
    PERFORM set_config('shebaotong.locating', '', true);
    RETURN holders;
END $$
"""

LOOKUPS_OF = """
CREATE FUNCTION network_lookups_of(token text) RETURNS SETOF network_locatorlookup
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM set_config('shebaotong.locating', token, true);
    RETURN QUERY
        SELECT * FROM network_locatorlookup WHERE number_token = token ORDER BY asked_at DESC, id DESC;
    PERFORM set_config('shebaotong.locating', '', true);
END $$
"""

SIGNATURES = (
    "network_locate(text, text, text, text, timestamptz, text, integer)",
    "network_lookups_of(text)",
)


class Migration(migrations.Migration):
    dependencies = [("network", "0002_keys_locator_calendar")]

    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(LOCATE, f"DROP FUNCTION {SIGNATURES[0]}"),
        migrations.RunSQL(LOOKUPS_OF, f"DROP FUNCTION {SIGNATURES[1]}"),
        *(
            migrations.RunSQL(
                [f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC", f"GRANT EXECUTE ON FUNCTION {name} TO {APP}"],
                migrations.RunSQL.noop,
            )
            for name in SIGNATURES
        ),
    ]
