"""The tables of cases: each row belongs to one agency's copy; documents and receipts only grow."""

from django.db import migrations, models

from shebaotong.store.api import AppendOnly, OwnedTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("number", models.CharField(max_length=16)),
                ("revision", models.PositiveIntegerField()),
                ("item", models.CharField(max_length=60)),
                ("item_version", models.PositiveIntegerField()),
                ("starter", models.CharField(max_length=6)),
                ("owner", models.CharField(max_length=6)),
                ("parent", models.CharField(blank=True, default="", max_length=16)),
                ("status", models.CharField(max_length=10)),
                ("step", models.CharField(max_length=40)),
                ("turn", models.CharField(max_length=6)),
                ("bucket", models.CharField(max_length=10)),
                ("ending", models.CharField(blank=True, default="", max_length=12)),
                ("verdict", models.CharField(blank=True, default="", max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("amber_at", models.DateTimeField(null=True)),
                ("legal_due_at", models.DateTimeField(null=True)),
                ("sort_at", models.DateTimeField()),
                ("provisional", models.BooleanField(default=False)),
                ("subject_name", models.CharField(blank=True, default="", max_length=100)),
                ("subject_masked", models.CharField(blank=True, default="", max_length=40)),
                ("person_token", models.CharField(blank=True, default="", max_length=64)),
                ("state", models.JSONField()),
            ],
            options={
                "db_table": "cases_case",
                "indexes": [
                    models.Index(fields=["agency", "bucket", "sort_at", "number"], name="cases_case_inbox"),
                    models.Index(fields=["agency", "person_token", "opened_at"], name="cases_case_person"),
                    models.Index(
                        condition=models.Q(("amber_at__isnull", False)),
                        fields=["agency", "bucket", "amber_at"],
                        name="cases_case_amber",
                    ),
                    models.Index(
                        condition=models.Q(("parent", ""), _negated=True),
                        fields=["agency", "parent"],
                        name="cases_case_parent",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("agency", "number"), name="cases_case_key")],
            },
        ),
        migrations.CreateModel(
            name="CaseToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("token", models.CharField(max_length=120)),
                ("case_number", models.CharField(max_length=16)),
            ],
            options={
                "db_table": "cases_token",
                "indexes": [models.Index(fields=["agency", "case_number"], name="cases_token_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "token", "case_number"), name="cases_token_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("hand", models.CharField(max_length=64)),
                ("holder", models.CharField(max_length=150)),
                ("claimed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cases_claim",
                "indexes": [models.Index(fields=["agency", "hand"], name="cases_claim_hand")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "case_number"), name="cases_claim_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("author", models.CharField(max_length=6)),
                ("internal", models.BooleanField()),
                ("number", models.PositiveIntegerField()),
                ("order", models.CharField(max_length=200)),
                ("hand", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cases_erasure",
                "indexes": [models.Index(fields=["agency", "case_number"], name="cases_erasure_case")],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("level", models.CharField(max_length=6)),
                ("due_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "cases_escalation",
                "indexes": [
                    models.Index(fields=["agency", "level", "raised_at"], name="cases_escalation_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "level", "due_at"), name="cases_escalation_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotentCommand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("key", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("case_number", models.CharField(max_length=16)),
                ("document_number", models.PositiveIntegerField()),
                ("done_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cases_idempotency",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "key"), name="cases_idempotency_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("author", models.CharField(max_length=6)),
                ("internal", models.BooleanField(default=False)),
                ("number", models.PositiveIntegerField()),
                ("salt", models.CharField(max_length=40, null=True)),
                ("body", models.JSONField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "cases_body",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "author", "internal", "number"),
                        name="cases_body_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("body__isnull", False), ("erased_at__isnull", True), ("salt__isnull", False)
                            ),
                            models.Q(
                                ("body__isnull", True), ("erased_at__isnull", False), ("salt__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="cases_body_erased_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("author", models.CharField(max_length=6)),
                ("internal", models.BooleanField(default=False)),
                ("number", models.PositiveIntegerField()),
                ("type", models.CharField(max_length=80)),
                ("envelope", models.TextField()),
                ("signature", models.TextField()),
                ("delivered_at", models.DateTimeField()),
            ],
            options={
                "db_table": "cases_document",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "author", "internal", "number"),
                        name="cases_document_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("author", models.CharField(max_length=6)),
                ("number", models.PositiveIntegerField()),
                ("issuer", models.CharField(max_length=6)),
                ("stage", models.CharField(max_length=10)),
                ("payload", models.TextField()),
                ("signature", models.TextField()),
            ],
            options={
                "db_table": "cases_receipt",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "author", "number", "issuer", "stage"),
                        name="cases_receipt_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                ("case_number", models.CharField(max_length=16)),
                ("misses", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "cases_tracking_miss",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "case_number"), name="cases_tracking_miss_key")
                ],
            },
        ),
        OwnedTable("cases_case"),
        OwnedTable("cases_document"),
        OwnedTable("cases_body"),
        OwnedTable("cases_receipt"),
        OwnedTable("cases_token"),
        OwnedTable("cases_claim"),
        OwnedTable("cases_idempotency"),
        OwnedTable("cases_escalation"),
        OwnedTable("cases_erasure"),
        OwnedTable("cases_tracking_miss"),
        AppendOnly("cases_document"),
        AppendOnly("cases_body", allow_update_columns=("salt", "body", "erased_at")),
        AppendOnly("cases_receipt"),
        AppendOnly("cases_erasure"),
    ]
