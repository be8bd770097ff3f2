"""Who has taken a case into work lets go of it when it is another post's work, or nobody's here any more.

Without it a clerk held what waited for a reviewer, whom 取下一件 then never gave it.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION cases_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM cases_claim WHERE agency = NEW.agency AND case_number = NEW.number;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER let_go AFTER UPDATE OF bucket, duty ON cases_case
    FOR EACH ROW WHEN (OLD.bucket IS DISTINCT FROM NEW.bucket OR OLD.duty IS DISTINCT FROM NEW.duty)
    EXECUTE FUNCTION cases_let_go()
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_append_together")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION cases_let_go()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER let_go ON cases_case"),
    ]
