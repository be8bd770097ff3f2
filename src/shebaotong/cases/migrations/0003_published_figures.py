"""Figures that each agency publishes about its own cases."""

from django.db import migrations, models

from shebaotong.store.api import OwnedTable


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append")]

    operations = [
        migrations.CreateModel(
            name="PublishedFigures",
            fields=[
                ("agency", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("open", models.PositiveIntegerField()),
                ("act", models.PositiveIntegerField()),
                ("red", models.PositiveIntegerField()),
                ("amber", models.PositiveIntegerField()),
                ("green", models.PositiveIntegerField()),
                ("done_week", models.PositiveIntegerField()),
                ("hours_week", models.PositiveIntegerField()),
                ("flows", models.JSONField()),
            ],
            options={"db_table": "cases_published_figures"},
        ),
        OwnedTable("cases_published_figures", read="all"),
    ]
