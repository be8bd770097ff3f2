"""Which tables an import fills, in the order in which references need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shebaotong.registry.imports import rows


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: Callable[[rows.Batch], Iterator[rows.Row]]


TABLES = (
    Table(
        "registry_person",
        (
            "id", "agency", "name", "pinyin", "sex", "birth", "hukou_region", "phone", "deceased_on",
            "synthetic",
        ),
        rows.people,
    ),
    Table(
        "registry_identitydocument",
        (
            "agency", "person_id", "kind", "number", "key", "country", "raw", "last_four", "valid_from",
            "valid_to",
        ),
        rows.documents,
    ),
    Table(
        "registry_formername",
        ("agency", "person_id", "name", "pinyin", "until", "reason"),
        rows.former_names,
    ),
    Table(
        "registry_enrolment",
        ("agency", "person_id", "kind", "employer_id", "period", "status", "account_kind"),
        rows.enrolments,
    ),
    Table(
        "registry_contribution",
        ("agency", "person_id", "kind", "year", "bases", "paid"),
        rows.contributions,
    ),
    Table("registry_account", ("id", "agency", "person_id", "scheme", "kind", "opened"), rows.accounts),
    Table(
        "registry_accountentry",
        ("agency", "account_id", "kind", "month", "amount_fen", "case_number", "document_ref"),
        rows.entries,
    ),
    Table(
        "registry_entitlement",
        (
            "agency", "person_id", "benefit", "from_month", "last_month", "amount_fen", "status",
            "status_reason", "certified_until", "case_number", "document_ref", "changed_at",
        ),
        rows.entitlements,
    ),
    Table(
        "registry_payment",
        ("agency", "person_id", "benefit", "month", "amount_fen", "paid_on"),
        rows.payments,
    ),
    Table(
        "registry_certification",
        (
            "agency", "person_id", "method", "place_agency", "by", "on", "valid_until", "case_number",
            "document_ref",
        ),
        rows.certifications,
    ),
)  # fmt: skip
