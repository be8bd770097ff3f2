"""The engine's face: open, write, read, list, deliver, and what runs on a clock."""

from shebaotong.cases.actions import Action, Denial
from shebaotong.cases.agreed import askable, check_agreement
from shebaotong.cases.arriving import deliver
from shebaotong.cases.attachments import TYPE as ATTACHMENT
from shebaotong.cases.attachments import Attaching, Attachment
from shebaotong.cases.attachments import entries as attachments_of
from shebaotong.cases.awaited import AwaitedFigure, AwaitedStage, AwaitingCase, AwaitingPage, awaiting
from shebaotong.cases.calling_up import call_up
from shebaotong.cases.catalogue import Entry, UnknownItem, declaration, entry, item, item_of, items
from shebaotong.cases.claims import claim, claim_next, hand_over, held_by, holds, release
from shebaotong.cases.commands import Writing, Written, open_case, write
from shebaotong.cases.copy import Copy
from shebaotong.cases.counting import Count, Counts, counts
from shebaotong.cases.deadlines import escalate, mark_seen
from shebaotong.cases.erasure import erase_body
from shebaotong.cases.errors import (
    CaseError,
    FilesGone,
    KeyReused,
    NotAccepted,
    NotAllowed,
    Objected,
    Refused,
    StaleEdit,
    UnknownCase,
)
from shebaotong.cases.escalations import Raised, RaisedPage, raised, unseen
from shebaotong.cases.facts import reader_of
from shebaotong.cases.figures import Figures, publish, published
from shebaotong.cases.joined import Joined, joined_cases, joined_to
from shebaotong.cases.lists import (
    BUCKETS,
    Page,
    Row,
    answer_due,
    claimed_by,
    inbox,
    of_person,
    search,
)
from shebaotong.cases.named import kind_told, note_whole_reading, people_named
from shebaotong.cases.opening import Opening
from shebaotong.cases.pump import pump
from shebaotong.cases.reading import Reading, mark_opened, may_declare_void, read
from shebaotong.cases.rebuild import Rebuilt, rebuild
from shebaotong.cases.recounting import Moved, Preview, preview, recount
from shebaotong.cases.schema import FieldError, InvalidBody
from shebaotong.cases.settling import settle_due_dates
from shebaotong.cases.subject import Subject
from shebaotong.cases.tracking import TrackingLocked, track
from shebaotong.cases.verifying import Paper, is_intact, proof_of, verify_paper

__all__ = [
    "ATTACHMENT",
    "BUCKETS",
    "Action",
    "Attaching",
    "Attachment",
    "AwaitedFigure",
    "AwaitedStage",
    "AwaitingCase",
    "AwaitingPage",
    "CaseError",
    "Copy",
    "Count",
    "Counts",
    "Denial",
    "Entry",
    "FieldError",
    "Figures",
    "FilesGone",
    "InvalidBody",
    "Joined",
    "KeyReused",
    "Moved",
    "NotAccepted",
    "NotAllowed",
    "Objected",
    "Opening",
    "Page",
    "Paper",
    "Preview",
    "Raised",
    "RaisedPage",
    "Reading",
    "Rebuilt",
    "Refused",
    "Row",
    "StaleEdit",
    "Subject",
    "TrackingLocked",
    "UnknownCase",
    "UnknownItem",
    "Writing",
    "Written",
    "answer_due",
    "askable",
    "attachments_of",
    "awaiting",
    "call_up",
    "check_agreement",
    "claim",
    "claim_next",
    "claimed_by",
    "counts",
    "declaration",
    "deliver",
    "entry",
    "erase_body",
    "escalate",
    "hand_over",
    "held_by",
    "holds",
    "inbox",
    "is_intact",
    "item",
    "item_of",
    "items",
    "joined_cases",
    "joined_to",
    "kind_told",
    "mark_opened",
    "mark_seen",
    "may_declare_void",
    "note_whole_reading",
    "of_person",
    "open_case",
    "people_named",
    "preview",
    "proof_of",
    "publish",
    "published",
    "pump",
    "raised",
    "read",
    "reader_of",
    "rebuild",
    "recount",
    "release",
    "search",
    "settle_due_dates",
    "track",
    "unseen",
    "verify_paper",
    "write",
]
