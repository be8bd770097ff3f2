"""The message centre of a person at one agency, and how the person wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shebaotong.kernel.api import to_traditional
from shebaotong.messages.models import Language, Message, Preference
from shebaotong.messages.values import BadMessage
from shebaotong.store.api import agency_context


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message as it is shown."""

    id: int
    agency: str
    case_number: str
    template: str
    title: str
    body: str
    urgent: bool
    told_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants to be told."""

    language: str = Language.SIMPLIFIED.value
    sms: bool = True


def messages_of(
    *, agency: str, person_token: str, language: str, before: int | None = None, limit: int = 20
) -> tuple[ShownMessage, ...]:
    """The person's messages, newest first; ``before`` is the last id of the page before."""
    _known(language)
    with agency_context(agency=agency):
        found = Message.objects.filter(agency=agency, person_token=person_token)
        if before is not None:
            found = found.filter(id__lt=before)
        return tuple(_shown(message, language) for message in found.order_by("-id")[:limit])


def unread(*, agency: str, person_token: str) -> int:
    with agency_context(agency=agency):
        return Message.objects.filter(agency=agency, person_token=person_token, read_at=None).count()


def mark_read(*, agency: str, person_token: str, message: int, now: datetime) -> bool:
    """Note when the person opened the message; only the first time counts. False: not theirs, or read."""
    with agency_context(agency=agency):
        mine = Message.objects.filter(agency=agency, person_token=person_token, id=message, read_at=None)
        return bool(mine.update(read_at=now))


def wish_of(*, agency: str, person_token: str) -> Wish:
    with agency_context(agency=agency):
        found = Preference.objects.filter(agency=agency, person_token=person_token).first()
    return Wish(found.language, found.sms) if found else Wish()


def wish(*, agency: str, person_token: str, language: str, sms: bool, now: datetime) -> None:
    """Set how the person wants to be told. Raises BadMessage for an unknown language."""
    _known(language)
    with agency_context(agency=agency):
        Preference.objects.update_or_create(
            agency=agency,
            person_token=person_token,
            defaults={"language": language, "sms": sms, "changed_at": now},
        )


def _known(language: str) -> None:
    if language not in set(Language):
        raise BadMessage(f"no language {language!r}; there are {', '.join(Language)}")


def _shown(message: Message, language: str) -> ShownMessage:
    english = language == Language.ENGLISH
    title = message.title_en if english else message.title_zh
    body = message.body_en if english else message.body_zh
    if language == Language.TRADITIONAL:
        title, body = to_traditional(title), to_traditional(body)
    return ShownMessage(
        id=message.pk,
        agency=message.agency,
        case_number=message.case_number,
        template=message.template,
        title=title,
        body=body,
        urgent=message.urgent,
        told_at=message.told_at,
        read_at=message.read_at,
    )
