"""Spells of insurance, contributions by year, and individual accounts."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from shebaotong.registry.models.columns import MonthField, PeriodField
from shebaotong.store.api import (
    AppendOnly,
    CreatePartitionedModel,
    OwnedReference,
    OwnedTable,
    YearPartitions,
)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="registry.person",
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="registry.employer",
                    ),
                ),
                ("period", PeriodField()),
                ("status", models.CharField(default="normal", max_length=32)),
                ("account_kind", models.CharField(default="general", max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "person"], name="enrolment_by_person"),
                    models.Index(fields=["agency", "employer"], name="enrolment_by_employer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["employee_pension", "resident_pension", "unemployment", "work_injury"],
                            )
                        ),
                        name="enrolment_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["normal", "transferred_out", "merged"])),
                        name="enrolment_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("account_kind__in", ["general", "temporary"])),
                        name="enrolment_account",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("agency", "="),
                            ("person", "="),
                            ("kind", "="),
                            (django.db.models.functions.comparison.Coalesce("employer", 0), "="),
                            ("period", "&&"),
                        ],
                        name="enrolment_no_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False), ("period__startswith__isnull", False)),
                        name="enrolment_period_starts",
                    ),
                ],
            },
        ),
        CreatePartitionedModel(
            partition_by="year",
            name="Contribution",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "kind",
                        "year",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="registry.person",
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("year", models.SmallIntegerField()),
                (
                    "bases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(null=True), size=12
                    ),
                ),
                ("paid", models.SmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["employee_pension", "resident_pension", "unemployment", "work_injury"],
                            )
                        ),
                        name="contribution_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bases__len", 12)), name="contribution_twelve"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("paid__lt", 4096)), name="contribution_paid"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="registry.person",
                    ),
                ),
                ("scheme", models.CharField(max_length=32)),
                ("kind", models.CharField(default="general", max_length=32)),
                ("opened", MonthField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="account_owner"),
                    models.UniqueConstraint(
                        fields=("agency", "person", "scheme", "kind"), name="account_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scheme__in",
                                ["employee_pension", "resident_pension", "unemployment", "work_injury"],
                            )
                        ),
                        name="account_scheme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["general", "temporary"])), name="account_kind"
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="AccountEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registry.account",
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("month", MonthField()),
                ("amount_fen", models.BigIntegerField()),
                ("case_number", models.CharField(blank=True, max_length=32)),
                ("document_ref", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "account"], name="account_entry_by_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "contribution",
                                    "interest",
                                    "transfer_in",
                                    "transfer_out",
                                    "settled",
                                    "reversal",
                                ],
                            )
                        ),
                        name="account_entry_kind",
                    )
                ],
            },
        ),
        YearPartitions("registry_contribution", first=1996, last=2040),
        OwnedTable("registry_enrolment"),
        OwnedTable("registry_contribution"),
        OwnedTable("registry_account"),
        OwnedTable("registry_accountentry"),
        OwnedReference("registry_enrolment", "person_id", "registry_person"),
        OwnedReference("registry_enrolment", "employer_id", "registry_employer"),
        OwnedReference("registry_contribution", "person_id", "registry_person"),
        OwnedReference("registry_account", "person_id", "registry_person"),
        OwnedReference("registry_accountentry", "account_id", "registry_account"),
        AppendOnly("registry_accountentry"),
    ]
