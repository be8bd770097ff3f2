"""Opening hours as people write them: one spell a line, ``工作日 09:00-12:00``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from shebaotong.kernel.api import to_simplified

_CODES = {
    "工作日": "working",
    "周六": "saturday",
    "星期六": "saturday",
    "每天": "every",
    "working": "working",
    "working days": "working",
    "saturday": "saturday",
    "every": "every",
    "every day": "every",
}
_LINE = re.compile(r"(\D+?)\s*(\d{1,2}:\d\d)\s*(?:-|–|—|~|至|到)\s*(\d{1,2}:\d\d)")


def hours_text(spells: Iterable[dict[str, str]]) -> str:
    """The spells as lines to edit, in the language of the page."""
    words = {"working": _("工作日"), "saturday": _("周六"), "every": _("每天")}
    return "\n".join(f"{words[spell['days']]} {spell['from']}-{spell['to']}" for spell in spells)


def read_hours(text: str) -> list[dict[str, str]]:
    """The spells of the lines. Raises ValidationError naming the line that cannot be read."""
    spells = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        days = _CODES.get(to_simplified(found[1]).lower()) if found else None
        if found is None or days is None:
            raise forms.ValidationError(
                _("这一行看不懂：%(line)s。请写成：工作日 09:00-12:00。") % {"line": line.strip()[:40]}
            )
        spells.append({"days": days, "from": found[2].zfill(5), "to": found[3].zfill(5)})
    return spells
