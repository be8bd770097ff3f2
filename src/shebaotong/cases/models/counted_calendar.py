"""Up to which calendar an agency's open cases have been counted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CountedCalendar(models.Model):
    """One row an agency. While ``target`` is set its cases are being counted again, up to the place named."""

    agency = models.CharField(max_length=6, primary_key=True)
    version = models.CharField(max_length=100)
    """Every due date that the agency keeps takes this calendar into account; empty: not counted yet."""
    target = models.CharField(max_length=100, default="", blank=True)
    after_at = models.DateTimeField(null=True)
    failed = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    """Numbers of cases that could not be counted; they are tried again every hour."""
    after_number = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        db_table = "cases_counted_calendar"
