"""A copy grows by its erasures too, so that who has read it before an erasure knows that it has changed."""

from django.db import migrations

# The owner of the tables sees every agency's rows for this one change.
_COUNT = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_body NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case k SET revision = k.revision {sign} e.bodies
  FROM (SELECT agency, case_number, count(*)::integer AS bodies FROM cases_body
         WHERE erased_at IS NOT NULL GROUP BY agency, case_number) e
 WHERE k.agency = e.agency AND k.number = e.case_number;
ALTER TABLE cases_body FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
"""
COUNT, COUNT_NO_MORE = _COUNT.format(sign="+"), _COUNT.format(sign="-")


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_file_receipts")]

    operations = [migrations.RunSQL(COUNT, COUNT_NO_MORE)]
