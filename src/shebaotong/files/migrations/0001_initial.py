"""Attachments."""

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.store.api import OwnedReference, OwnedTable


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("stored_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("erasure_order", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="file_owner"),
                    models.UniqueConstraint(
                        condition=models.Q(("erased_at__isnull", True)),
                        fields=("agency", "sha256"),
                        name="file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(("erasure_order", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="file_erased_by_order",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="FileChunk",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "file_id", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chunks",
                        to="files.storedfile",
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("content", models.BinaryField()),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="FileUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="files.storedfile",
                    ),
                ),
                ("case_number", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "file"], name="file_use_by_file")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "case_number", "file"), name="file_use_once")
                ],
            },
        ),
        OwnedTable("files_storedfile"),
        OwnedTable("files_filechunk"),
        OwnedTable("files_fileuse"),
        OwnedReference("files_filechunk", "file_id", "files_storedfile"),
        OwnedReference("files_fileuse", "file_id", "files_storedfile"),
    ]
