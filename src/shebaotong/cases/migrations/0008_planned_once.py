"""What a piece of work starts from is planned once a connection."""

from django.db import migrations

BASIS = "ALTER FUNCTION cases_basis(text, text[], text, text[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_awaited")]

    operations = [
        migrations.RunSQL(
            f"{BASIS} SET plan_cache_mode = 'force_generic_plan'", f"{BASIS} RESET plan_cache_mode"
        ),
    ]
