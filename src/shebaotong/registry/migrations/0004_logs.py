"""Who read what, which effects were applied, which imports wait."""

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_benefits"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="registry.person",
                    ),
                ),
                ("asked", models.CharField(blank=True, max_length=32)),
                ("what", models.CharField(max_length=32)),
                ("reader_agency", models.CharField(max_length=6)),
                ("reader", models.CharField(max_length=100)),
                ("reader_role", models.CharField(max_length=32)),
                ("purpose_zh", models.CharField(max_length=200)),
                ("purpose_en", models.CharField(max_length=200)),
                ("case_number", models.CharField(blank=True, max_length=32)),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "person", "-id"], name="read_by_person")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="AppliedEffect",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=32)),
                ("document_ref", models.CharField(max_length=100)),
                ("what", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("applied_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "document_ref", "what", "digest"), name="effect_once"
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="QuarantinedRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("batch", models.CharField(max_length=100)),
                ("position", models.IntegerField()),
                ("record", models.JSONField()),
                ("reasons", models.JSONField()),
                ("state", models.CharField(default="held", max_length=32)),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=100)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarantined",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "state", "id"], name="quarantine_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["held", "loaded", "dropped"])),
                        name="quarantine_state",
                    )
                ],
            },
        ),
        OwnedTable("registry_readentry"),
        OwnedTable("registry_appliedeffect"),
        OwnedTable("registry_quarantinedrecord"),
        OwnedReference("registry_readentry", "person_id", "registry_person"),
        OwnedReference("registry_quarantinedrecord", "person_id", "registry_person"),
        AppendOnly("registry_readentry"),
        AppendOnly("registry_appliedeffect"),
        AppendOnly(
            "registry_quarantinedrecord",
            allow_update_columns=["reasons", "state", "settled_at", "settled_by", "person_id"],
        ),
    ]
