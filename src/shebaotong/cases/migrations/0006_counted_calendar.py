"""Up to which calendar an agency's open cases have been counted."""

from django.db import migrations, models

from shebaotong.store.api import OwnedTable


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_basis")]

    operations = [
        migrations.CreateModel(
            name="CountedCalendar",
            fields=[
                ("agency", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=100)),
                ("target", models.CharField(blank=True, default="", max_length=100)),
                ("after_at", models.DateTimeField(null=True)),
                ("after_number", models.CharField(blank=True, default="", max_length=16)),
            ],
            options={"db_table": "cases_counted_calendar"},
        ),
        OwnedTable("cases_counted_calendar"),
    ]
