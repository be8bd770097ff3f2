"""A one-time code with which a forgotten password is set anew."""

from django.db import models


class ResetCode(models.Model):
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="reset_codes")
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, db_column="agency", null=True, related_name="+"
    )
    """The account's agency; None for a citizen."""
    digest = models.CharField(max_length=43)
    issued_by = models.CharField(max_length=60)
    """Username of who issued it; ``sms`` where the code went to the citizen's phone."""
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "issued_at"], name="accounts_resetcode_newest")]

    def __str__(self) -> str:
        return f"reset code of user {self.user_id}"
