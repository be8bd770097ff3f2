"""Payments ordered and lump sums settled by a decision that is taken back, each by a row of its own."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from shebaotong.registry.models.columns import MonthField
from shebaotong.store.api import AppendOnly, OwnedReference, OwnedTable

STATUS = ["ordered", "paid", "cancelled", "recover"]

SCHEMES = ["employee_pension", "resident_pension", "unemployment", "work_injury"]


def owned(model: str, related_name: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=model,
        null=null,
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0009_award_to_the_last_month")]

    operations = [
        migrations.RemoveConstraint(model_name="paymentorder", name="payment_order_once"),
        migrations.RemoveConstraint(model_name="paymentorder", name="payment_order_status"),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", STATUS)), name="payment_order_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["ordered", "paid"])),
                fields=("agency", "case_number", "benefit"),
                name="payment_order_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(fields=("agency", "id"), name="payment_order_owner"),
        ),
        migrations.CreateModel(
            name="PaymentReversal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("order", owned("registry.paymentorder", "reversals")),
                ("made", models.CharField(max_length=32)),
                ("document_ref", models.CharField(max_length=100)),
                ("reason_zh", models.CharField(max_length=200)),
                ("reason_en", models.CharField(max_length=200)),
                ("reversed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "order"), name="payment_reversal_once"),
                    models.CheckConstraint(
                        condition=models.Q(("made__in", STATUS)), name="payment_reversal_made"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettledSpell",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=6)),
                ("person", owned("registry.person", "settled_spells")),
                ("kind", models.CharField(max_length=32)),
                ("employer", owned("registry.employer", "settled_spells", null=True)),
                ("first_month", MonthField()),
                ("last_month", MonthField()),
                ("case_number", models.CharField(max_length=32)),
                ("document_ref", models.CharField(max_length=100)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", SCHEMES),
                        ),
                        name="settled_spell_kind",
                    )
                ],
                "indexes": [models.Index(fields=["agency", "case_number"], name="settled_spell_by_case")],
            },
        ),
        OwnedTable("registry_paymentreversal"),
        OwnedTable("registry_settledspell"),
        OwnedReference("registry_paymentreversal", "order_id", "registry_paymentorder"),
        OwnedReference("registry_settledspell", "person_id", "registry_person"),
        OwnedReference("registry_settledspell", "employer_id", "registry_employer"),
        AppendOnly("registry_paymentreversal"),
        AppendOnly("registry_settledspell"),
    ]
