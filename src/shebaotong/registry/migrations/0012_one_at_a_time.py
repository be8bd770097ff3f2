"""What documents do to one person's record they do one after the other.

An award looks for an account that was paid out, a payment of the account for a pension that runs. Where both
were granted at the same instant, neither saw what the other had not committed yet.
"""

from django.db import migrations

from shebaotong.store.api import Planned

BEFORE = "registry_note_effect(text, text, text, text, text, timestamptz)"

# The person is held until the transaction ends; a row that only refers to the person need not wait. What is
# read afterwards sees what the one before has committed.
NOTE = Planned(
    "registry_note_effect(me text, who bigint, of_case text, of_document text, doing text, content text, "
    "moment timestamptz)",
    returns="TABLE (noted bigint)",
    body="""
BEGIN
    PERFORM FROM registry_person WHERE agency = me AND id = who FOR NO KEY UPDATE;
    RETURN QUERY
        INSERT INTO registry_appliedeffect (agency, case_number, document_ref, what, digest, applied_at)
        VALUES (me, of_case, of_document, doing, content, moment)
        ON CONFLICT DO NOTHING RETURNING id;
END""",
)


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_asked_together")]

    operations = [migrations.RunSQL(f"DROP FUNCTION {BEFORE}"), NOTE]
