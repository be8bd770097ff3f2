"""The four documents of one case.

Unemployment benefit, asked for in Hengyang by a man insured in Zhongshan: the window accepts it (1) and adds
a message for the other city (2); there a reviewer reviews (3) and an approver grants (4), which ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shebaotong.kernel.api import SHANGHAI, Month
from shebaotong.lab.bench.cases.world import INSURED, Applicant, Tokens

ITEM = "unemployment_claim"
TYPES = (f"{ITEM}.application", "case.message", f"{ITEM}.review", f"{ITEM}.grant")
"""In the order in which they are written."""
AT_WINDOW = 2
"""How many of them the window writes; the others are written where the person is insured."""

_AMOUNT_FEN = 171_000
_BENEFIT_MONTHS = 12
_REVIEW = {"opinion": "agree", "note": "核对无误。", "amount_source": "中山失业保险金标准（演示）"}


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request of the story."""

    path: str
    token: str
    body: dict[str, Any]


class Story:
    """What is said, by whom, on the day of the run."""

    def __init__(self, tokens: Tokens, now: datetime) -> None:
        self._tokens = tokens
        today = now.astimezone(SHANGHAI).date()
        self._today = today.isoformat()
        self._left = str(Month.of(today) + -1)
        self._payable = str(Month.of(today))

    def opening(self, person: Applicant) -> Request:
        claim = {
            "subject": {
                "identifier_kind": "resident",
                "identifier": person.number,
                "name": person.name,
                "phone": person.phone,
            },
            "left": self._left,
            "involuntary": True,
            "registered": True,
            "registered_on": self._today,
            "by_proxy": False,
            "materials": [
                {"code": code, "status": "seen"} for code in ("identity", "end_of_employment", "bank_account")
            ],
        }
        body = {"item": ITEM, "owner": INSURED, "body": claim}
        return Request("/api/v1/cases", self._tokens.window, body)

    def later(self, step: int, number: str) -> Request:
        """The request of step 1, 2 or 3 (the opening being 0) into the case ``number``."""
        token, body = (
            (self._tokens.window, {"text": "本人现住衡阳，结果请发短信通知。"}),
            (self._tokens.reviewer, _REVIEW | self._figures()),
            (self._tokens.approver, self._figures()),
        )[step - 1]
        written = {"type": TYPES[step], "body": body}
        return Request(f"/api/v1/cases/{number}/documents", token, written)

    def _figures(self) -> dict[str, Any]:
        return {
            "months": _BENEFIT_MONTHS,
            "monthly_amount_fen": _AMOUNT_FEN,
            "payable_from": self._payable,
        }
