"""What somebody has written freely, as others read it: a person's number in it is masked.

Clerks write numbers into messages, reasons and remarks, and names of files hold them. The document keeps what
was signed; whoever needs the whole number asks for it where that is logged.
"""

from __future__ import annotations

from shebaotong.kernel.api import Text, mask_in_text
from shebaotong.portal.languages import say


def say_masked(text: Text | str) -> str:
    """As :func:`say`, without whole numbers of people."""
    return mask_in_text(say(text))
