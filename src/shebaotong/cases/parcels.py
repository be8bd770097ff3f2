"""Documents and receipts as parcels, and back with every check that a stranger's bytes deserve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shebaotong.cases import admin, catalogue, sound
from shebaotong.cases.append import OutboxRow
from shebaotong.cases.plain import check_plain
from shebaotong.cases.schema import InvalidBody, Schema
from shebaotong.cases.subject import of_body
from shebaotong.exchange.api import DOCUMENT, FILE, RECEIPT, CarryFailure, Parcel
from shebaotong.kernel.api import (
    Document,
    Envelope,
    PublicKey,
    Reach,
    Receipt,
    body_digest,
    canonical,
    json_text,
    read_json,
    verify,
)

KeysOf = Callable[[str], Mapping[str, PublicKey]]
"""The public keys of an agency, retired ones included, by ``kid``."""

LARGEST = 2 * 1024 * 1024
"""Characters of a parcel; files travel apart."""


def document_parcel(document: Document, receiver: str) -> OutboxRow:
    rest = {"signature": document.signature, "body": document.body, "salt": document.salt}
    key = document.key
    return OutboxRow(
        receiver, DOCUMENT, f"d/{key.agency}/{key.number}", _parcel("envelope", document.signed_text(), rest)
    )


def receipt_parcel(receipt: Receipt, receiver: str) -> OutboxRow:
    key = receipt.document
    reference = f"r/{key.agency}/{key.number}/{receipt.issuer}/{receipt.stage.value}"
    content = _parcel("receipt", receipt.signed_text(), {"signature": receipt.signature})
    return OutboxRow(receiver, RECEIPT, reference, content)


def file_parcels(document: Document, receiver: str) -> list[OutboxRow]:
    """A parcel for each file that a document names; the bytes are put in when it is carried."""
    return [
        OutboxRow(receiver, FILE, f"f/{file.sha256[:56]}", _text({"sha256": file.sha256}))
        for file in document.envelope.files
    ]


def _parcel(name: str, signed: str, rest: dict[str, Any]) -> str:
    """A JSON object of what was signed, in the very bytes, and the rest."""
    return f'{{"{name}":{signed},{_text(rest)[1:]}'


def _text(content: dict[str, Any]) -> str:
    return json_text(content)


def applicants(parcel: Parcel) -> tuple[str, ...]:
    """Tokens of the persons for whom a parcel may open a case, as far as can be told before it is verified:
    a hint of what to read, no more."""
    if parcel.kind != DOCUMENT or '"open"' not in parcel.content:
        return ()
    try:
        return (of_body(_content(parcel)["body"]).token,)
    except (CarryFailure, KeyError, TypeError, ValueError, AttributeError):
        return ()


def starts_no_clock(parcel: Parcel) -> bool:
    """Whether it is a receipt that starts no clock, as far as can be told before it is verified."""
    return parcel.kind == RECEIPT and '"clock"' not in parcel.content


def leaves_rows(parcel: Parcel) -> bool:
    """Whether taking it writes rows before it may turn out to be wrong, so that they must be rolled back."""
    return parcel.kind == FILE


def read_document(parcel: Parcel, keys_of: KeysOf, arrived_at: datetime) -> Document:
    """The document in a parcel, verified: signature, case, reach and body digest.

    Raises CarryFailure, permanent: bytes do not mend by waiting.
    """
    content = _content(parcel)
    try:
        envelope = Envelope.from_json(content["envelope"])
        body, salt = content["body"], content["salt"]
        signature = content["signature"]
        signed = canonical(content["envelope"])
        verify(signature, signed, keys_of(envelope.author))
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(f"document cannot be read or verified: {error}") from error
    _check_sound(sound.ENVELOPE, content["envelope"])
    read = envelope.to_json()
    # Where the values are the same, so are their bytes; where not, only the bytes tell.
    if read != content["envelope"] and canonical(read) != signed:
        raise _refused("the envelope holds fields that this version does not know")
    if envelope.case != parcel.case_number or envelope.reach is Reach.INTERNAL:
        raise _refused("the document does not belong into this parcel")
    if (body is None) != (salt is None):
        raise _refused("body and salt come together or not at all")
    if body is not None and body_digest(salt, body) != envelope.body_digest:
        raise _refused("the body is not the one that was signed")
    return Document(envelope, signature, body, salt, arrived_at, signed)


def read_receipt(parcel: Parcel, keys_of: KeysOf) -> Receipt:
    """The receipt in a parcel, verified. Raises CarryFailure, permanent."""
    content = _content(parcel)
    try:
        signed = canonical(content["receipt"])
        receipt = Receipt.from_json(content["receipt"], content["signature"], signed)
        verify(receipt.signature, signed, keys_of(receipt.issuer))
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(f"receipt cannot be read or verified: {error}") from error
    _check_sound(sound.RECEIPT, content["receipt"])
    if receipt.to_json() != content["receipt"]:
        raise _refused("the receipt holds fields that this version does not know")
    if receipt.case != parcel.case_number:
        raise _refused("the receipt does not belong into this parcel")
    return receipt


def _check_sound(schema: Schema, told: Any) -> None:
    try:
        schema.check(told)
    except InvalidBody as error:
        raise _refused(f"it is not sound: {_places(error)}") from error


def _places(error: InvalidBody) -> str:
    """Where and by which rule, never the validator's words: they repeat what stands there, and an operator
    reads why a parcel is held."""
    return "; ".join(f"{each.pointer or '/'} ({each.rule})" for each in error.errors)


def check_body(document: Document, item_code: str) -> None:
    """Refuse an unknown type or version, or a body that its schema does not allow.

    Raises CarryFailure, permanent, with the places that are wrong: an unknown code is never emptied.
    """
    envelope = document.envelope
    try:
        schema = schema_of(envelope.type, envelope.version, item_code)
        if document.body is not None:
            check_plain(document.body)
            schema.check(document.body)
    except catalogue.UnknownItem as error:
        raise _refused(str(error)) from error
    except InvalidBody as error:
        raise _refused(f"the body does not fit its schema: {_places(error)}") from error


def schema_of(full_type: str, version: int, item_code: str) -> Schema:
    """The schema of a document type. Raises UnknownItem for an unknown type or version."""
    prefix, _, name = full_type.partition(".")
    if prefix == admin.PREFIX:
        if version != admin.VERSION or name not in admin.SCHEMAS:
            raise catalogue.UnknownItem(f"no administrative document {full_type} v{version}")
        return admin.SCHEMAS[name]
    if prefix != item_code:
        raise catalogue.UnknownItem(f"{full_type} is not a document of item {item_code}")
    return catalogue.entry(item_code).schema(name, version)


def _content(parcel: Parcel) -> dict[str, Any]:
    if len(parcel.content) > LARGEST:
        raise _refused("the parcel is too large")
    try:
        content = read_json(parcel.content)
    except ValueError as error:
        raise _refused("the parcel is not JSON") from error
    if not isinstance(content, dict):
        raise _refused("the parcel is not a JSON object")
    return content


def _refused(message: str) -> CarryFailure:
    return CarryFailure(message, permanent=True)
