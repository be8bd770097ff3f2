from __future__ import annotations

from django.db import models


class FileChunk(models.Model):
    """A part of a file's bytes, so that neither writing nor reading holds a whole file in the driver."""

    pk = models.CompositePrimaryKey("file_id", "position")
    agency = models.CharField(max_length=6)
    file = models.ForeignKey(
        "files.StoredFile",
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="chunks",
    )
    position = models.SmallIntegerField()
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"part {self.position} of file {self.file_id}"
