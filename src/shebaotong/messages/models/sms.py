from __future__ import annotations

from enum import StrEnum

from django.db import models


class SmsState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    """Claimed by a worker until ``due_at``; past it, another worker may claim it again."""
    SENT = "sent"
    FAILED = "failed"


class Sms(models.Model):
    """An SMS on its way. Once sent or given up, its phone number is kept masked only."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    message = models.ForeignKey(
        "notices.Message",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="sms",
    )
    phone = models.CharField(max_length=20)
    text = models.CharField(max_length=70)
    state = models.CharField(max_length=10, default=SmsState.QUEUED.value)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    """When it may be tried (again)."""
    error = models.CharField(max_length=200, blank=True)
    """What the gateway said last."""
    finished_at = models.DateTimeField(null=True, blank=True)
    forget_at = models.DateTimeField(null=True, blank=True)
    """When the one-time code in the text is worth nothing any more and is blotted out; none: no code."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "message"], name="sms_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in SmsState]), name="sms_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at"],
                condition=models.Q(state__in=[SmsState.QUEUED.value, SmsState.SENDING.value]),
                name="sms_due",
            ),
            models.Index(fields=["agency", "-id"], name="sms_newest"),
            models.Index(
                fields=["agency", "forget_at"],
                condition=models.Q(forget_at__isnull=False),
                name="sms_forget",
            ),
        ]

    def __str__(self) -> str:
        return f"SMS {self.pk}: {self.state}"
