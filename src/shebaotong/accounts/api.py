"""The accounts' face: signing in, staff, sessions, resets, tokens of channels, mandates."""

from shebaotong.accounts.actors import actor_of
from shebaotong.accounts.acts import acts_of, codes_used
from shebaotong.accounts.address import address_of
from shebaotong.accounts.channels import channels_of, close_channel, create_channel
from shebaotong.accounts.demo import DEMO_PASSWORD, DemoStaff, demo_staff, load_demo_staff
from shebaotong.accounts.devices import remember_device
from shebaotong.accounts.founding import code_for_supervisor, found_supervisor
from shebaotong.accounts.mandates import (
    Act,
    Person,
    give_mandate,
    mandates_given,
    mandates_held,
    may_act,
    revoke_mandate,
)
from shebaotong.accounts.models import CHANNEL_ROLES, STAFF_ROLES, AdminAct, ApiToken, Mandate, User
from shebaotong.accounts.passwords import change_password, set_password
from shebaotong.accounts.persons import hand_of, person_token
from shebaotong.accounts.preferences import TEXT_SIZES, set_preferences
from shebaotong.accounts.refusal import AccountRefused
from shebaotong.accounts.resets import (
    issue_code_at_window,
    issue_reset_code,
    may_issue_code,
    reset_password,
)
from shebaotong.accounts.sessions import (
    SessionNote,
    end_all_sessions,
    end_session,
    ended_session_of,
    forget_ended_sessions,
    session_ends,
    sessions_of,
)
from shebaotong.accounts.signing_in import begin_session, sign_in, sign_out
from shebaotong.accounts.staff import (
    change_roles,
    colleague,
    create_citizen,
    create_staff,
    hand_over_queue,
    leave,
    provide_hand_over,
    staff_of,
    staff_page,
)
from shebaotong.accounts.throttling import (
    Attempt,
    Limit,
    forget_old_failures,
    note_failure,
    refuse_if_blocked,
)
from shebaotong.accounts.tokens import (
    OWN_TOKEN_ROLES,
    READ,
    READ_WHOLE,
    SCOPES,
    WRITE,
    ApiCaller,
    api_caller,
    issue_api_token,
    revoke_api_token,
    tokens_of,
)
from shebaotong.accounts.wanted_codes import make_wanted_codes, want_reset_code

__all__ = [
    "CHANNEL_ROLES",
    "DEMO_PASSWORD",
    "OWN_TOKEN_ROLES",
    "READ",
    "READ_WHOLE",
    "SCOPES",
    "STAFF_ROLES",
    "TEXT_SIZES",
    "WRITE",
    "AccountRefused",
    "Act",
    "AdminAct",
    "ApiCaller",
    "ApiToken",
    "Attempt",
    "DemoStaff",
    "Limit",
    "Mandate",
    "Person",
    "SessionNote",
    "User",
    "actor_of",
    "acts_of",
    "address_of",
    "api_caller",
    "begin_session",
    "change_password",
    "change_roles",
    "channels_of",
    "close_channel",
    "code_for_supervisor",
    "codes_used",
    "colleague",
    "create_channel",
    "create_citizen",
    "create_staff",
    "demo_staff",
    "end_all_sessions",
    "end_session",
    "ended_session_of",
    "forget_ended_sessions",
    "forget_old_failures",
    "found_supervisor",
    "give_mandate",
    "hand_of",
    "hand_over_queue",
    "issue_api_token",
    "issue_code_at_window",
    "issue_reset_code",
    "leave",
    "load_demo_staff",
    "make_wanted_codes",
    "mandates_given",
    "mandates_held",
    "may_act",
    "may_issue_code",
    "note_failure",
    "person_token",
    "provide_hand_over",
    "refuse_if_blocked",
    "remember_device",
    "reset_password",
    "revoke_api_token",
    "revoke_mandate",
    "session_ends",
    "sessions_of",
    "set_password",
    "set_preferences",
    "sign_in",
    "sign_out",
    "staff_of",
    "staff_page",
    "tokens_of",
    "want_reset_code",
]
