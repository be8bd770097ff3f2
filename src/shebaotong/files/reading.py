"""Handing files out."""

from __future__ import annotations

from collections.abc import Iterator

from shebaotong.files.keeping import Kept
from shebaotong.files.models import FileChunk, FileUse
from shebaotong.store.api import agency_context


class FileMissing(LookupError):
    """The case holds no such file, or its bytes were erased; ``erased`` tells which."""

    def __init__(self, *, erased: bool) -> None:
        super().__init__("erased by order" if erased else "not held by this case")
        self.erased = erased


def files_of_case(*, agency: str, case_number: str) -> tuple[Kept, ...]:
    """What the case holds at this agency, in the order in which it came."""
    with agency_context(agency=agency):
        uses = FileUse.objects.filter(agency=agency, case_number=case_number).select_related("file")
        return tuple(_kept(use) for use in uses.order_by("id"))


def open_file(*, agency: str, case_number: str, sha256: str) -> tuple[Kept, Iterator[bytes]]:
    """The file and its bytes in parts, checked to be held by the case. Raises FileMissing.

    Each part is read in a transaction of its own, so that a slow reader holds none open.
    """
    with agency_context(agency=agency):
        use = (
            FileUse.objects.filter(agency=agency, case_number=case_number, file__sha256=sha256)
            .select_related("file")
            .order_by("-id")
            .first()
        )
    if use is None or use.file.erased_at is not None:
        raise FileMissing(erased=use is not None)
    return _kept(use), _parts(agency, use.file_id)


def _parts(agency: str, file_id: int) -> Iterator[bytes]:
    position = 0
    while True:
        with agency_context(agency=agency):
            part = (
                FileChunk.objects.filter(agency=agency, file_id=file_id, position=position)
                .values_list("content", flat=True)
                .first()
            )
        if part is None:
            return
        yield bytes(part)
        position += 1


def _kept(use: FileUse) -> Kept:
    file = use.file
    return Kept(file.sha256, use.name, file.media_type, file.size, erased=file.erased_at is not None)
