"""Keyed tokens: equal for equal input, and telling nothing without the network's secret."""

from __future__ import annotations

import base64
import hmac

from django.conf import settings

from shebaotong.kernel.api import likely_stem, normalise_number


def keyed_token(text: str, *, purpose: str) -> str:
    """43 characters of base64url: HMAC-SHA-256 under the network's secret.

    Tokens of one ``purpose`` can be compared with one another and with no others. All installations of
    a network share the secret, so a person has the same token in every city.
    """
    message = f"{purpose}\n{text}".encode()
    digest = hmac.digest(settings.NETWORK_SECRET.encode(), message, "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def comparable_number(*, number: str) -> str:
    """The part of a person's number that stays his, in whatever form it was typed or issued.

    Half-width capitals without separators, see ``Identifier.stem``. Of a number that could be of several
    kinds the likeliest is taken. Raises ValueError where nothing is left.
    """
    plain = normalise_number(number)
    if not plain:
        raise ValueError("an empty number stands for nobody")
    return likely_stem(plain)


def number_token(*, number: str) -> str:
    """The locator's token of a person's number. Raises ValueError for an empty one."""
    return keyed_token(comparable_number(number=number), purpose="locator")
