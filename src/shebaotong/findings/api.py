"""The face of the findings: a batch delivered to an agency, and what its people may read of it."""

from shebaotong.findings.delivering import deliver
from shebaotong.findings.listing import (
    batch_of,
    batches_of,
    findings_of,
    has_batch,
    head_of,
    newest_batch,
    open_finding,
    rejected_counts,
    rejected_of,
)
from shebaotong.findings.refusal import DeliveryRefused
from shebaotong.findings.values import (
    Batch,
    BatchHead,
    Finding,
    FindingPage,
    Reader,
    ReadEvent,
    Rejected,
    RejectedPage,
    Row,
    Run,
    RunSide,
)

__all__ = [
    "Batch",
    "BatchHead",
    "DeliveryRefused",
    "Finding",
    "FindingPage",
    "ReadEvent",
    "Reader",
    "Rejected",
    "RejectedPage",
    "Row",
    "Run",
    "RunSide",
    "batch_of",
    "batches_of",
    "deliver",
    "findings_of",
    "has_batch",
    "head_of",
    "newest_batch",
    "open_finding",
    "rejected_counts",
    "rejected_of",
]
