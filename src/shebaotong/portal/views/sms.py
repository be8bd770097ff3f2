"""The outbox of SMS, for all to see: in the demonstration only, where no telephone rings."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shebaotong.messages import api as messages
from shebaotong.network import api as network
from shebaotong.portal.cities import city
from shebaotong.portal.languages import month_and_day

EACH, ALL = 20, 60


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest SMS of all cities, numbers masked. There is no such page outside the demonstration."""
    if not settings.SHEBAOTONG_DEMO:
        raise Http404
    rows = [
        (agency.code, row)
        for agency in network.all_agencies()
        for row in messages.outbox(agency=agency.code, limit=EACH)
    ]
    newest = sorted(rows, key=lambda pair: pair[1].queued_at, reverse=True)[:ALL]
    states = {
        "queued": (_("等着发"), "warn"),
        "sending": (_("正在发"), "info"),
        "sent": (_("发出了"), "ok"),
        "failed": (_("没发成"), "bad"),
    }
    values = {
        "columns": [
            {"text": _("时间")},
            {"text": _("哪个城市发的")},
            {"text": _("手机")},
            {"text": _("内容")},
            {"text": _("状态")},
        ],
        "rows": [
            [
                _moment(timezone.localtime(row.queued_at)),
                city(agency),
                row.phone,
                row.text,
                {"tag": states[row.state][0], "tone": states[row.state][1]},
            ]
            for agency, row in newest
        ],
    }
    return render(request, "portal/sms.html", values)


def _moment(at: datetime) -> str:
    """Day and hour, kept in one line of a narrow column."""
    return f"{month_and_day(at)}\xa0{at:%H:%M}"
