"""Compiled message catalogues, made at set-up: gettext's programs are not on everybody's machine.

``locale/en/LC_MESSAGES/django.po`` is the only catalogue in the repository. Its msgids are the Chinese
texts, so the traditional catalogue is converted from them here; neither it nor any ``.mo`` file is committed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import polib

from shebaotong.kernel.api import to_traditional

LOCALE = Path(str(files("shebaotong.portal").joinpath("locale")))
ENGLISH_SOURCE = LOCALE / "en/LC_MESSAGES/django.po"


def _header(language: str, plural_forms: str) -> Mapping[str, str]:
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": plural_forms,
    }


def traditional(english: polib.POFile) -> polib.POFile:
    """The traditional catalogue for the msgids of the English one."""
    made = polib.POFile()
    made.metadata = dict(_header("zh_Hant", "nplurals=1; plural=0;"))
    for entry in english:
        converted = to_traditional(entry.msgid)
        if entry.msgid_plural:
            made.append(
                polib.POEntry(
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    msgid_plural=entry.msgid_plural,
                    msgstr_plural={0: converted},
                )
            )
        else:
            made.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr=converted))
    return made


def _write(target: Path, content: bytes) -> None:
    """Only when it differs, and whole: two programs may start at once."""
    if target.is_file() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)


def compile_catalogues(*, locale: Path = LOCALE) -> tuple[Path, ...]:
    """Writes the English and the traditional catalogue where Django looks for them; returns their paths.

    Raises OSError where the folder is missing or may not be written and a catalogue is not current.
    """
    english = polib.pofile(str(locale / "en/LC_MESSAGES/django.po"))
    made = (
        (locale / "en/LC_MESSAGES/django.mo", english.to_binary()),
        (locale / "zh_Hant/LC_MESSAGES/django.mo", traditional(english).to_binary()),
    )
    for target, content in made:
        _write(target, content)
    return tuple(target for target, _ in made)
