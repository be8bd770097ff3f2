"""The folder's tables, one a file."""

from shebaotong.network.models.agency import Agency
from shebaotong.network.models.agreement import Agreement
from shebaotong.network.models.agreement_member import AgreementMember
from shebaotong.network.models.calendar_day import CalendarDay
from shebaotong.network.models.calendar_edition import CalendarEdition
from shebaotong.network.models.calendar_proposal import CalendarProposal
from shebaotong.network.models.department import Department
from shebaotong.network.models.directory_change import DirectoryChange
from shebaotong.network.models.head import Head
from shebaotong.network.models.liaison_officer import LiaisonOfficer
from shebaotong.network.models.locator_entry import LocatorEntry
from shebaotong.network.models.locator_lookup import LocatorLookup
from shebaotong.network.models.outlet import Outlet
from shebaotong.network.models.public_key import PublicKey
from shebaotong.network.models.region import Region
from shebaotong.network.models.signing_key import SigningKey

__all__ = [
    "Agency",
    "Agreement",
    "AgreementMember",
    "CalendarDay",
    "CalendarEdition",
    "CalendarProposal",
    "Department",
    "DirectoryChange",
    "Head",
    "LiaisonOfficer",
    "LocatorEntry",
    "LocatorLookup",
    "Outlet",
    "PublicKey",
    "Region",
    "SigningKey",
]
