"""What somebody did to an account or a token of his agency. Only ever added."""

from django.db import models
from django.db.models.functions import Now


class AdminAct(models.Model):
    class What(models.TextChoices):
        STAFF_CREATED = "staff_created", "开账号"
        ROLES_CHANGED = "roles_changed", "改岗位"
        QUEUE_HANDED_OVER = "queue_handed_over", "移交办件"
        LEFT = "left", "离岗"
        CODE_ISSUED = "code_issued", "发重设码"
        CODE_USED = "code_used", "用重设码"
        CHANNEL_CREATED = "channel_created", "开渠道"
        CHANNEL_CLOSED = "channel_closed", "停渠道"
        TOKEN_ISSUED = "token_issued", "发令牌"
        TOKEN_REVOKED = "token_revoked", "撤销令牌"

    agency = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    at = models.DateTimeField(db_default=Now())
    """The database's clock."""
    by = models.CharField(max_length=60)
    """Username of who did it."""
    by_name = models.CharField(max_length=60)
    what = models.CharField(max_length=20, choices=What)
    about = models.CharField(max_length=60)
    """Username of the account concerned."""
    details = models.JSONField(default=dict)
    """What was changed: roles before and after, the heir, the token's name, scopes, purpose and end; who had
    issued a code that was used."""

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-id"], name="accounts_act_newest"),
            models.Index(fields=["agency", "about", "-id"], name="accounts_act_about"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.about} by {self.by}"
