"""What a file really is, from its bytes alone; name and declared type are never believed.

The list is short enough to be sure of: OFD and office formats are archives that could carry
anything, and whoever holds one can print it to PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import filetype

from shebaotong.files import refusal
from shebaotong.files.pdf import check_pdf, is_pdf
from shebaotong.files.pictures import check_heic, check_jpeg, check_png, is_heic, is_jpeg, is_png


@dataclass(frozen=True, slots=True)
class Kind:
    """A format that is taken."""

    title: str
    media_type: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes], bool]
    check: Callable[[bytes], None]
    """Raises FileRefused for what is damaged or more than it seems."""


KINDS = (
    Kind("PDF", "application/pdf", ("pdf",), is_pdf, check_pdf),
    Kind("JPEG", "image/jpeg", ("jpg", "jpeg"), is_jpeg, check_jpeg),
    Kind("PNG", "image/png", ("png",), is_png, check_png),
    Kind("HEIC", "image/heic", ("heic", "heif"), is_heic, check_heic),
)


def sniff(content: bytes, name: str) -> Kind:
    """The kind of ``content``. Raises FileRefused when it is none of ours, damaged, or disguised."""
    if not content:
        raise refusal.empty()
    kind = next((kind for kind in KINDS if kind.matches(content)), None)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = next((other for other in KINDS if extension in other.extensions), None)
    if kind is None:
        if claimed is None:
            raise refusal.unknown_type()
        raise refusal.disguised(claimed.title, _second_opinion(content))
    if extension and claimed is not kind:
        raise refusal.disguised(f".{extension}", kind.title)
    # A second, independent reading of the same first bytes: where the two differ, something is wrong.
    if filetype.guess_mime(content) != kind.media_type:
        raise refusal.disguised(kind.title, _second_opinion(content))
    kind.check(content)
    return kind


def _second_opinion(content: bytes) -> str:
    return str(filetype.guess_extension(content) or "?").upper()
