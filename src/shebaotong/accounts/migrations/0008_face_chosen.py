"""Whether how pages look is an account's own choice."""

from django.db import migrations, models

# The owner of the table sees every agency's rows for this one change.
CHOSEN = """
ALTER TABLE accounts_user NO FORCE ROW LEVEL SECURITY;
UPDATE accounts_user SET face_chosen = true
 WHERE elder_mode OR high_contrast OR text_size <> 100 OR language <> 'zh-hans';
ALTER TABLE accounts_user FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_code_wanted")]

    operations = [
        migrations.AddField("user", "face_chosen", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(CHOSEN, migrations.RunSQL.noop),
    ]
