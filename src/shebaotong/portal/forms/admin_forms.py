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

_DONE = Question(
    name="reason",
    kind="textarea",
    label=Text("看过以后怎么处理", "What comes of it"),
    required=True,
    help=Text(
        "写明它改不改变决定。要改的，另请审批人重新打开这一件。",
        "Say whether it changes the decision. If it does, let an approver reopen the case.",
    ),
)

_FORMS: dict[str, tuple[Question, ...]] = {
    "remind": (_REASON,),
    "close": (_REASON,),
    "reopen": (_REASON,),
    "withdraw": (_REASON,),
    "invalidate": (_REASON,),
    "forward": (_AGENCY, _REASON),
    "acknowledge": (_DONE,),
}


def questions(name: str) -> tuple[Question, ...]:
    """The questions of ``case.<name>``; none for a document that no form writes."""
    return _FORMS.get(name, ())
