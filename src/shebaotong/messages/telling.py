"""Telling a person: one message for an occasion, and its SMS, in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.db import connection

from shebaotong.kernel.api import Notify, canonical
from shebaotong.messages.chinese import traditional
from shebaotong.messages.models import Language, Preference
from shebaotong.messages.phone import mobile
from shebaotong.messages.places import city_name
from shebaotong.messages.template import Template, Wording, render, template_of
from shebaotong.store.api import agency_context

# The message and its SMS, or neither where it was told before; the message's id either way.
_TELL = """
WITH told AS (
    INSERT INTO notices_message (agency, person_token, case_number, template, "values", title_zh, title_en,
                                 body_zh, body_en, urgent, occasion, told_at)
    VALUES (%(agency)s, %(person)s, %(case_number)s, %(template)s, %(values)s::jsonb, %(title_zh)s,
            %(title_en)s, %(body_zh)s, %(body_en)s, %(urgent)s, %(occasion)s, %(now)s)
    ON CONFLICT (agency, occasion) DO NOTHING
    RETURNING id
), sent AS (
    INSERT INTO notices_sms (agency, message_id, phone, text, state, attempts, due_at, error, forget_at)
    SELECT %(agency)s, id, %(phone)s::text, %(text)s, 'queued', 0, %(now)s, '', %(forget_at)s::timestamptz
      FROM told WHERE %(phone)s::text IS NOT NULL
)
SELECT id FROM told
UNION ALL
SELECT id FROM notices_message WHERE agency = %(agency)s AND occasion = %(occasion)s
"""


def notify(
    *,
    agency: str,
    person_token: str,
    phone: str,
    effect: Notify,
    case_number: str,
    now: datetime,
    occasion: str = "",
) -> int:
    """Put the message into the person's message centre and, where it may go, its SMS into the outbox.

    ``occasion`` names what caused it (a document, a reminder's date); the same occasion, template and
    values (a one-time code is none of them) in the same case are told once.
    Returns the message's id, the earlier one on a repetition. A ``phone`` that cannot get an SMS is no error:
    the message centre has the message. Raises BadMessage for an unknown template and for missing,
    unknown or ill-formed values.
    """
    template = template_of(effect.template)
    chinese, english = render(template, effect.values, case_number, city_name)
    kept = {name: value for name, value in effect.values.items() if name not in template.secrets}
    with agency_context(agency=agency, savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "agency": agency,
                "person": person_token,
                "case_number": case_number,
                "template": template.code,
                "values": json.dumps(kept, ensure_ascii=False),
                "title_zh": chinese.title,
                "title_en": english.title,
                "body_zh": chinese.body,
                "body_en": english.body,
                "urgent": effect.urgent,
                "occasion": _digest(person_token, case_number, template.code, kept, occasion),
                "now": now,
                "forget_at": now + timedelta(minutes=template.forget) if template.forget else None,
                **_sms(agency, person_token, phone, chinese, english, template),
            },
        )
        return int(cursor.fetchone()[0])


def _sms(
    agency: str, person_token: str, phone: str, chinese: Wording, english: Wording, template: Template
) -> dict[str, str | None]:
    """To which number and in which words, as the person wishes; no number where none goes out."""
    number = mobile(phone)
    if number is None:
        return {"phone": None, "text": ""}
    wish = Preference.objects.filter(agency=agency, person_token=person_token).first()
    if wish is not None and not wish.sms and not template.required:
        return {"phone": None, "text": ""}
    language = wish.language if wish else Language.SIMPLIFIED
    text = english.sms if language == Language.ENGLISH else chinese.sms
    return {"phone": number, "text": traditional(text) if language == Language.TRADITIONAL else text}


def _digest(person_token: str, case_number: str, code: str, values: dict[str, str], occasion: str) -> str:
    parts = [person_token, case_number, code, values, occasion]
    return hashlib.sha256(canonical(parts)).hexdigest()
