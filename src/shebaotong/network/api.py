"""The network's face: who takes part, who may act for whom, keys, locator, calendar."""

from shebaotong.network.accession import Accession, NotAdmitted, admit, sign_accession
from shebaotong.network.agreements import Allowed, Refusal, agreements_in_force, may_accept
from shebaotong.network.calendar_editing import (
    Announcement,
    CalendarRefused,
    SpecialDay,
    change_day,
    publish_year,
)
from shebaotong.network.calendars import (
    EditionNote,
    NoCalendar,
    calendar_for,
    calendar_history,
    region_calendar,
)
from shebaotong.network.directory import (
    Contact,
    Directory,
    UnknownAgency,
    agency_of_case,
    all_agencies,
    contacts,
    directory,
    find_agency,
    keeper_of,
    places_of,
)
from shebaotong.network.directory_editing import (
    DirectoryPart,
    DirectoryRefused,
    changes_of,
    remove_entry,
    save_entry,
)
from shebaotong.network.distance import Place, distance_km
from shebaotong.network.hours import BadHours, check_hours, open_at
from shebaotong.network.keys import NoSigningKey, jwks, public_keys, rotate_signing_key, signing_key
from shebaotong.network.locator import (
    LocatorRefused,
    Lookup,
    locate,
    lookups_of,
    provide_case_check,
    register_holdings,
)
from shebaotong.network.models import Agency, Agreement, CalendarDay, DirectoryChange, Outlet
from shebaotong.network.outlets import NearOutlet, nearest_outlets, place_of
from shebaotong.network.remembering import REVISION_SQL, as_of_revision, revision
from shebaotong.network.sealing import CannotUnseal, seal, unseal
from shebaotong.network.seeding import load_seed
from shebaotong.network.tokens import comparable_number, keyed_token, number_token

__all__ = [
    "REVISION_SQL",
    "Accession",
    "Agency",
    "Agreement",
    "Allowed",
    "Announcement",
    "BadHours",
    "CalendarDay",
    "CalendarRefused",
    "CannotUnseal",
    "Contact",
    "Directory",
    "DirectoryChange",
    "DirectoryPart",
    "DirectoryRefused",
    "EditionNote",
    "LocatorRefused",
    "Lookup",
    "NearOutlet",
    "NoCalendar",
    "NoSigningKey",
    "NotAdmitted",
    "Outlet",
    "Place",
    "Refusal",
    "SpecialDay",
    "UnknownAgency",
    "admit",
    "agency_of_case",
    "agreements_in_force",
    "all_agencies",
    "as_of_revision",
    "calendar_for",
    "calendar_history",
    "change_day",
    "changes_of",
    "check_hours",
    "comparable_number",
    "contacts",
    "directory",
    "distance_km",
    "find_agency",
    "jwks",
    "keeper_of",
    "keyed_token",
    "load_seed",
    "locate",
    "lookups_of",
    "may_accept",
    "nearest_outlets",
    "number_token",
    "open_at",
    "place_of",
    "places_of",
    "provide_case_check",
    "public_keys",
    "publish_year",
    "region_calendar",
    "register_holdings",
    "remove_entry",
    "revision",
    "rotate_signing_key",
    "save_entry",
    "seal",
    "sign_accession",
    "signing_key",
    "unseal",
]
