"""The administrative documents (after the X-series of EESSI): every case has them, items own none.

They are declared like an item's own and go the same way; only their names begin with ``case.``.
"""

from __future__ import annotations

from shebaotong.cases.schema import Schema
from shebaotong.kernel.api import DocumentType, Move, Party, Reach, Role, Text

PREFIX = "case"

_REASON = {"type": "string", "minLength": 1, "maxLength": 500}


def _only(**properties: object) -> dict[str, object]:
    """A closed schema in which everything named is required."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


_AGENCY = {"type": "string", "pattern": "^[0-9]{6}$"}
_CASE = {"type": "string", "pattern": "^[0-9]{16}$"}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": 1_000_000}

DOCUMENTS: tuple[DocumentType, ...] = (
    DocumentType(
        code="message",
        title=Text("往来对话", "Message"),
        party=Party.ANY,
        role=Role.CLERK,
        move=Move.NOTE,
    ),
    DocumentType(
        code="remark",
        title=Text("内部备注", "Internal remark"),
        party=Party.ANY,
        role=Role.CLERK,
        move=Move.NOTE,
        reach=Reach.INTERNAL,
    ),
    DocumentType(
        code="attachment",
        title=Text("材料附件", "Attached papers"),
        party=Party.ANY,
        # The person hands papers in online; at the window a clerk does it for him.
        role=Role.PERSON,
        move=Move.NOTE,
        reach=Reach.PERSON,
        action=Text("添加附件", "Attach papers"),
        plain=Text("收到了您交的材料照片", "The pictures of your papers were received"),
    ),
    DocumentType(
        code="outcome",
        title=Text("系统核对结果", "What the engine found"),
        party=Party.ANY,
        role=Role.ENGINE,
        move=Move.NOTE,
        reach=Reach.INTERNAL,
    ),
    DocumentType(
        code="remind",
        title=Text("催办", "Reminder"),
        party=Party.ANY,
        role=Role.CLERK,
        move=Move.REMIND,
        action=Text("催办", "Remind"),
    ),
    DocumentType(
        code="resume",
        title=Text("恢复办理", "Resumed"),
        party=Party.OWNER,
        role=Role.ENGINE,
        move=Move.RESUME,
        plain=Text("已收到核对结果，继续办理", "The answer has come; your case goes on"),
    ),
    DocumentType(
        code="forward",
        title=Text("转交责任地", "Forwarded"),
        party=Party.OWNER,
        role=Role.REVIEWER,
        move=Move.FORWARD,
        action=Text("转交其他城市", "Forward to another city"),
        plain=Text("您的申请已转给负责的城市", "Your request has gone to the city responsible for it"),
    ),
    DocumentType(
        code="admit",
        title=Text("并入共同受理", "Joined by another window"),
        party=Party.OWNER,
        role=Role.ENGINE,
        move=Move.ADMIT,
    ),
    DocumentType(
        code="joined",
        title=Text("并入已有办件", "Joined to an earlier case"),
        party=Party.OWNER,
        role=Role.ENGINE,
        move=Move.END,
        ending="joined",
        reach=Reach.PERSON,
        plain=Text(
            "您已申请过同一件事，我们接着前面那件办", "You had already applied; we go on with that case"
        ),
    ),
    DocumentType(
        code="close",
        title=Text("结案", "Closed"),
        party=Party.OWNER,
        role=Role.REVIEWER,
        move=Move.END,
        ending="closed",
        reach=Reach.PERSON,
        action=Text("结案", "Close"),
        plain=Text("这件事已经结案", "This case is closed"),
        danger=True,
    ),
    DocumentType(
        code="reopen",
        title=Text("恢复办件", "Reopened"),
        party=Party.OWNER,
        role=Role.APPROVER,
        move=Move.REOPEN,
        reach=Reach.PERSON,
        action=Text("重新打开", "Reopen"),
        plain=Text("这件事已重新打开", "This case is open again"),
    ),
    DocumentType(
        code="withdraw",
        title=Text("撤回申请", "Withdrawn"),
        party=Party.STARTER,
        role=Role.CLERK,
        move=Move.END,
        ending="withdrawn",
        reach=Reach.PERSON,
        action=Text("撤回申请", "Withdraw"),
        plain=Text("您撤回了申请", "You withdrew your request"),
        danger=True,
    ),
    DocumentType(
        code="invalidate",
        title=Text("文书作废", "Declared void"),
        party=Party.ANY,
        role=Role.APPROVER,
        move=Move.INVALIDATE,
        reach=Reach.PERSON,
        plain=Text("一份文书已作废，会重新办理", "A document was declared void and will be done again"),
    ),
    DocumentType(
        code="acknowledge",
        title=Text("已阅迟到文书", "Late document read"),
        party=Party.OWNER,
        role=Role.REVIEWER,
        move=Move.ACKNOWLEDGE,
        action=Text("已阅迟到的文书", "Late document: read"),
    ),
    DocumentType(
        code="settle",
        title=Text("办理期限确定", "Due date settled"),
        party=Party.OWNER,
        role=Role.ENGINE,
        move=Move.SETTLE,
    ),
)

_FILE: dict[str, object] = {
    "type": "object",
    "properties": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "name": {"type": "string", "minLength": 1, "maxLength": 120},
        "material": {"type": "string", "pattern": "^[a-z_]{2,40}$"},
    },
    "required": ["sha256", "name"],
    "additionalProperties": False,
}

SCHEMAS: dict[str, Schema] = {
    "attachment": Schema(_only(files={"type": "array", "minItems": 1, "maxItems": 40, "items": _FILE})),
    "message": Schema(_only(text={"type": "string", "minLength": 1, "maxLength": 2000})),
    "remark": Schema(_only(text={"type": "string", "minLength": 1, "maxLength": 2000})),
    "outcome": Schema({"type": "object", "required": ["document"]}),
    "remind": Schema(_only(reason=_REASON)),
    "resume": Schema(_only(case=_CASE, result={"type": "object"})),
    "forward": Schema(_only(agency=_AGENCY, reason=_REASON)),
    "admit": Schema(_only(agency=_AGENCY, case=_CASE)),
    "joined": Schema(_only(case=_CASE)),
    "close": Schema(_only(reason=_REASON)),
    "reopen": Schema(_only(reason=_REASON)),
    "withdraw": Schema(_only(reason=_REASON)),
    "invalidate": Schema(_only(agency=_AGENCY, number=_NUMBER, reason=_REASON)),
    "acknowledge": Schema(_only(agency=_AGENCY, number=_NUMBER, reason=_REASON)),
    "settle": Schema(_only(calendar={"type": "string", "maxLength": 100})),
}

VERSION = 1


_BY_CODE = {declared.code: declared for declared in DOCUMENTS}


def find(name: str) -> DocumentType | None:
    """The administrative document of that name, or None."""
    return _BY_CODE.get(name)


def document(name: str) -> DocumentType:
    """The administrative document of that name, which the caller knows to exist. Raises KeyError."""
    return _BY_CODE[name]
