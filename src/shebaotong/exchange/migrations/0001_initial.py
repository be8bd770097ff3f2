"""Outbox and inbox: each agency sees its own alone."""

import django.db.models.functions.datetime
from django.db import migrations, models

from shebaotong.store.api import OwnedTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Inbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("sender", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=10)),
                ("reference", models.CharField(max_length=60)),
                ("parcel", models.TextField()),
                ("arrived_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("next_try_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.PositiveIntegerField(db_default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("error", models.TextField(db_default="")),
            ],
            options={
                "db_table": "exchange_inbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at__isnull", True), ("done_at__isnull", True)),
                        fields=["agency", "next_try_at", "id"],
                        name="exchange_inbox_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "sender", "case_number", "reference"), name="exchange_inbox_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("receiver", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=10)),
                ("reference", models.CharField(max_length=60)),
                ("parcel", models.TextField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("next_try_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.PositiveIntegerField(db_default=0)),
                ("relayed_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("error", models.TextField(db_default="")),
            ],
            options={
                "db_table": "exchange_outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at__isnull", True), ("relayed_at__isnull", True)),
                        fields=["agency", "next_try_at", "id"],
                        name="exchange_outbox_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "receiver", "case_number", "reference"), name="exchange_outbox_key"
                    )
                ],
            },
        ),
        OwnedTable("exchange_outbox"),
        OwnedTable("exchange_inbox"),
    ]
