"""What an agency publishes about its own work: sums without a person in them, for the network's board."""

from __future__ import annotations

from django.db import models


class PublishedFigures(models.Model):
    """One row for each agency, written by it and readable by all: no query ever crosses agencies."""

    agency = models.CharField(max_length=6, primary_key=True)
    at = models.DateTimeField()
    """When they were counted."""
    open = models.PositiveIntegerField()
    """Open cases of which this agency is the responsible one: each case counts in one city."""
    act = models.PositiveIntegerField()
    """Cases whose next step is this agency's: ``red``, ``amber`` and ``green`` together."""
    red = models.PositiveIntegerField()
    amber = models.PositiveIntegerField()
    green = models.PositiveIntegerField()
    done_week = models.PositiveIntegerField()
    """Cases of its responsibility that ended in the last seven days."""
    hours_week = models.PositiveIntegerField()
    """Hours from opening to end, of those together."""
    flows = models.JSONField()
    """Cases accepted here for other cities, open or ended in the last seven days: owner to number."""

    class Meta:
        db_table = "cases_published_figures"
