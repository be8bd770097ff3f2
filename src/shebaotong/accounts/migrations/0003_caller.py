"""Whose token it is, in one call."""

from django.db import migrations

from shebaotong.store.api import APP

# What policies allow while somebody signs in is allowed for this one reading, and no longer.
CALLER = """
CREATE FUNCTION accounts_caller(token_digest text)
RETURNS TABLE (agency text, name text, scopes text[], expires_at timestamptz, revoked_at timestamptz,
               user_id bigint, username text, kind text, roles text[], display_name text, hand text,
               person_token text, is_active boolean)
LANGUAGE plpgsql AS $$
DECLARE
    before text := coalesce(current_setting('shebaotong.authenticating', true), '');
BEGIN
    PERFORM set_config('shebaotong.authenticating', 'on', true);
    RETURN QUERY
        SELECT t.agency::text, t.name::text, t.scopes::text[], t.expires_at, t.revoked_at, u.id::bigint,
               u.username::text, u.kind::text, u.roles::text[], u.display_name::text, u.hand::text,
               u.person_token::text, u.is_active
          FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
         WHERE t.digest = token_digest;
    PERFORM set_config('shebaotong.authenticating', before, true);
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_acts_and_purpose")]

    operations = [
        migrations.RunSQL(CALLER, "DROP FUNCTION accounts_caller(text)"),
        migrations.RunSQL(
            [
                "REVOKE EXECUTE ON FUNCTION accounts_caller(text) FROM PUBLIC",
                f"GRANT EXECUTE ON FUNCTION accounts_caller(text) TO {APP}",
            ],
            migrations.RunSQL.noop,
        ),
    ]
