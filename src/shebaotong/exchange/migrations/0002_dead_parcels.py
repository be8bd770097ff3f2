"""Parcels that were refused for good are found by index among all that were ever worked in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="inbox",
            index=models.Index(
                fields=["agency", "dead_at"],
                name="exchange_inbox_dead",
                condition=models.Q(dead_at__isnull=False),
            ),
        ),
    ]
