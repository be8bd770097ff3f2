"""Forms of the administrative documents, which every case has and no item declares."""

from __future__ import annotations

from shebaotong.kernel.api import Text
from shebaotong.portal.forms.question import Question

_REASON = Question(
    name="reason",
    kind="textarea",
    label=Text("理由", "Reason"),
    required=True,
    help=Text("对方城市和本人会看到。", "The other city and the person will see it."),
)
_AGENCY = Question(
    name="agency", kind="agency", label=Text("转交给哪个城市", "City to forward to"), required=True
)

_FORMS: dict[str, tuple[Question, ...]] = {
    "remind": (_REASON,),
    "close": (_REASON,),
    "reopen": (_REASON,),
    "withdraw": (_REASON,),
    "forward": (_AGENCY, _REASON),
}


def questions(name: str) -> tuple[Question, ...]:
    """The questions of ``case.<name>``; none for a document that no form writes."""
    return _FORMS.get(name, ())
