"""The face of the registry: an agency's own records of people, employers, insurance and benefits.

Everything is asked for one agency and sees that agency's rows only. What is read of a person is
logged in the same transaction; what a document has written is written once.
"""

from shebaotong.registry.codes import (
    AccountKind,
    Benefit,
    CertificationMethod,
    EnrolmentStatus,
    EntitlementStatus,
    OrderStatus,
    Scheme,
    title_of,
)
from shebaotong.registry.facts.asking import Asking, read_facts, read_together
from shebaotong.registry.finding import (
    Found,
    FoundPage,
    FullNumber,
    contact_phone,
    find_people,
    note_unmasking,
    unmask,
)
from shebaotong.registry.holdings import holdings
from shebaotong.registry.imports.employers import EmployerIn, import_employers
from shebaotong.registry.imports.loading import ImportReport, import_people
from shebaotong.registry.imports.quarantine import (
    Held,
    drop_quarantined,
    open_quarantined,
    quarantined,
    retry_quarantined,
)
from shebaotong.registry.imports.reasons import Reason, ReasonCode
from shebaotong.registry.models.read_log import MACHINE, OPERATOR
from shebaotong.registry.operations.recording import record
from shebaotong.registry.paying import Order, order_payment, orders_of, withdraw_order
from shebaotong.registry.reading import Reader, ReadEvent, StaffReading, reads_by_staff, reads_of
from shebaotong.registry.refusal import RegistryRefused
from shebaotong.registry.tokens import pinyin_key, typed_pinyin

__all__ = [
    "MACHINE",
    "OPERATOR",
    "AccountKind",
    "Asking",
    "Benefit",
    "CertificationMethod",
    "EmployerIn",
    "EnrolmentStatus",
    "EntitlementStatus",
    "Found",
    "FoundPage",
    "FullNumber",
    "Held",
    "ImportReport",
    "Order",
    "OrderStatus",
    "ReadEvent",
    "Reader",
    "Reason",
    "ReasonCode",
    "RegistryRefused",
    "Scheme",
    "StaffReading",
    "contact_phone",
    "drop_quarantined",
    "find_people",
    "holdings",
    "import_employers",
    "import_people",
    "note_unmasking",
    "open_quarantined",
    "order_payment",
    "orders_of",
    "pinyin_key",
    "quarantined",
    "read_facts",
    "read_together",
    "reads_by_staff",
    "reads_of",
    "record",
    "retry_quarantined",
    "title_of",
    "typed_pinyin",
    "unmask",
    "withdraw_order",
]
