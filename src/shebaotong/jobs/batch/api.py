"""The face of rounds of comparisons; apart from the jobs' own, for it brings the engine with it."""

from shebaotong.jobs.batch.running import BatchReport, run_batch

__all__ = ["BatchReport", "run_batch"]
