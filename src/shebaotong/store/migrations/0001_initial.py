"""Extensions, the functions that policies call, and what the program's role may do."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

from shebaotong.store.names import AGENCY_GROUP, AGENCY_PREFIX, AGENCY_SETTING, APP, AUTHENTICATING_SETTING

# SQL-standard bodies are bound when they are created: no search_path can put other functions in their
# place. Not SECURITY DEFINER: current_user must be the one who asks.
# For the program the agency is the one it set in its transaction. For an agency's own role it is in the
# role's name, and no setting can change that. Everybody else, the owner included, has none.
AGENCY = f"""
CREATE FUNCTION shebaotong_agency() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
    WHEN current_user = '{APP}' THEN nullif(current_setting('{AGENCY_SETTING}', true), '')
    WHEN starts_with(current_user::text, '{AGENCY_PREFIX}')
        AND pg_has_role(current_user, '{AGENCY_GROUP}', 'member')
        THEN substr(current_user::text, {len(AGENCY_PREFIX) + 1})
END
"""

AUTHENTICATING = f"""
CREATE FUNCTION shebaotong_authenticating() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_user = '{APP}' AND coalesce(current_setting('{AUTHENTICATING_SETTING}', true), '') = 'on'
"""

# The columns that may change are the trigger's arguments; all others are compared as JSON.
REFUSE_CHANGE = """
CREATE FUNCTION shebaotong_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""

PRIVILEGES = (
    f"GRANT USAGE ON SCHEMA public TO {APP}, {AGENCY_GROUP}",
    # Tables without an owning agency (sessions, jobs, content types) are the program's alone. The test
    # of all tables keeps their list short.
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
    # Made by Django before this migration. The program only asks it whether the schema is up to date.
    f"GRANT SELECT ON django_migrations TO {APP}",
)
NO_PRIVILEGES = (
    f"REVOKE SELECT ON django_migrations FROM {APP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE, SELECT ON SEQUENCES FROM {APP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM {APP}",
    f"REVOKE USAGE ON SCHEMA public FROM {APP}, {AGENCY_GROUP}",
)


class Migration(migrations.Migration):
    initial = True
    # Before every other app: their tables rely on the functions and privileges made here.
    run_before = [("contenttypes", "0001_initial"), ("procrastinate", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(AGENCY, "DROP FUNCTION shebaotong_agency()"),
        migrations.RunSQL(AUTHENTICATING, "DROP FUNCTION shebaotong_authenticating()"),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION shebaotong_refuse_change()"),
        migrations.RunSQL(PRIVILEGES, NO_PRIVILEGES),
        migrations.CreateModel(
            name="AgencyRole",
            fields=[("agency", models.CharField(max_length=48, primary_key=True, serialize=False))],
        ),
    ]
