"""Cases that could not be counted on a new calendar are named, so that they are tried again."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_claims_end_with_the_work")]

    operations = [
        migrations.AddField(
            model_name="countedcalendar",
            name="failed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), blank=True, default=list
            ),
        ),
    ]
