"""Whether a worker lives, as far as the database knows."""

from datetime import datetime, timedelta

from procrastinate.contrib.django.models import ProcrastinateWorker

from shebaotong.jobs.sweeper import DEAD_AFTER_SECONDS


def worker_lives(*, now: datetime) -> bool:
    """A worker has given a sign of life of late. One that was killed counts for a few seconds more."""
    since = now - timedelta(seconds=DEAD_AFTER_SECONDS)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()
