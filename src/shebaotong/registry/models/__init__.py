"""The tables of an agency's own records, one file each."""

from shebaotong.registry.models.account import Account
from shebaotong.registry.models.account_entry import AccountEntry
from shebaotong.registry.models.applied_effect import AppliedEffect
from shebaotong.registry.models.certification import Certification
from shebaotong.registry.models.contribution import Contribution
from shebaotong.registry.models.employer import Employer
from shebaotong.registry.models.enrolment import Enrolment
from shebaotong.registry.models.entitlement import Entitlement
from shebaotong.registry.models.entitlement_version import EntitlementVersion
from shebaotong.registry.models.identity import IdentityDocument
from shebaotong.registry.models.name import FormerName
from shebaotong.registry.models.payment import Payment
from shebaotong.registry.models.payment_order import PaymentOrder
from shebaotong.registry.models.payment_reversal import PaymentReversal
from shebaotong.registry.models.person import Person
from shebaotong.registry.models.quarantine import QuarantinedRecord
from shebaotong.registry.models.read_log import ReadEntry
from shebaotong.registry.models.settled_spell import SettledSpell

__all__ = [
    "Account",
    "AccountEntry",
    "AppliedEffect",
    "Certification",
    "Contribution",
    "Employer",
    "Enrolment",
    "Entitlement",
    "EntitlementVersion",
    "FormerName",
    "IdentityDocument",
    "Payment",
    "PaymentOrder",
    "PaymentReversal",
    "Person",
    "QuarantinedRecord",
    "ReadEntry",
    "SettledSpell",
]
