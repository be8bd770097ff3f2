"""Whose token it is, is planned once a connection."""

from django.db import migrations

CALLER = "ALTER FUNCTION accounts_caller(text)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_caller")]

    operations = [
        migrations.RunSQL(
            f"{CALLER} SET plan_cache_mode = 'force_generic_plan'", f"{CALLER} RESET plan_cache_mode"
        ),
    ]
