"""The projection: one row for each case in each agency's copy, computed by the Python fold.

Everything in it can be rebuilt from the documents alone (``shebaotong rebuild``); nothing is decided
from it. It holds ``due_at`` and ``amber_at``, never a lamp: a lamp depends on the time of asking.
"""

from __future__ import annotations

from django.db import models


class Case(models.Model):
    """What lists and boards show of a case."""

    agency = models.CharField(max_length=6)
    number = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()
    """Rows of documents and receipts folded so far, and bodies erased: a stale command is refused by it."""
    item = models.CharField(max_length=60)
    item_version = models.PositiveIntegerField()
    starter = models.CharField(max_length=6)
    owner = models.CharField(max_length=6)
    parent = models.CharField(max_length=16, default="", blank=True)
    status = models.CharField(max_length=10)
    step = models.CharField(max_length=40)
    turn = models.CharField(max_length=6)
    bucket = models.CharField(max_length=10)
    """In which list it stands: ``act``, ``wait``, ``supplement`` or ``ended``."""
    duty = models.CharField(max_length=10, default="", blank=True)
    """Whose work it is where it stands in ``act``: a role, or empty for everybody's; empty in other lists."""
    ending = models.CharField(max_length=12, default="", blank=True)
    verdict = models.CharField(max_length=10, default="", blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    amber_at = models.DateTimeField(null=True)
    legal_due_at = models.DateTimeField(null=True)
    sort_at = models.DateTimeField()
    """By what lists are ordered: when it is due, else far away; for what has ended, when it ended."""
    provisional = models.BooleanField(default=False)
    subject_name = models.CharField(max_length=100, default="", blank=True)
    subject_masked = models.CharField(max_length=40, default="", blank=True)
    person_token = models.CharField(max_length=64, default="", blank=True)
    state = models.JSONField()
    """The fold's remaining results that lists need: waits, late documents, strays."""

    class Meta:
        db_table = "cases_case"
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="cases_case_key"),
        ]
        indexes = [
            models.Index(fields=["agency", "bucket", "duty", "sort_at", "number"], name="cases_case_inbox"),
            models.Index(fields=["agency", "person_token", "opened_at"], name="cases_case_person"),
            models.Index(
                fields=["agency", "bucket", "amber_at"],
                name="cases_case_amber",
                condition=models.Q(amber_at__isnull=False),
            ),
            models.Index(
                fields=["agency", "parent"], name="cases_case_parent", condition=~models.Q(parent="")
            ),
        ]
