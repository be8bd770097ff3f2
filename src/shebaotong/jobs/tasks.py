"""Tasks of the queue: what is due on a clock. Each may run twice."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app as queue

from shebaotong.cases import api as cases
from shebaotong.messages import api as messages
from shebaotong.network import api as network

logger = logging.getLogger(__name__)


@queue.periodic(cron="* * * * *")
@queue.task(queueing_lock="escalate", pass_context=False)
def escalate(timestamp: int) -> None:
    """Tell liaison officers at amber and supervisors at red, every minute."""
    now = timezone.now()
    for agency in network.all_agencies():
        raised = cases.escalate(agency=agency.code, now=now)
        if raised:
            logger.info("%s: %d escalations raised", agency.code, raised)


@queue.periodic(cron="* * * * *")
@queue.task(queueing_lock="publish_figures", pass_context=False)
def publish_figures(timestamp: int) -> None:
    """Each agency counts its own cases and publishes the sums, every minute."""
    now = timezone.now()
    for agency in network.all_agencies():
        cases.publish(agency=agency.code, now=now)


@queue.periodic(cron="17 * * * *")
@queue.task(queueing_lock="settle_due_dates", pass_context=False)
def settle_due_dates(timestamp: int) -> None:
    """Count provisional due dates again once their year's calendar is out, every hour."""
    now = timezone.now()
    for agency in network.all_agencies():
        cases.settle_due_dates(agency=agency.code, now=now)


@queue.periodic(cron="* * * * * */5")
@queue.task(queueing_lock="deliver_messages", pass_context=False)
def deliver_messages(timestamp: int) -> None:
    """Hand SMS that are due to the gateway, every five seconds."""
    now = timezone.now()
    for agency in network.all_agencies():
        messages.deliver_due(agency=agency.code, gateway=messages.OutboxGateway(), now=now)
