"""The network's revision: another number after every change of what is remembered of it."""

from django.db import migrations

from shebaotong.store.api import APP

# What network/remembering.py keeps between transactions.
REMEMBERED = (
    "network_agency",
    "network_region",
    "network_agreement",
    "network_agreementmember",
    "network_publickey",
    "network_signingkey",
    "network_calendaredition",
    "network_calendarday",
)

# The number comes from a sequence, which no rollback takes back: one number never stands for two states.
# It is stored in a row, so that it becomes visible with the change itself.
REVISION = (
    "CREATE SEQUENCE network_revision_number",
    "CREATE TABLE network_revision (single boolean PRIMARY KEY DEFAULT true CHECK (single), "
    "value bigint NOT NULL)",
    "INSERT INTO network_revision (value) VALUES (nextval('network_revision_number'))",
    f"REVOKE INSERT, UPDATE, DELETE ON network_revision FROM {APP}",
    """CREATE FUNCTION network_changed() RETURNS trigger LANGUAGE plpgsql
       SECURITY DEFINER SET search_path = pg_catalog, public AS $$
       BEGIN
           UPDATE network_revision SET value = nextval('network_revision_number');
           RETURN NULL;
       END $$""",
    "REVOKE ALL ON FUNCTION network_changed() FROM PUBLIC",
    *(
        f"CREATE TRIGGER network_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION network_changed()"
        for table in REMEMBERED
    ),
)
NO_REVISION = (
    *(f"DROP TRIGGER network_changed ON {table}" for table in REMEMBERED),
    "DROP FUNCTION network_changed()",
    "DROP TABLE network_revision",
    "DROP SEQUENCE network_revision_number",
)


class Migration(migrations.Migration):
    dependencies = [("network", "0003_locator_functions")]

    operations = [migrations.RunSQL(REVISION, NO_REVISION)]
