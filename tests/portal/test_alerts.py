"""预警：all that was raised can be reached, what nobody has opened first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shebaotong.accounts import api as accounts
from shebaotong.cases.models import Escalation
from shebaotong.portal.views.desk import alerts
from shebaotong.store.api import agency_context
from support.accounts import Who, account
from support.desk import links, shown, sign_in
from support.insured import retirement_claimed

FOSHAN = "440600"
NEW, SEEN = 60, 3


@pytest.fixture
def number(who: Who) -> str:
    """A case of Foshan that was raised again and again, many times at one moment; what is newest was seen."""
    now = timezone.now()
    he = accounts.actor_of(account("he.foshan"))
    made = retirement_claimed(he, owner=FOSHAN, seen=("identity", "bank_account"))
    with agency_context(agency=FOSHAN):
        Escalation.objects.bulk_create(
            Escalation(
                agency=FOSHAN,
                case_number=made,
                level="red",
                due_at=now - timedelta(days=at),
                raised_at=now - timedelta(hours=at // 7),
                seen_at=now if at < SEEN else None,
            )
            for at in range(NEW + SEEN)
        )
    return made


def test_every_alert_is_on_some_page_and_what_is_unseen_comes_first(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "PAGE", 25)
    zhou = sign_in("zhou.foshan")
    address, found = "/desk/alerts/", list[str]()
    for _page in range(3):
        page = shown(zhou.get(address))
        assert f"预警，{NEW}件" in page.text
        found += [word for word in page.text.split() if word in ("未看", "已看")]
        address = next((f"/desk/alerts/{link}" for link in links(page) if "after=" in link), "")
        assert "回到最前" in page.text or _page == 0
    assert found == ["未看"] * NEW + ["已看"] * SEEN and not address
    assert shown(zhou.get("/desk/alerts/?after=x")).text.count("未看") == 25
    shown(zhou.get(f"/desk/case/{number}/"))
    assert "预警，" not in shown(zhou.get("/desk/alerts/")).text, "who has opened the case has seen them"
