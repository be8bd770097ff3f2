"""One agency's accession to an agreement: the only thing a city needs to join."""

from django.db import models

from shebaotong.network.models.agreement import Agreement


class AgreementMember(models.Model):
    """Entered by the depositary, on the joining agency's signature over the agreement's terms."""

    agreement = models.ForeignKey("network.Agreement", models.PROTECT, related_name="members")
    depositary = models.ForeignKey("network.Agency", models.PROTECT, db_column="agency", related_name="+")
    member = models.ForeignKey("network.Agency", models.PROTECT, related_name="memberships")
    signed_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=Agreement.Status)
    """``illustrative``: a member of the demonstration only; no such accession has been reported."""
    signature = models.TextField()
    """The member's detached JWS over the accession (see accession.py)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="network_member_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.agreement_id}"
