"""The face a person has chosen: type size, elder pages, high contrast; kept in one cookie.

A face changes by plain form posts, so that it works without a script. An unknown or damaged cookie is
the ordinary face: nobody is shut out by a bad value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from shebaotong.accounts import api as accounts

COOKIE = "face"
SIZES = accounts.TEXT_SIZES
"""Root type size in percent of 16 px; 138 stands for 137.5. The largest is 30 px."""
ELDER_SIZES = SIZES[1:]
ELDER_DEFAULT = 138
_COOKIE = re.compile(
    r"(?P<mode>elder|normal)\.(?P<size>[0-9]{3})\.(?P<contrast>high|plain)\.(?P<keys>keys|nokeys)"
)


@dataclass(frozen=True, slots=True)
class Face:
    """How pages are shown to one person."""

    elder: bool = False
    size: int = SIZES[0]
    high_contrast: bool = False
    shortcuts: bool = False
    """Single-key shortcuts of the staff desk; off until asked for (WCAG 2.1.4)."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The steps of this face; the elder pages never go below 18 px."""
        return ELDER_SIZES if self.elder else SIZES

    @property
    def largest(self) -> bool:
        return self.size == self.sizes[-1]

    @property
    def smallest(self) -> bool:
        return self.size == self.sizes[0]

    def to_cookie(self) -> str:
        mode, contrast = "elder" if self.elder else "normal", "high" if self.high_contrast else "plain"
        return f"{mode}.{self.size}.{contrast}.{'keys' if self.shortcuts else 'nokeys'}"


def face_from_cookie(value: str) -> Face:
    """The face that a cookie names; the ordinary one where the cookie names none."""
    match = _COOKIE.fullmatch(value)
    if match is None:
        return Face()
    face = Face(
        elder=match["mode"] == "elder",
        high_contrast=match["contrast"] == "high",
        shortcuts=match["keys"] == "keys",
    )
    wanted = int(match["size"])
    return replace(face, size=wanted if wanted in face.sizes else face.sizes[0])


def _stepped(face: Face, by: int) -> Face:
    place = face.sizes.index(face.size) + by
    return replace(face, size=face.sizes[min(max(place, 0), len(face.sizes) - 1)])


CHANGES: dict[str, Callable[[Face], Face]] = {
    "elder": lambda face: replace(face, elder=True, size=max(face.size, ELDER_DEFAULT)),
    "normal": lambda face: replace(face, elder=False, size=SIZES[0]),
    "larger": lambda face: _stepped(face, 1),
    "smaller": lambda face: _stepped(face, -1),
    "contrast": lambda face: replace(face, high_contrast=not face.high_contrast),
    "shortcuts": lambda face: replace(face, shortcuts=not face.shortcuts),
}
"""What a switch on the page may ask for."""


def face_of_account(user: accounts.User, cookie: Face) -> Face:
    """What a person has chosen once for all machines; the shortcuts are this machine's.

    Who has chosen nothing keeps what he sees: an old person enlarges the page first and then signs in.
    """
    if not user.face_chosen:
        return cookie
    size = user.text_size
    face = Face(elder=user.elder_mode, high_contrast=user.high_contrast, shortcuts=cookie.shortcuts)
    return replace(face, size=size if size in face.sizes else face.sizes[0])


class FaceMiddleware:
    """Puts the chosen face on the request as ``request.face``, and speaks a signed-in person's language.

    An account's choice goes before the machine's: counters are shared.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        face = face_from_cookie(request.COOKIES.get(COOKIE, ""))
        user = request.user
        if isinstance(user, accounts.User):
            face = face_of_account(user, face)
            if user.face_chosen or settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                translation.activate(user.language)
        request.face = face  # type: ignore[attr-defined]
        return self.get_response(request)
