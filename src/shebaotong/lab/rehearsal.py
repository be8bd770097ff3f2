"""Everything that two provinces need for a private comparison, made up in one folder, to try it out.

The two provinces are made up, and so are the four persons who sign. Nothing here may serve a real job: a
province's keys are made by the province.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shebaotong.comparison.api import (
    MINIMUM_PERSONS,
    KeyFolder,
    TrustedKey,
    commit_list,
    make_folder,
    sign_mandate,
    write_trust,
)
from shebaotong.kernel.api import PrivateKey, new_private_key, public_of

AGENCIES = {"left": "990100", "right": "990200"}
_VALID_DAYS = 30


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A folder of keys for each province, and the mandate that both hold."""

    left: KeyFolder
    right: KeyFolder
    mandate: Path
    approvers: tuple[PrivateKey, ...]


def rehearse(
    *,
    base: Path,
    left: str,
    right: str,
    kind: str,
    as_of: date,
    today: date,
    engines: tuple[str, ...] = ("rr22", "ecdh"),
    minimum_persons: int = MINIMUM_PERSONS,
    least: int = 1,
    most: int = 1_000_000,
    jobs: int = 10,
) -> Rehearsal:
    """Make keys, let each province commit to its file, draw up the mandate and sign it four times."""
    folders = {side: make_folder(base / side, agency=AGENCIES[side], epoch="demo") for side in AGENCIES}
    cards = {kid: card for folder in folders.values() for kid, card in folder.trust.items()}
    approvers = []
    for agency in AGENCIES.values():
        for person in ("演示一", "演示二"):
            key = new_private_key(f"{agency}/approver-{person}")
            approvers.append(key)
            cards[key.kid] = TrustedKey(public_of(key), agency, "approver", person)
    for folder in folders.values():
        write_trust(folder.path / "trust.json", cards)
    body = {
        "format": "shebaotong-mandate-1",
        "id": f"DEMO-{today:%Y%m%d}",
        "purpose": "演示:两个虚构省份之间查找疑点",
        "legal_basis": "演示:无法律效力",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=_VALID_DAYS)).isoformat(),
        "engines": list(engines),
        "jobs": {"most": jobs, "days": 180},
        "minimum_persons": minimum_persons,
        "overlap": {"least": least, "most": most},
        "left": _party(folders["left"], approvers),
        "right": _party(folders["right"], approvers),
        "comparisons": [
            {
                "kind": kind,
                "as_of": as_of.isoformat(),
                "left": commit_list(folder=folders["left"], mine=left, kind=kind, side="left"),
                "right": commit_list(folder=folders["right"], mine=right, kind=kind, side="right"),
            }
        ],
    }
    text = json.dumps({"body": body, "signatures": []}, ensure_ascii=False)
    for key in approvers:
        text = sign_mandate(text, key)
    mandate = base / "mandate.json"
    mandate.write_text(text, encoding="utf-8")
    return Rehearsal(folders["left"], folders["right"], mandate, tuple(approvers))


def _party(folder: KeyFolder, approvers: list[PrivateKey]) -> dict[str, object]:
    own = [key.kid for key in approvers if key.kid.startswith(folder.agency)]
    return {"agency": folder.agency, "node": folder.node_key.kid, "approvers": own}
