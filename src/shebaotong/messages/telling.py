"""Telling a person: one message for an occasion, and its SMS, in the caller's transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from shebaotong.kernel.api import Notify, canonical
from shebaotong.messages.chinese import traditional
from shebaotong.messages.models import Language, Message, Preference, Sms
from shebaotong.messages.phone import mobile
from shebaotong.messages.places import city_name
from shebaotong.messages.template import Template, Wording, render, template_of
from shebaotong.store.api import agency_context


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
    with agency_context(agency=agency):
        message, fresh = Message.objects.get_or_create(
            agency=agency,
            occasion=_digest(person_token, case_number, template.code, kept, occasion),
            defaults={
                "person_token": person_token,
                "case_number": case_number,
                "template": template.code,
                "values": kept,
                "title_zh": chinese.title,
                "title_en": english.title,
                "body_zh": chinese.body,
                "body_en": english.body,
                "urgent": effect.urgent,
                "told_at": now,
            },
        )
        if fresh:
            _enqueue(message, phone, chinese, english, template)
    return message.pk


def _enqueue(message: Message, phone: str, chinese: Wording, english: Wording, template: Template) -> None:
    wish = Preference.objects.filter(agency=message.agency, person_token=message.person_token).first()
    number = mobile(phone)
    if number is None or (wish is not None and not wish.sms and not template.required):
        return
    language = wish.language if wish else Language.SIMPLIFIED
    text = english.sms if language == Language.ENGLISH else chinese.sms
    if language == Language.TRADITIONAL:
        text = traditional(text)
    Sms.objects.create(
        agency=message.agency,
        message=message,
        phone=number,
        text=text,
        due_at=message.told_at,
        forget_at=message.told_at + timedelta(minutes=template.forget) if template.forget else None,
    )


def _digest(person_token: str, case_number: str, code: str, values: dict[str, str], occasion: str) -> str:
    parts = [person_token, case_number, code, values, occasion]
    return hashlib.sha256(canonical(parts)).hexdigest()
