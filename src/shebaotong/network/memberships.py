"""Who serves whom for what: every agreement with its members and whether their signatures hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from shebaotong.kernel.api import BadSignature
from shebaotong.network.accession import Accession, NotAdmitted, check_accession
from shebaotong.network.models import Agency, Agreement, AgreementMember


@dataclass(frozen=True, slots=True)
class Membership:
    """One agency's accession, and what can be said of it today."""

    agency: Agency
    signed_on: date
    left_on: date | None
    illustrative: bool
    signature_holds: bool
    """The member's own key has signed the terms as they stand now."""

    def holds(self, on: date) -> bool:
        return self.signed_on <= on and (self.left_on is None or on < self.left_on)


@dataclass(frozen=True, slots=True)
class AgreementNote:
    """An agreement as officials read it."""

    agreement: Agreement
    depositary: Agency
    in_force: bool
    members: tuple[Membership, ...]


def agreement_notes(*, on: date) -> tuple[AgreementNote, ...]:
    """All agreements of the network, those in force first; members by the day they signed."""
    members = AgreementMember.objects.select_related("member__region").order_by("signed_on", "member")
    found = Agreement.objects.select_related("depositary").prefetch_related(Prefetch("members", members))
    notes = [
        AgreementNote(
            agreement=agreement,
            depositary=agreement.depositary,
            in_force=agreement.valid_from <= on
            and (agreement.valid_until is None or on <= agreement.valid_until),
            members=tuple(_membership(each) for each in agreement.members.all()),
        )
        for agreement in found.order_by("code")
    ]
    return tuple(sorted(notes, key=lambda note: (not note.in_force, note.agreement.valid_from)))


def _membership(row: AgreementMember) -> Membership:
    return Membership(
        agency=row.member,
        signed_on=row.signed_on,
        left_on=row.left_on,
        illustrative=row.status == Agreement.Status.ILLUSTRATIVE,
        signature_holds=_holds(row),
    )


def _holds(row: AgreementMember) -> bool:
    said = Accession(row.agreement_id, row.member_id, row.signed_on, row.signature)
    try:
        check_accession(said)
    except (BadSignature, NotAdmitted):
        return False
    return True
