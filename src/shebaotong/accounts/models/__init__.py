"""The folder's tables, one a file."""

from shebaotong.accounts.models.act import AdminAct
from shebaotong.accounts.models.api_token import ApiToken
from shebaotong.accounts.models.code_wanted import CodeWanted
from shebaotong.accounts.models.mandate import Mandate
from shebaotong.accounts.models.reset_code import ResetCode
from shebaotong.accounts.models.session import Session
from shebaotong.accounts.models.throttle import Throttle
from shebaotong.accounts.models.user import CHANNEL_ROLES, STAFF_ROLES, USERNAME, User

__all__ = [
    "CHANNEL_ROLES",
    "STAFF_ROLES",
    "USERNAME",
    "AdminAct",
    "ApiToken",
    "CodeWanted",
    "Mandate",
    "ResetCode",
    "Session",
    "Throttle",
    "User",
]
