"""The digests of all document schemas, so that none changes once it is released.

    python tools/lock_schemas.py    adds new schemas to the lock; exits with 1 where a locked one differs

A digest is of the schema as canonical JSON. To change a schema add the next version beside it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ROOT / "src/shebaotong/services"
LOCK = ROOT / "tests/services/schemas.lock.json"


def schemas(services: Path) -> dict[str, str]:
    """Path below ``services`` and digest of every schema."""
    return {
        str(path.relative_to(services)): _digest(path)
        for path in sorted(services.glob("*/*/documents/*.json"))
    }


def _digest(path: Path) -> str:
    plain = json.dumps(json.loads(path.read_text("utf-8")), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def lock(services: Path, held: Path) -> list[str]:
    """Add what is new; the schemas that differ from the lock or are gone."""
    known: dict[str, str] = json.loads(held.read_text("utf-8")) if held.is_file() else {}
    found = schemas(services)
    made = dict(sorted({**found, **known}.items()))
    held.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    return [path for path, digest in known.items() if found.get(path) != digest]


def main() -> int:
    changed = lock(SERVICES, LOCK)
    for path in changed:
        sys.stdout.write(f"{path} is released and has changed: restore it and add a new version\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
