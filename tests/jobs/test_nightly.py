"""What the worker removes at night."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shebaotong.accounts.api import AccountRefused, Attempt, Limit, note_failure, refuse_if_blocked, sign_in
from shebaotong.accounts.models import Session, Throttle
from shebaotong.jobs.tasks import forget_old_attempts
from support.accounts import PASSWORD, Who, a_request

ONE = Limit(free=1, first=timedelta(hours=9), longest=timedelta(hours=9))


def test_ended_sessions_and_old_failures_go_and_living_ones_stay(who: Who) -> None:
    now = timezone.now()
    for username in ("he.foshan", "li.foshan"):
        request = a_request()
        sign_in(request, username=username, password=PASSWORD, now=now)
        request.session.save()
    Session.objects.filter(user=who("he.foshan")).update(expire_date=now - timedelta(seconds=1))
    old, fresh = Attempt("test", "old", ONE), Attempt("test", "fresh", ONE)
    note_failure(old, now=now - timedelta(days=2))
    note_failure(fresh, now=now)
    forget_old_attempts(timestamp=0)
    assert [session.user_id for session in Session.objects.all()] == [who("li.foshan").pk]
    assert list(Throttle.objects.values_list("key", flat=True)) == [fresh.key]
    with pytest.raises(AccountRefused, match="暂停使用"):
        refuse_if_blocked(fresh, now=now)
