"""What a province's file says, as a page shows it.

A round that was delivered is never replaced, so a page copes with whatever a file holds: it shows the text as
it came, but no longer than a cell has room for, and with a mark where a character would hide or turn what
stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from shebaotong.kernel.api import mark_refused, show_yuan
from shebaotong.portal.languages import listed

_LONGEST = 60
_MOST_LISTED = 5
_FEN = re.compile(r"-?[0-9]{1,15}")
_LONGEST_FEN = 20


def as_came(text: str, longest: int = _LONGEST) -> str:
    """``text``, cut to ``longest`` characters."""
    return mark_refused(text if len(text) <= longest else f"{text[: longest - 1]}…")


def yuan_as_came(fen: str) -> str:
    """Fen in a file as yuan; what is no whole number of fen, as it came."""
    plain = fen.strip()
    return show_yuan(int(plain)) if _FEN.fullmatch(plain) else as_came(fen, _LONGEST_FEN)


def some_of(texts: Sequence[str]) -> str:
    """Different ways of writing one thing, the first few of very many."""
    few = listed(texts[:_MOST_LISTED])
    if len(texts) <= _MOST_LISTED:
        return few
    return _("%(some)s等%(n)d种") % {"some": few, "n": len(texts)}
