"""The face of the jobs: the worker, and rounds of comparisons.

Tasks stand in tasks.py, where the queue finds them.
"""

from shebaotong.jobs.batches import BatchReport, run_batch
from shebaotong.jobs.presence import worker_lives
from shebaotong.jobs.worker import run_worker

__all__ = ["BatchReport", "run_batch", "run_worker", "worker_lives"]
