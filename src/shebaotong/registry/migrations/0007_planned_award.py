"""What a document does to the register is noted, and a benefit awarded, by statements planned once."""

from django.db import migrations

from shebaotong.store.api import PlannedOnce

FUNCTIONS = (
    PlannedOnce(
        "registry_note_effect(me text, of_case text, of_document text, doing text, content text, "
        "moment timestamptz)",
        returns="TABLE (noted bigint)",
        statement="""
            INSERT INTO registry_appliedeffect (agency, case_number, document_ref, what, digest, applied_at)
            VALUES (me, of_case, of_document, doing, content, moment)
            ON CONFLICT DO NOTHING RETURNING id""",
    ),
    # One benefit runs once for a person: entitlement_one_running. No row: it runs already.
    PlannedOnce(
        "registry_award(me text, who bigint, which text, since integer, fen bigint, proven date, "
        "of_case text, of_document text, moment timestamptz)",
        returns="TABLE (awarded bigint)",
        statement="""
            INSERT INTO registry_entitlement (agency, person_id, benefit, from_month, amount_fen, status,
                   status_reason, certified_until, case_number, document_ref, changed_at)
            VALUES (me, who, which, since, fen, 'active', '', proven, of_case, of_document, moment)
            ON CONFLICT DO NOTHING RETURNING id""",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_planned_readings")]

    operations = list(FUNCTIONS)
