"""Signing keys: an agency's own, sealed at rest, rotated, and public halves kept for ever."""

import base64
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from shebaotong.kernel.api import sign, verify
from shebaotong.network.api import (
    CannotUnseal,
    NoSigningKey,
    jwks,
    public_keys,
    rotate_signing_key,
    seal,
    signing_key,
    unseal,
)
from shebaotong.store.api import agency_context

FOSHAN, WUZHOU = "440600", "450400"


@pytest.mark.usefixtures("network")
def test_each_agency_signs_with_its_own_key() -> None:
    with agency_context(agency=FOSHAN):
        jws = sign(signing_key(agency=FOSHAN), b"document")
    assert verify(jws, b"document", public_keys()).kid == f"{FOSHAN}/1"


@pytest.mark.usefixtures("network")
def test_a_private_key_is_visible_in_its_own_context_only() -> None:
    with pytest.raises(NoSigningKey):
        signing_key(agency=FOSHAN)
    with agency_context(agency=WUZHOU), pytest.raises(NoSigningKey):
        signing_key(agency=FOSHAN)


@pytest.mark.usefixtures("network")
def test_what_an_old_key_signed_still_verifies(now: datetime) -> None:
    with agency_context(agency=FOSHAN):
        old = sign(signing_key(agency=FOSHAN), b"document")
        rotate_signing_key(agency=FOSHAN, now=now + timedelta(days=365))
        new = sign(signing_key(agency=FOSHAN), b"document")
    keys = public_keys(agency=FOSHAN)
    assert verify(old, b"document", keys).kid == f"{FOSHAN}/1"
    assert verify(new, b"document", keys).kid == f"{FOSHAN}/2"


@pytest.mark.usefixtures("network")
def test_the_key_set_is_that_of_the_standard(now: datetime) -> None:
    with agency_context(agency=FOSHAN):
        rotate_signing_key(agency=FOSHAN, now=now)
    found = jwks(agency=FOSHAN)["keys"]
    assert [key["kid"] for key in found] == [f"{FOSHAN}/1", f"{FOSHAN}/2"]
    for key in found:
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
        assert base64.urlsafe_b64decode(key["x"] + "=") == public_keys()[key["kid"]].raw
        assert "d" not in key


@pytest.mark.usefixtures("network")
def test_the_table_holds_no_key_in_the_clear() -> None:
    with agency_context(agency=FOSHAN), connection.cursor() as cursor:
        private = signing_key(agency=FOSHAN).raw
        cursor.execute("SELECT sealed FROM network_signingkey")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert private not in bytes(rows[0][0])


def test_what_is_sealed_opens_with_its_secret_and_purpose_only(settings: Settings) -> None:
    sealed = seal(b"private", purpose="440600/1")
    assert unseal(sealed, purpose="440600/1") == b"private"
    assert seal(b"private", purpose="440600/1") != sealed
    with pytest.raises(CannotUnseal):
        unseal(sealed, purpose="440600/2")
    with pytest.raises(CannotUnseal):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), purpose="440600/1")
    settings.NODE_SECRET = "another"
    with pytest.raises(CannotUnseal, match="another secret"):
        unseal(sealed, purpose="440600/1")
