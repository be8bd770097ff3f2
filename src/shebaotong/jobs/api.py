"""The face of the jobs: the worker. Tasks stand in tasks.py, where the queue finds them."""

from shebaotong.jobs.worker import run_worker

__all__ = ["run_worker"]
