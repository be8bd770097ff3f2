from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce

from shebaotong.registry.codes import AccountKind, EnrolmentStatus, Scheme
from shebaotong.registry.models.columns import PeriodField, code, one_of, owned_reference, owner


class Enrolment(models.Model):
    """One spell of insurance (参保) of a person in one scheme, with one employer or with none.

    Two spells of one person, scheme and employer never overlap within an agency. Overlaps between
    employers or agencies are facts of life: they are found and settled, not forbidden.
    """

    id = models.BigAutoField(primary_key=True)
    agency = owner()
    person = owned_reference("registry.Person", related_name="enrolments")
    kind = code()
    employer = owned_reference("registry.Employer", related_name="enrolments", null=True)
    """None for residents and own-account workers."""
    period = PeriodField()
    status = code(default=EnrolmentStatus.NORMAL.value)
    account_kind = code(default=AccountKind.GENERAL.value)

    class Meta:
        constraints = [
            one_of(field="kind", codes=Scheme, name="enrolment_kind"),
            one_of(field="status", codes=EnrolmentStatus, name="enrolment_status"),
            one_of(field="account_kind", codes=AccountKind, name="enrolment_account"),
            ExclusionConstraint(
                name="enrolment_no_overlap",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    # NULL would equal nothing, so that spells without an employer could overlap.
                    (Coalesce("employer", 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(period__isempty=False, period__startswith__isnull=False),
                name="enrolment_period_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "person"], name="enrolment_by_person"),
            models.Index(fields=["agency", "employer"], name="enrolment_by_employer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"
