"""Signing keys of the agencies that this node hosts, and everybody's public keys.

The private half is visible in its own agency's context only, and sealed with the node's secret. The
algorithm is the key's own, so that SM2 is another value and no other path.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from shebaotong.kernel import api as kernel
from shebaotong.network.models import PublicKey, SigningKey
from shebaotong.network.remembering import remembered
from shebaotong.network.sealing import seal, unseal
from shebaotong.store.api import acting_agency

# How RFC 8037 writes an Ed25519 key as a JWK.
_JWK_OF = {"EdDSA": {"kty": "OKP", "crv": "Ed25519"}}


class NoSigningKey(LookupError):
    """The agency has no key in use here, or this is not its context."""


def rotate_signing_key(*, agency: str, now: datetime) -> kernel.PublicKey:
    """Make the agency's next key and retire the one before, in the agency's context.

    The first key is made the same way. What a retired key signed verifies for ever.
    """
    with transaction.atomic():
        mine = PublicKey.objects.select_for_update().filter(agency=agency)
        epoch = max(mine.values_list("epoch", flat=True), default=0) + 1
        made = kernel.new_private_key(f"{agency}/{epoch}")
        public = kernel.public_of(made)
        mine.filter(retired_at=None).update(retired_at=now)
        row = PublicKey.objects.create(
            kid=public.kid,
            agency_id=agency,
            epoch=epoch,
            algorithm=public.algorithm,
            raw=public.raw,
            valid_from=now,
        )
        SigningKey.objects.create(public=row, agency_id=agency, sealed=seal(made.raw, purpose=made.kid))
    return public


def signing_key(*, agency: str) -> kernel.PrivateKey:
    """The key that ``agency`` signs with now. Raises NoSigningKey outside its context."""
    if acting_agency() != agency:
        # The database shows it to nobody else, and neither does our memory.
        return _signing_key(agency)
    return remembered(("signing key", agency), lambda: _signing_key(agency))


def _signing_key(agency: str) -> kernel.PrivateKey:
    row = (
        SigningKey.objects.select_related("public")
        .filter(agency=agency, public__retired_at=None)
        .order_by("-public__epoch")
        .first()
    )
    if row is None:
        raise NoSigningKey(
            f"no signing key of {agency} is to be had here: it has none, or another agency acts"
        )
    raw = unseal(bytes(row.sealed), purpose=row.public_id)
    return kernel.PrivateKey(row.public_id, row.public.algorithm, raw)


def public_keys(*, agency: str | None = None) -> Mapping[str, kernel.PublicKey]:
    """Key by ``kid``, retired ones included; of one agency, or of the whole network."""
    return remembered(("public keys", agency), lambda: _public_keys(agency))


def _public_keys(agency: str | None) -> Mapping[str, kernel.PublicKey]:
    rows = PublicKey.objects.all() if agency is None else PublicKey.objects.filter(agency=agency)
    return {row.kid: kernel.PublicKey(row.kid, row.algorithm, bytes(row.raw)) for row in rows}


def jwks(*, agency: str) -> dict[str, Any]:
    """The agency's public keys as a JSON Web Key Set (RFC 7517)."""
    rows = PublicKey.objects.filter(agency=agency).order_by("epoch")
    return {"keys": [_jwk(row) for row in rows]}


def _jwk(row: PublicKey) -> dict[str, Any]:
    encoded = base64.urlsafe_b64encode(bytes(row.raw)).rstrip(b"=").decode()
    return {**_JWK_OF[row.algorithm], "kid": row.kid, "alg": row.algorithm, "use": "sig", "x": encoded}
