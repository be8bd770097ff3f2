"""The face of the jobs: the worker, and whether one lives.

Tasks stand in tasks.py, where the queue finds them; rounds of comparisons have a face of their own in batch/.
"""

from shebaotong.jobs.presence import worker_lives
from shebaotong.jobs.worker import run_worker

__all__ = ["run_worker", "worker_lives"]
