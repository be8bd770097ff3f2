"""The tables of findings. Each row belongs to one agency, which alone sees it."""

from shebaotong.findings.models.batch import Batch
from shebaotong.findings.models.finding import Finding
from shebaotong.findings.models.reading import Reading
from shebaotong.findings.models.rejected_row import RejectedRow

__all__ = ["Batch", "Finding", "Reading", "RejectedRow"]
