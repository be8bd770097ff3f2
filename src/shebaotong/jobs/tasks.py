"""Tasks of the queue: what is due on a clock. Each may run twice."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.files import api as files
from shebaotong.messages import api as messages
from shebaotong.network import api as network

logger = logging.getLogger(__name__)

_RECOUNTS_IN_A_ROW = 20
"""Batches of one agency before the others have their turn."""

UNUSED_FOR = timedelta(days=1)
"""How long a file that no case holds is kept: an upload may be on its way into one."""


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


@queue.periodic(cron="* * * * *")
@queue.task(queueing_lock="recount", pass_context=False)
def recount(timestamp: int) -> None:
    """Count open cases again where a calendar was published since: looked for every minute, done once."""
    now = timezone.now()
    for agency in network.all_agencies():
        for _ in range(_RECOUNTS_IN_A_ROW):
            if not cases.recount(agency=agency.code, now=now):
                break


@queue.periodic(cron="17 * * * *")
@queue.task(queueing_lock="settle_due_dates", pass_context=False)
def settle_due_dates(timestamp: int) -> None:
    """Count provisional due dates again once their year's calendar is out, every hour."""
    now = timezone.now()
    for agency in network.all_agencies():
        cases.settle_due_dates(agency=agency.code, now=now)


@queue.periodic(cron="27 * * * *")
@queue.task(queueing_lock="call_up", pass_context=False)
def call_up(timestamp: int) -> None:
    """Reopen provisional decisions whose figure has been published, every hour."""
    now = timezone.now()
    for agency in network.all_agencies():
        while called := cases.call_up(agency=agency.code, now=now):
            logger.info("%s: %d cases called up for a published figure", agency.code, called)


@queue.periodic(cron="* * * * * */5")
@queue.task(queueing_lock="deliver_messages", pass_context=False)
def deliver_messages(timestamp: int) -> None:
    """Make reset codes that were asked for, and hand SMS that are due to the gateway, every five seconds.

    Without a gateway SMS wait.
    """
    gateway, now = sms_gateway(), timezone.now()
    messages.send_wanted_codes(named=settings.SMS_AGENCY, now=now)
    for agency in network.all_agencies():
        messages.forget_codes(agency=agency.code, now=now)
        if gateway is not None:
            messages.deliver_due(agency=agency.code, gateway=gateway, now=now)


def sms_gateway() -> messages.SmsGateway | None:
    """The operator's gateway; in the demonstration, where all people are invented, the outbox page."""
    if settings.SHEBAOTONG_DEMO:
        return messages.OutboxGateway()
    if settings.SMS_URL:
        return messages.HttpGateway(url=settings.SMS_URL, token=settings.SMS_TOKEN)
    return None


@queue.periodic(cron="40 3 * * *")
@queue.task(queueing_lock="collect_files", pass_context=False)
def collect_files(timestamp: int) -> None:
    """Remove attachments that no case holds, every night."""
    before = timezone.now() - UNUSED_FOR
    for agency in network.all_agencies():
        files.collect_files(agency=agency.code, before=before)


@queue.periodic(cron="50 3 * * *")
@queue.task(queueing_lock="forget_old_attempts", pass_context=False)
def forget_old_attempts(timestamp: int) -> None:
    """Remove sessions that have ended and failed attempts that no longer count, every night."""
    now = timezone.now()
    accounts.forget_ended_sessions(now=now)
    accounts.forget_old_failures(now=now)
