"""A channel takes in and no more: posts that were given to one before are taken from it."""

from django.db import migrations, models

# The owner of the table sees every agency's rows for this one change.
TAKE = """
ALTER TABLE accounts_user NO FORCE ROW LEVEL SECURITY;
UPDATE accounts_user
   SET roles = CASE WHEN 'clerk' = ANY(roles) THEN ARRAY['clerk'] ELSE ARRAY[]::varchar[] END
 WHERE kind = 'channel' AND NOT roles <@ ARRAY['clerk']::varchar[];
ALTER TABLE accounts_user FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_caller_planned_once")]

    operations = [
        migrations.RunSQL(TAKE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "channel"), _negated=True)
                | models.Q(("roles__contained_by", ["clerk"])),
                name="accounts_user_channel_takes_in",
            ),
        ),
    ]
