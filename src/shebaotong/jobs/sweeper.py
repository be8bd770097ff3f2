"""Jobs whose worker was killed go back into the queue.

The queue notices a dead worker by its missing heartbeat, but leaves its jobs `doing` for ever. Every task
is idempotent, so running one again does no harm.
"""

import asyncio
import logging

from procrastinate import App
from procrastinate.jobs import Status

logger = logging.getLogger(__name__)

# Several heartbeats (one in HEARTBEAT_SECONDS) may fail before a worker counts as dead.
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 20.0
SWEEP_SECONDS = 5.0
# A job that kills its worker again and again must not do so for ever.
MOST_ATTEMPTS = 10


async def sweep_for_ever(app: App) -> None:
    """Sweep until cancelled."""
    while True:
        await sweep(app, dead_after_seconds=DEAD_AFTER_SECONDS)
        await asyncio.sleep(SWEEP_SECONDS)


async def sweep(app: App, *, dead_after_seconds: float) -> tuple[int, ...]:
    """Retry the jobs of dead workers, give up those that were tried too often; the ids of the retried."""
    retried = []
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=dead_after_seconds):
        if job.id is None:
            continue
        if job.attempts >= MOST_ATTEMPTS:
            logger.error("Job %s (%s) loses its worker each time; given up", job.id, job.task_name)
            await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
            continue
        logger.warning("Job %s (%s) lost its worker; it runs again", job.id, job.task_name)
        await manager.retry_job(job)
        retried.append(job.id)
    await manager.prune_stalled_workers(dead_after_seconds)
    return tuple(retried)
