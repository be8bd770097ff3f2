"""Message templates: YAML files read once, proven short enough and free of personal data when read."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shebaotong.kernel.api import Text, casenumber, read_shipped
from shebaotong.messages.values import SHORT_REFERENCE, TYPES, BadMessage, short_reference

SMS_LIMIT = 70
"""Characters of one SMS in UCS-2; a longer one is cut in two and may arrive in the wrong order."""
SIGNATURE = "【社保通】"
"""Every SMS in China begins with its sender's registered signature."""
_KEYS = {"code", "required", "values", "title", "body", "sms", "forget"}


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    values: Mapping[str, str]
    """Name of each value and its type; a message must bring exactly these."""
    title: Text
    body: Text
    sms: Text
    required: str = ""
    """Why it is sent even to people who want no SMS; empty: they are left in peace."""
    forget: int = 0
    """After so many minutes a one-time code in the SMS is blotted out; only where there is one."""

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the values that stand in the SMS alone."""
        return frozenset(name for name, kind in self.values.items() if TYPES[kind].secret)


@dataclass(frozen=True, slots=True)
class Wording:
    """A message in one language."""

    title: str
    body: str
    sms: str


def render(
    template: Template, values: Mapping[str, str], case_number: str, city_name: Callable[[str], Text]
) -> tuple[Wording, Wording]:
    """The message in Chinese and in English. Raises BadMessage for missing, unknown or ill-formed values."""
    if set(values) != set(template.values):
        raise BadMessage(f"{template.code} needs {sorted(template.values)}, was given {sorted(values)}")
    read = {name: TYPES[kind].read(values[name], city_name) for name, kind in template.values.items()}
    own = {"case_number": casenumber.show(case_number), "case": short_reference(case_number)}
    made = []
    for language in ("zh", "en"):
        filled = {name: str(getattr(text, language)) for name, text in read.items()} | own
        words = [
            getattr(part, language).format(**filled) for part in (template.title, template.body, template.sms)
        ]
        made.append(Wording(words[0], words[1], SIGNATURE + words[2]))
    for wording in made:
        if len(wording.sms) > SMS_LIMIT:
            raise BadMessage(f"{template.code}: an SMS of {len(wording.sms)} characters, {SMS_LIMIT} at most")
    return made[0], made[1]


@cache
def templates() -> Mapping[str, Template]:
    """All templates by code. Raises BadMessage for a file that breaks a rule."""
    folder = files("shebaotong.messages").joinpath("templates")
    found = [
        read_template(
            entry.name.removesuffix(".yaml"),
            read_shipped(entry.read_text(encoding="utf-8")),
        )
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    ]
    return {template.code: template for template in found}


def template_of(code: str) -> Template:
    """Raises BadMessage for a code that is not there."""
    found = templates().get(code)
    if found is None:
        raise BadMessage(f"no message template {code!r}; there are {', '.join(templates())}")
    return found


def read_template(code: str, data: Mapping[str, Any]) -> Template:
    """One template from its file's data. Raises BadMessage, naming the rule that is broken."""
    if set(data) - _KEYS or data.get("code") != code:
        raise BadMessage(f"{code}: keys are {sorted(_KEYS)}, and the code is the file's name")
    unknown = set(data["values"].values()) - set(TYPES)
    if unknown:
        raise BadMessage(f"{code}: unknown types of value {sorted(unknown)}")
    texts = {part: Text(zh=data[part]["zh"], en=data[part]["en"]) for part in ("title", "body", "sms")}
    forget = data.get("forget", 0)
    template = Template(
        code=code, values=data["values"], required=data.get("required", ""), forget=forget, **texts
    )
    for text in texts.values():
        for words in (text.zh, text.en):
            _refuse_unknown_fields(template, words)
    _refuse_loose_secrets(template)
    # The case's whole number opens its tracking page: it goes into the message centre, never into an SMS.
    if "case_number" in _fields(template.sms.zh) + _fields(template.sms.en):
        raise BadMessage(f"{code}: an SMS gives the short reference only")
    for language in ("zh", "en"):
        longest = _longest_sms(template, language)
        if longest > SMS_LIMIT:
            raise BadMessage(
                f"{code}: the {language} SMS can reach {longest} characters, {SMS_LIMIT} at most"
            )
    return template


def _refuse_loose_secrets(template: Template) -> None:
    kept = (template.title.zh, template.title.en, template.body.zh, template.body.en)
    if template.secrets & {field for words in kept for field in _fields(words)}:
        raise BadMessage(f"{template.code}: a one-time code stands in the SMS alone")
    if bool(template.secrets) != (template.forget > 0):
        raise BadMessage(f"{template.code}: `forget` says after how many minutes a one-time code goes")


def _fields(words: str) -> list[str]:
    return [field for _, field, _, _ in string.Formatter().parse(words) if field is not None]


def _refuse_unknown_fields(template: Template, words: str) -> None:
    unknown = set(_fields(words)) - set(template.values) - {"case", "case_number"}
    if unknown:
        raise BadMessage(f"{template.code}: unknown fields {sorted(unknown)}")


def _longest_sms(template: Template, language: str) -> int:
    words = getattr(template.sms, language)
    length = len(SIGNATURE)
    for literal, field, _, _ in string.Formatter().parse(words):
        length += len(literal)
        if field == "case":
            length += SHORT_REFERENCE
        elif field is not None:
            length += getattr(TYPES[template.values[field]], f"longest_{language}")
    return length
