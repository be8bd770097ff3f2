"""The face of files: attachments of cases, owned by one agency, bounded, sniffed, never shown inline."""

from shebaotong.files.drafts import PERSON, Load, draft_of, load_of
from shebaotong.files.keeping import (
    LIMIT,
    Kept,
    collect_files,
    erase_file,
    release_file,
    store_file,
    take_files,
)
from shebaotong.files.names import download_headers
from shebaotong.files.reading import FileMissing, files_of_case, open_file
from shebaotong.files.refusal import FileRefused

__all__ = [
    "LIMIT",
    "PERSON",
    "FileMissing",
    "FileRefused",
    "Kept",
    "Load",
    "collect_files",
    "download_headers",
    "draft_of",
    "erase_file",
    "files_of_case",
    "load_of",
    "open_file",
    "release_file",
    "store_file",
    "take_files",
]
