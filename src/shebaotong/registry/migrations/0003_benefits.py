"""Benefits awarded, ordered, paid and certified."""

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.registry.models.columns import MonthField, OptionalMonthField
from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable

# Every state of an entitlement is kept by the database itself, so that no change goes without a trace.
KEEP_VERSIONS = """
CREATE FUNCTION registry_keep_entitlement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO registry_entitlementversion (agency, entitlement_id, written_at, state)
    VALUES (NEW.agency, NEW.id, NEW.changed_at, to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER keep_versions AFTER INSERT OR UPDATE ON registry_entitlement
    FOR EACH ROW EXECUTE FUNCTION registry_keep_entitlement()
"""
KEEP_NO_VERSIONS = """
DROP TRIGGER keep_versions ON registry_entitlement;
DROP FUNCTION registry_keep_entitlement()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_insurance"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="registry.person",
                    ),
                ),
                ("benefit", models.CharField(max_length=32)),
                ("from_month", MonthField()),
                ("last_month", OptionalMonthField(blank=True, null=True)),
                ("amount_fen", models.BigIntegerField()),
                ("status", models.CharField(default="active", max_length=32)),
                ("status_reason", models.CharField(blank=True, max_length=32)),
                ("certified_until", models.DateField(blank=True, null=True)),
                ("case_number", models.CharField(blank=True, max_length=32)),
                ("document_ref", models.CharField(blank=True, max_length=100)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "certified_until"], name="entitlement_by_proof")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "id"), name="entitlement_owner"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "ended"), _negated=True),
                        fields=("agency", "person", "benefit"),
                        name="entitlement_one_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "benefit__in",
                                [
                                    "employee_pension",
                                    "resident_pension",
                                    "unemployment",
                                    "injury_pension",
                                    "employee_pension_lump_sum",
                                ],
                            )
                        ),
                        name="entitlement_benefit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "suspended", "ended"])),
                        name="entitlement_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gte", 0)), name="entitlement_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntitlementVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registry.entitlement",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("state", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "entitlement"], name="entitlement_version_of")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="registry.person",
                    ),
                ),
                ("benefit", models.CharField(max_length=32)),
                ("month", MonthField()),
                ("amount_fen", models.BigIntegerField()),
                ("paid_on", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "person", "month"], name="payment_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "benefit__in",
                                [
                                    "employee_pension",
                                    "resident_pension",
                                    "unemployment",
                                    "injury_pension",
                                    "employee_pension_lump_sum",
                                ],
                            )
                        ),
                        name="payment_benefit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_orders",
                        to="registry.person",
                    ),
                ),
                ("case_number", models.CharField(max_length=32)),
                ("benefit", models.CharField(max_length=32)),
                ("amount_fen", models.BigIntegerField()),
                ("payable_from", models.DateField()),
                ("reason_zh", models.CharField(max_length=200)),
                ("reason_en", models.CharField(max_length=200)),
                ("status", models.CharField(default="ordered", max_length=32)),
                ("ordered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "person"], name="payment_order_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "case_number", "benefit"), name="payment_order_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "benefit__in",
                                [
                                    "employee_pension",
                                    "resident_pension",
                                    "unemployment",
                                    "injury_pension",
                                    "employee_pension_lump_sum",
                                ],
                            )
                        ),
                        name="payment_order_benefit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["ordered", "paid", "cancelled"])),
                        name="payment_order_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="payment_order_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="registry.person",
                    ),
                ),
                ("method", models.CharField(max_length=32)),
                ("place_agency", models.CharField(max_length=6)),
                ("by", models.CharField(max_length=100)),
                ("on", models.DateField()),
                ("valid_until", models.DateField()),
                ("case_number", models.CharField(blank=True, max_length=32)),
                ("document_ref", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "person"], name="certification_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "method__in",
                                ["data_comparison", "self_service", "window", "home_visit", "third_party"],
                            )
                        ),
                        name="certification_method",
                    )
                ],
            },
        ),
        OwnedTable("registry_entitlement"),
        OwnedTable("registry_entitlementversion"),
        OwnedTable("registry_payment"),
        OwnedTable("registry_paymentorder"),
        OwnedTable("registry_certification"),
        OwnedReference("registry_entitlement", "person_id", "registry_person"),
        OwnedReference("registry_entitlementversion", "entitlement_id", "registry_entitlement"),
        OwnedReference("registry_payment", "person_id", "registry_person"),
        OwnedReference("registry_paymentorder", "person_id", "registry_person"),
        OwnedReference("registry_certification", "person_id", "registry_person"),
        AppendOnly("registry_entitlementversion"),
        AppendOnly("registry_payment"),
        AppendOnly("registry_paymentorder", allow_update_columns=["status"]),
        AppendOnly("registry_certification"),
        AppendOnly(
            "registry_entitlement",
            allow_update_columns=[
                "status",
                "status_reason",
                "last_month",
                "amount_fen",
                "certified_until",
                "case_number",
                "document_ref",
                "changed_at",
            ],
        ),
        migrations.RunSQL(KEEP_VERSIONS, KEEP_NO_VERSIONS),
    ]
