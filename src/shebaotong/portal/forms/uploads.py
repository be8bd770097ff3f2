"""Files that come with a form: kept from the first time it is sent, so that an error elsewhere loses none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shebaotong.accounts import api as accounts
from shebaotong.cases import api as cases
from shebaotong.files import api as files
from shebaotong.kernel.api import Item, Spare
from shebaotong.portal.forms.reading import Errors
from shebaotong.portal.languages import say
from shebaotong.portal.signed_in import signed_in

OTHER = "other"
"""The field for what is none of the item's materials."""
MOST = 40
"""Files of one form; ``case.attachment`` takes no more."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    file: files.Kept
    place: str
    """Code of the material, or ``OTHER``."""


@dataclass
class Uploads:
    """What was sent with a form so far."""

    draft: str = ""
    files: list[Uploaded] = field(default_factory=list)
    errors: Errors = field(default_factory=dict)

    def attaching(self) -> cases.Attaching:
        """For the command that the form becomes."""
        named = [
            cases.Attachment(each.file.sha256, "" if each.place == OTHER else each.place)
            for each in self.files
        ]
        return cases.Attaching(named, self.draft)

    def hidden(self) -> list[tuple[str, str]]:
        """Names and values that let another page of the same form remember them."""
        return [(f"kept-{each.place}", each.file.sha256) for each in self.files]


def read_uploads(
    request: HttpRequest,
    *,
    agency: str,
    key: str,
    places: Sequence[str],
    now: datetime,
    cities: Sequence[str] = (),
) -> Uploads:
    """Keep what was newly chosen and find again what was kept before.

    ``key`` is the form's own; what another form has uploaded is not found. A file is in a case only once. How
    much an account may upload and not hand in is bounded, in all ``cities`` together where it may do so.
    """
    user = signed_in(request)
    made = Uploads(files.draft_of(key, by=user.hand))
    bounds = _bounds(user, agency, cities) if request.FILES else {}
    before = {kept.sha256: kept for kept in files.files_of_case(agency=agency, case_number=made.draft)}
    seen: set[str] = set()
    for place in places:
        for digest in request.POST.getlist(f"kept-{place}"):
            if digest in before and digest not in seen:
                seen.add(digest)
                made.files.append(Uploaded(before[digest], place))
        for sent in request.FILES.getlist(f"file-{place}"):
            if len(made.files) >= MOST:
                made.errors[f"file-{place}"] = _("一次最多%(most)d个文件，其余的办完以后再传。") % {
                    "most": MOST
                }
                break
            try:
                kept = files.store_file(
                    agency=agency,
                    name=sent.name or "",
                    stream=sent,
                    case_number=made.draft,
                    now=now,
                    **bounds,
                )
            except files.FileRefused as refused:
                made.errors[f"file-{place}"] = f"{sent.name}：{say(refused.text)}"
                continue
            if kept.sha256 not in seen:
                seen.add(kept.sha256)
                made.files.append(Uploaded(kept, place))
            elif _elsewhere(made, kept.sha256, place):
                made.errors[f"file-{place}"] = _(
                    "%(name)s：这个文件已经作为另一样材料传过了。一个文件只算一样，请另拍一张。"
                ) % {"name": sent.name or ""}
    return made


def _elsewhere(made: Uploads, digest: str, place: str) -> bool:
    """Whether the form has brought the same file for another material: there it counts, here it would not."""
    return any(each.file.sha256 == digest and each.place != place for each in made.files)


def _bounds(user: accounts.User, agency: str, cities: Sequence[str]) -> dict[str, Any]:
    """How much more the account may upload, for ``files.store_file``."""
    if user.kind != accounts.User.Kind.CITIZEN:
        return {}
    others = (files.load_of(by=user.hand, agency=city) for city in cities if city != agency)
    return {"most": files.PERSON, "elsewhere": sum(others, files.Load())}


def bring_along(*, by: str, key: str, source: str, agency: str, now: datetime) -> None:
    """Move what the account's form has uploaded from one city to the one that is chosen now.

    Files lie with the city for which they are meant, and count once.
    """
    draft = files.draft_of(key, by=by)
    for kept in files.files_of_case(agency=source, case_number=draft):
        _kept, parts = files.open_file(agency=source, case_number=draft, sha256=kept.sha256)
        stream = BytesIO(b"".join(parts))
        files.store_file(agency=agency, name=kept.name, stream=stream, case_number=draft, now=now, most=None)
        files.release_file(agency=source, sha256=kept.sha256, case_number=draft)


def shown_uploads(item: Item, uploads: Uploads, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A field for each material (of ``only``, where given) and one for the rest, for the template.

    What is read from registers needs no paper, and is not asked for.
    """
    asked = [m for m in item.materials if (m.code in only if only else Spare.DATA_SHARING not in m.spare)]
    fields = [(m.code, say(m.title)) for m in asked]
    return [
        {
            "label": label,
            "name": f"file-{place}",
            "id": f"q-file-{place}",
            "error": uploads.errors.get(f"file-{place}", ""),
            "optional": True,
            "kept_name": f"kept-{place}",
            "kept": [
                {
                    "value": each.file.sha256,
                    "text": each.file.name,
                    "hint": size(each.file.size),
                    "checked": True,
                }
                for each in uploads.files
                if each.place == place
            ],
        }
        for place, label in (*fields, (OTHER, _("其他材料")))
    ]


def places_of(item: Item) -> list[str]:
    return [*(material.code for material in item.materials), OTHER]


def size(count: int) -> str:
    """``812 KB`` or ``3.4 MB``."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, round(count / 1024))} KB"
