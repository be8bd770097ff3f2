"""Decisions that wait for a figure to be published."""

from django.db import migrations, models

from shebaotong.store.api import OwnedTable


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_counted_calendar")]

    operations = [
        migrations.CreateModel(
            name="Awaited",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("item", models.CharField(max_length=60)),
                ("parameter", models.CharField(max_length=80)),
                ("region", models.CharField(max_length=6)),
                ("on", models.DateField()),
                ("document", models.CharField(max_length=60)),
                ("since", models.DateTimeField()),
                ("stage", models.CharField(default="waiting", max_length=8)),
                ("called_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "cases_awaited",
                "indexes": [
                    models.Index(fields=["agency", "stage", "id"], name="cases_awaited_stage"),
                    models.Index(
                        fields=["agency", "parameter", "region", "on", "id"],
                        name="cases_awaited_figure",
                        condition=models.Q(stage="waiting"),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["agency", "case_number"], name="cases_awaited_key"),
                ],
            },
        ),
        OwnedTable("cases_awaited"),
    ]
