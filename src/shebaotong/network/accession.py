"""How a city joins: it signs the agreement's terms once, and the depositary enters the signature.

Two agencies must act, each in its own context: nobody can join a city that has not signed, and no city
can join itself. Nothing else changes when a city joins: every rule asks the members' table.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from shebaotong.kernel.api import canonical, verify
from shebaotong.kernel.api import sign as sign_bytes
from shebaotong.network.keys import public_keys, signing_key
from shebaotong.network.models import Agreement, AgreementMember


class NotAdmitted(ValueError):
    """The accession cannot be entered; the message says why."""


@dataclass(frozen=True, slots=True)
class Accession:
    """A city's signed word that it joins."""

    agreement: str
    member: str
    signed_on: date
    signature: str


def sign_accession(*, agreement: str, member: str, signed_on: date) -> Accession:
    """Sign for ``member``, in its context: only there is its key to be had.

    Raises NotAdmitted for an unknown agreement, NoSigningKey where the agency has no key here.
    """
    terms = _terms(_find(agreement), member, signed_on)
    return Accession(agreement, member, signed_on, sign_bytes(signing_key(agency=member), terms))


def admit(accession: Accession, *, illustrative: bool = False) -> AgreementMember:
    """Enter a member, in the depositary's context.

    Raises NotAdmitted for an unknown agreement or a signature that is another agency's, BadSignature for
    one that does not fit the agreement's present terms, IntegrityError where the city is a member already.
    """
    agreement = _find(accession.agreement)
    signer = check_accession(accession)
    status = Agreement.Status.ILLUSTRATIVE if illustrative else Agreement.Status.CONFIRMED
    return AgreementMember.objects.create(
        agreement=agreement,
        depositary_id=agreement.depositary_id,
        member_id=signer,
        signed_on=accession.signed_on,
        status=status,
        signature=accession.signature,
    )


def check_accession(accession: Accession) -> str:
    """Who has signed: the member, by his own key, over the agreement's present terms.

    Raises as :func:`admit` does.
    """
    agreement = _find(accession.agreement)
    terms = _terms(agreement, accession.member, accession.signed_on)
    signer = verify(accession.signature, terms, public_keys(agency=accession.member))
    return signer.kid.partition("/")[0]


def accession_text(accession: Accession) -> str:
    """The accession as a file that goes to the depositary."""
    return json.dumps(asdict(accession) | {"signed_on": accession.signed_on.isoformat()}, indent=2) + "\n"


def read_accession(text: str) -> Accession:
    """The accession of such a file. Raises NotAdmitted for anything else."""
    try:
        data = json.loads(text)
        return Accession(
            agreement=str(data["agreement"]),
            member=str(data["member"]),
            signed_on=date.fromisoformat(data["signed_on"]),
            signature=str(data["signature"]),
        )
    except (ValueError, KeyError, TypeError):
        raise NotAdmitted("this file holds no signed accession") from None


def terms_digest(agreement: Agreement) -> str:
    """SHA-256 of what the members agree on, hex: a member signs these terms and no others."""
    return sha256(canonical(_text_of(agreement))).hexdigest()


def _find(code: str) -> Agreement:
    found = Agreement.objects.filter(code=code).first()
    if found is None:
        raise NotAdmitted(f"there is no agreement {code!r}")
    return found


def _terms(agreement: Agreement, member: str, signed_on: date) -> bytes:
    return canonical(
        {
            "agreement": agreement.code,
            "terms": terms_digest(agreement),
            "member": member,
            "signed_on": signed_on.isoformat(),
        }
    )


def _text_of(agreement: Agreement) -> dict[str, Any]:
    return {
        "title": agreement.title_zh,
        "kind": agreement.kind,
        "valid_from": agreement.valid_from.isoformat(),
        "valid_until": agreement.valid_until.isoformat() if agreement.valid_until else None,
        "items": "all" if agreement.all_items else sorted(agreement.items),
        "low_risk": agreement.low_risk,
        "high_risk": agreement.high_risk,
        "channels": sorted(agreement.channels),
    }
