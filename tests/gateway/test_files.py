"""Files by API: bare bytes in, a document that brings them into a case, and the same bytes out again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from files.samples import pdf
from gateway.conftest import SUBJECT, Machine, machine
from gateway.test_api import CLAIM, FOSHAN, LIUPANSHUI
from shebaotong.accounts.api import actor_of
from shebaotong.cases.api import erase_body
from shebaotong.files.api import LIMIT
from shebaotong.gateway.whole import PURPOSES
from shebaotong.kernel.api import Key, Role
from shebaotong.registry.api import reads_of
from support.accounts import account
from support.desk import sign_in

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("network_loaded")]

BYTES = "application/octet-stream"


def send(caller: Machine, content: bytes, name: str = "scan.pdf", kind: str = BYTES) -> Any:
    # Django's client leaves the type of an empty body out.
    return Client().post(
        f"/api/v1/files?name={name}",
        content,
        content_type=kind,
        headers={"Authorization": f"Bearer {caller.token}"},
        CONTENT_TYPE=kind,
    )


def test_a_file_goes_into_a_case_and_comes_out_as_it_was() -> None:
    clerk, content = machine(FOSHAN, Role.CLERK), pdf()
    sent = send(clerk, content)
    assert sent.status_code == 201, sent.content
    kept = sent.json()
    assert (kept["media_type"], kept["size"]) == ("application/pdf", len(content))
    named = [{"sha256": kept["sha256"], "material": "identity"}]
    number = clerk.post("/cases", {**CLAIM, "files": named}).json()["case_number"]
    (listed,) = clerk.get(f"/cases/{number}/files").json()
    assert (listed["sha256"], listed["material"], listed["held"]) == (kept["sha256"], "identity", True)
    path = f"/cases/{number}/files/{kept['sha256']}"
    refused = clerk.get(path)
    assert refused.status_code == 422 and refused.json()["type"].endswith("purpose-needed")
    reader = machine(FOSHAN, Role.CLERK, name="reader", scopes=("cases:read",))
    assert reader.get(f"{path}?purpose=archive").json()["type"].endswith("/scope")
    got = clerk.get(f"{path}?purpose=archive")
    assert b"".join(got.streaming_content) == content
    read, *_ = reads_of(agency=FOSHAN, identifier=SUBJECT["identifier"], identifier_kind="resident")
    assert (read.what, read.purpose, read.case_number) == ("file", PURPOSES["archive"], number)
    assert got["Content-Disposition"].startswith("attachment") and got["X-Content-Type-Options"] == "nosniff"


def test_no_paper_of_an_erased_person_leaves_unlogged() -> None:
    """With the body that named him nobody is left who could read that it was read."""
    clerk, desk = machine(FOSHAN, Role.CLERK), sign_in("he.foshan")
    digest = send(clerk, pdf()).json()["sha256"]
    number = clerk.post("/cases", {**CLAIM, "files": [{"sha256": digest}]}).json()["case_number"]
    page, path = f"/desk/case/{number}/file/{digest}/", f"/cases/{number}/files/{digest}?purpose=archive"
    assert desk.get(page).status_code == 200 == clerk.get(path).status_code
    boss = actor_of(account("zhou.foshan"))
    assert erase_body(
        actor=boss, case_number=number, key=Key(FOSHAN, 1), order="示例令1号", now=timezone.now()
    )
    assert desk.get(page).status_code == 404
    assert page not in desk.get(f"/desk/case/{number}/").content.decode()
    refused = clerk.get(path)
    assert refused.status_code == 404 and refused.json()["type"].endswith("unknown-file")


def test_a_stranger_gets_no_file_and_uses_no_upload_of_another() -> None:
    clerk, stranger = machine(FOSHAN, Role.CLERK), machine(LIUPANSHUI, Role.CLERK)
    digest = send(clerk, pdf()).json()["sha256"]
    number = clerk.post("/cases", {**CLAIM, "files": [{"sha256": digest}]}).json()["case_number"]
    for path in (f"/cases/{number}/files", f"/cases/{number}/files/{digest}"):
        assert stranger.get(path).json()["type"].endswith("unknown-case")
    other = machine(FOSHAN, Role.CLERK, name="other")
    taken = other.post("/cases", {**CLAIM, "files": [{"sha256": "0" * 64}]}, key="key-00000002")
    assert taken.status_code in (201, 422) and not taken.json().get("document_number")


@pytest.mark.parametrize(
    ("content", "name", "kind", "status", "problem"),
    [
        (b"", "scan.pdf", BYTES, 422, "file-refused/empty"),
        (b"MZ\x90\x00" + b"\0" * 100, "scan.pdf", BYTES, 422, "file-refused/disguised"),
        (b"<html>", "page.html", BYTES, 422, "file-refused/unknown-type"),
        (b"%PDF-1.7\n" + b"\0" * LIMIT, "scan.pdf", BYTES, 413, "file-refused/too-large"),
        (b"{}", "scan.pdf", "application/json", 415, "media-type"),
    ],
)
def test_what_is_no_paper_is_refused_by_name(
    content: bytes, name: str, kind: str, status: int, problem: str
) -> None:
    answer = send(machine(FOSHAN, Role.CLERK), content, name, kind)
    assert answer.status_code == status and answer.json()["type"].endswith(problem), answer.content
