"""Telling a person: one message for an occasion, and its SMS, in the caller's transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from shebaotong.kernel.api import Notify, canonical, json_text, to_traditional
from shebaotong.messages.models import Language
from shebaotong.messages.phone import mobile
from shebaotong.messages.places import city_name
from shebaotong.messages.template import Wording, render, template_of
from shebaotong.store.api import agency_context, send_with_next

_TELL = f"SELECT notices_tell({', '.join(['%s'] * 17)})"


def notify(
    *,
    agency: str,
    person_token: str,
    phone: str,
    effect: Notify,
    case_number: str,
    now: datetime,
    occasion: str = "",
) -> None:
    """Put the message into the person's message centre and, where it may go, its SMS into the outbox.

    ``occasion`` names what caused it (a document, a reminder's date); the same occasion, template and
    values (a one-time code is none of them) in the same case are told once.
    A ``phone`` that cannot get an SMS is no error: the message centre has the message. Raises BadMessage for
    an unknown template and for missing, unknown or ill-formed values. What the database refuses is raised by
    the next statement, or by the commit.
    """
    template = template_of(effect.template)
    chinese, english = render(template, effect.values, case_number, city_name)
    kept = {name: value for name, value in effect.values.items() if name not in template.secrets}
    with agency_context(agency=agency, savepoint=False):
        send_with_next(
            _TELL,
            [
                agency,
                person_token,
                case_number,
                template.code,
                json_text(kept),
                chinese.title,
                english.title,
                chinese.body,
                english.body,
                effect.urgent,
                _digest(person_token, case_number, template.code, kept, occasion),
                now,
                mobile(phone),
                json_text(_words(chinese, english)),
                Language.SIMPLIFIED,
                bool(template.required),
                now + timedelta(minutes=template.forget) if template.forget else None,
            ],
        )


def _words(chinese: Wording, english: Wording) -> dict[str, str]:
    """The SMS in each language that a person may have chosen."""
    return {
        Language.SIMPLIFIED.value: chinese.sms,
        Language.TRADITIONAL.value: to_traditional(chinese.sms),
        Language.ENGLISH.value: english.sms,
    }


def _digest(person_token: str, case_number: str, code: str, values: dict[str, str], occasion: str) -> str:
    parts = [person_token, case_number, code, values, occasion]
    return hashlib.sha256(canonical(parts)).hexdigest()
