"""What the store itself keeps."""

from django.db import models


class AgencyRole(models.Model):
    """An agency that has a database role of its own; a restored backup makes the roles again from here."""

    agency = models.CharField(max_length=48, primary_key=True)

    def __str__(self) -> str:
        return self.agency
