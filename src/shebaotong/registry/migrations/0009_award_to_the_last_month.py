"""A benefit that runs for some months only is awarded by the statement that awards any other."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

BEFORE = "registry_award(text, bigint, text, integer, bigint, date, text, text, timestamptz)"

# One benefit runs once for a person: entitlement_one_running. No row: it runs already.
AWARD = PlannedOnce(
    "registry_award(me text, who bigint, which text, since integer, until integer, fen bigint, proven date, "
    "of_case text, of_document text, moment timestamptz)",
    returns="TABLE (awarded bigint)",
    statement="""
        INSERT INTO registry_entitlement (agency, person_id, benefit, from_month, last_month, amount_fen,
               status, status_reason, certified_until, case_number, document_ref, changed_at)
        VALUES (me, who, which, since, until, fen, 'active', '', proven, of_case, of_document, moment)
        ON CONFLICT DO NOTHING RETURNING id""",
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_read_together")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), AWARD]
