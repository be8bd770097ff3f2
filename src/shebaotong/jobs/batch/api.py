"""The face of rounds of comparisons; apart from ``jobs.api``, because it imports the comparison's engine."""

from shebaotong.jobs.batch.running import BatchReport, run_batch

__all__ = ["BatchReport", "run_batch"]
