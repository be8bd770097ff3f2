"""Two provinces prove who they are and that they hold one mandate, before anything else is said.

Each sends a greeting with a fresh X25519 share and a fresh number; from both come the session's keys
(HKDF-SHA256, RFC 5869). Under these keys each proves its machine's Ed25519 key over both greetings, as
in SIGMA (Krawczyk, CRYPTO 2003). A recorded session cannot be played again: the numbers differ.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shebaotong.comparison.private.channel import Channel
from shebaotong.comparison.private.mandate import Comparison, Mandate, Side, opposite
from shebaotong.comparison.private.refusal import Reason, Refused
from shebaotong.comparison.private.sealed import SealedChannel, broken, refusal_of
from shebaotong.comparison.private.trust import TrustedKey
from shebaotong.kernel.api import BadSignature, PrivateKey, PublicKey, sign, verify

_VERSION = 1
_PROOF = b"shebaotong private proof 1\n"


@dataclass(frozen=True, slots=True)
class Session:
    """What both sides hold after the handshake."""

    id: str
    """SHA-256 of both greetings, hex."""
    side: Side
    channel: SealedChannel
    engine: str
    peer_nonce: str
    token_key: bytes
    """A key that both sides and nobody else hold, for engines that want tokens instead of numbers."""


def shake_hands(
    *,
    channel: Channel,
    mandate: Mandate,
    comparison: Comparison,
    side: Side,
    node_key: PrivateKey,
    trust: Mapping[str, TrustedKey],
    engines: Sequence[str],
) -> Session:
    """Greet, derive, prove. ``engines`` are those that this side can and may run. Raises Refused."""
    share = X25519PrivateKey.generate()
    greeting = {
        "version": _VERSION,
        "side": side,
        "mandate": mandate.digest,
        "kind": comparison.kind,
        "nonce": secrets.token_hex(32),
        "share": share.public_key().public_bytes_raw().hex(),
        "engines": list(engines),
    }
    said = json.dumps({"greeting": greeting}).encode()
    channel.send(said)
    heard = channel.receive()
    theirs = _greeting(heard)
    try:
        peer_nonce, peer_share = _check_greeting(theirs, greeting)
        shared = _agree(share, peer_share)
        engine = _choose(mandate, engines, theirs)
    except Refused as refused:
        channel.send(json.dumps({"refused": {"reason": refused.reason, "what": refused.what}}).encode())
        raise
    left, right = (said, heard) if side == "left" else (heard, said)
    bound = hashlib.sha256(hashlib.sha256(left).digest() + hashlib.sha256(right).digest()).digest()
    keys = HKDF(hashes.SHA256(), length=96, salt=bound, info=b"shebaotong private session 1").derive(shared)
    sealed = SealedChannel(channel, side=side, left_key=keys[:32], right_key=keys[32:64])
    sealed.send("proof", sign(node_key, _PROOF + side.encode() + bound).encode())
    try:
        _check_proof(sealed.receive("proof"), mandate, opposite(side), trust, bound)
    except Refused as refused:
        sealed.refuse(refused)
        raise
    return Session(bound.hex(), side, sealed, engine, peer_nonce, keys[64:])


def _agree(share: X25519PrivateKey, peer_share: bytes) -> bytes:
    try:
        return share.exchange(X25519PublicKey.from_public_bytes(peer_share))
    except ValueError as error:
        raise broken("the partner's share has small order") from error


def _greeting(message: bytes) -> dict[str, Any]:
    try:
        data = json.loads(message)
        if "refused" in data:
            raise refusal_of(json.dumps(data["refused"]).encode())
        greeting = data["greeting"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise broken("the partner's first message is no greeting") from error
    if not isinstance(greeting, dict):
        raise broken("the partner's first message is no greeting")
    return greeting


def _check_greeting(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> tuple[str, bytes]:
    if theirs.get("version") != _VERSION:
        raise broken(f"the partner speaks version {theirs.get('version')}, this program {_VERSION}")
    if theirs.get("side") == ours["side"]:
        raise Refused(
            Reason.NOT_A_PARTY,
            f"Both programs take the {ours['side']} side of the mandate.",
            "Each province runs it with its own folder of keys.",
        )
    if (theirs.get("mandate"), theirs.get("kind")) != (ours["mandate"], ours["kind"]):
        raise Refused(
            Reason.MANDATE_DIFFERS,
            "The two provinces do not hold the same mandate, or asked for different kinds.",
            "Compare the digests that `shebaotong mandate check` prints on both sides.",
        )
    try:
        nonce, share = bytes.fromhex(theirs["nonce"]), bytes.fromhex(theirs["share"])
    except (KeyError, TypeError, ValueError) as error:
        raise broken("the greeting lacks a number or a share") from error
    if len(nonce) != 32 or len(share) != 32:
        raise broken("the greeting's number or share has a wrong length")
    return nonce.hex(), share


def _choose(mandate: Mandate, here: Sequence[str], theirs: Mapping[str, Any]) -> str:
    """The mandate's first engine that both sides can run: both compute the same."""
    named = theirs.get("engines")
    there = [str(name) for name in named] if isinstance(named, list) else []
    both = [name for name in mandate.engines if name in here and name in there]
    if not both:
        raise Refused(
            Reason.ENGINE_MISSING,
            f"Here can run: {', '.join(here) or 'none'}; there: {', '.join(there) or 'none'}; "
            f"mandate {mandate.id} permits {', '.join(mandate.engines)}.",
            "Install the engine on both sides, or have a mandate signed that permits the portable one.",
        )
    return both[0]


def _check_proof(
    proof: bytes, mandate: Mandate, other: Side, trust: Mapping[str, TrustedKey], bound: bytes
) -> None:
    party = mandate.party(other)
    card = trust.get(party.node)
    keys: dict[str, PublicKey] = {}
    if card is not None and card.duty == "node" and card.agency == party.agency:
        keys[party.node] = card.key
    try:
        verify(proof.decode(), _PROOF + other.encode() + bound, keys)
    except (BadSignature, UnicodeDecodeError) as error:
        raise Refused(
            Reason.PEER_UNPROVEN,
            f"The partner did not prove that it is {party.agency}: {error}.",
            "Check the key card of its machine in trust.json, and who answers at this address.",
        ) from error
