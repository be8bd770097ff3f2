"""Attachments, their bytes and the cases that hold them."""

from shebaotong.files.models.chunk import FileChunk
from shebaotong.files.models.stored_file import StoredFile
from shebaotong.files.models.use import FileUse

__all__ = ["FileChunk", "FileUse", "StoredFile"]
