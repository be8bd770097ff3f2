"""Whatever the description allows or forbids is sent to every address: each answer is a declared one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from shebaotong.accounts import api as accounts
from shebaotong.gateway.api import api
from shebaotong.kernel.api import Role
from shebaotong.network import api as network
from shebaotong.store.api import Server, agency_context

pytestmark = [pytest.mark.slow]

FOSHAN = "440600"


@pytest.fixture(scope="module")
def loaded(shared_database: Server) -> str:
    """The token of one who has every post that works on cases, on a database of its own."""
    now = timezone.now()
    network.load_seed(now=now)
    accounts.load_demo_staff()
    with agency_context(agency=FOSHAN):
        staff = accounts.User.objects.filter(agency=FOSHAN)
        boss = next(user for user in staff if "supervisor" in user.roles)
    roles = (Role.CLERK, Role.REVIEWER, Role.APPROVER)
    one = next(user for user in staff if user.username == "li.foshan")
    all_posts = accounts.change_roles(by=boss, user=one, roles=roles)
    return accounts.issue_api_token(
        by=all_posts,
        user=all_posts,
        name="fuzz",
        purpose="test",
        scopes=("cases:read", "cases:read-whole", "cases:write"),
        expires_at=now + timedelta(days=1),
        now=now,
    )


@pytest.fixture(scope="module")
def described(loaded: str) -> Any:
    """The whole of Django without a socket; as in Django's own client no request closes the connection."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in ends:
        signal.connect(close_old_connections)


OPERATIONS = [
    operation["operationId"]
    for path in api.get_openapi_schema()["paths"].values()
    for operation in path.values()
]
OPEN_TO_ALL = {"jwks"}
FEW = settings(
    max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
)


def cases_of(described: Any, operation: str, mode: GenerationMode) -> Any:
    """Requests that the description allows, or such as it forbids."""
    return described.find_operation_by_id(operation).as_strategy(generation_mode=mode)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_answer_is_a_declared_one(
    described: Any, loaded: str, operation: str, mode: GenerationMode
) -> None:
    """Status, media type, headers and form; and nothing that is forbidden is taken."""

    @FEW
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(cases_of(described, operation, mode))
        # What a body may hold its item's own schema says, which no description of the API can repeat.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {loaded}"}, excluded_checks=[checks.positive_data_acceptance]
        )

    send()


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name not in OPEN_TO_ALL])
def test_without_a_token_nothing_is_told(described: Any, operation: str) -> None:
    @FEW
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(cases_of(described, operation, GenerationMode.POSITIVE))
        answer = case.call(headers={"Authorization": "Bearer nonsense"})
        assert answer.status_code == 401
        case.validate_response(answer, checks=[checks.response_schema_conformance])

    send()
