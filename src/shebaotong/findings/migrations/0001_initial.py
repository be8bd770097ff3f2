"""Findings, the rows that could not be compared, and who read what."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("key", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=200)),
                ("as_of", models.DateField()),
                ("runs", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("synthetic", models.BooleanField()),
                ("delivered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="findings_batch_owner"),
                    models.UniqueConstraint(fields=("agency", "key"), name="findings_batch_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("reference", models.CharField(max_length=20)),
                ("rank", models.PositiveIntegerField()),
                ("run", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("certain", models.BooleanField()),
                ("confidence", models.PositiveSmallIntegerField()),
                ("person_id", models.CharField(max_length=32)),
                (
                    "person_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None
                    ),
                ),
                ("left_agency", models.CharField(max_length=64)),
                ("left_scheme", models.CharField(max_length=32)),
                ("right_agency", models.CharField(blank=True, max_length=64)),
                ("right_scheme", models.CharField(blank=True, max_length=32)),
                ("first_month", models.CharField(max_length=7)),
                ("last_month", models.CharField(max_length=7)),
                ("months", models.PositiveIntegerField()),
                ("left_fen", models.BigIntegerField(null=True)),
                ("right_fen", models.BigIntegerField(null=True)),
                ("rule", models.CharField(max_length=60)),
                ("rule_version", models.PositiveSmallIntegerField()),
                (
                    "signs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None
                    ),
                ),
                ("clause", models.CharField(max_length=300)),
                ("clause_verified", models.BooleanField()),
                ("explanation", models.TextField()),
                ("rows", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="findings.batch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "batch", "kind", "rank"], name="finding_by_kind"),
                    models.Index(fields=["agency", "batch", "certain", "rank"], name="finding_by_certainty"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "batch", "rank"), name="finding_ranked"),
                    models.UniqueConstraint(fields=("agency", "batch", "reference"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agency", models.F("left_agency")),
                            ("agency", models.F("right_agency")),
                            _connector="OR",
                        ),
                        name="finding_of_a_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("what", models.CharField(max_length=20)),
                ("reader", models.CharField(max_length=100)),
                ("reader_role", models.CharField(max_length=32)),
                ("read_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="findings.batch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "batch", "what", "-id"], name="finding_readings")],
            },
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("rank", models.PositiveIntegerField()),
                ("layout", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=40)),
                ("column", models.CharField(blank=True, max_length=40)),
                ("detail", models.CharField(max_length=500)),
                ("values", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejected_rows",
                        to="findings.batch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "batch", "rank"), name="rejected_row_ranked")
                ],
            },
        ),
        OwnedTable("findings_batch"),
        OwnedTable("findings_finding"),
        OwnedTable("findings_reading"),
        OwnedTable("findings_rejectedrow"),
        OwnedReference("findings_finding", "batch_id", "findings_batch"),
        OwnedReference("findings_reading", "batch_id", "findings_batch"),
        OwnedReference("findings_rejectedrow", "batch_id", "findings_batch"),
        AppendOnly("findings_batch", allow_update_columns=["digest"]),
        AppendOnly("findings_finding"),
        AppendOnly("findings_reading"),
        AppendOnly("findings_rejectedrow"),
    ]
