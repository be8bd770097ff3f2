from __future__ import annotations

from django.db import models


class FileUse(models.Model):
    """A case that holds a file, under the name that it was given there. A file without one is rubbish."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=6)
    file = models.ForeignKey(
        "files.StoredFile",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="uses",
    )
    case_number = models.CharField(max_length=32)
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "case_number", "file"], name="file_use_once"),
        ]
        indexes = [models.Index(fields=["agency", "file"], name="file_use_by_file")]

    def __str__(self) -> str:
        return f"{self.name} in {self.case_number}"
