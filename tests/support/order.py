"""In which order two workers take the tests: each its share of the long ones first, the quick ones last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

import pytest

from support.tree import ROOT


def shared_out(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """The items in as many parts as there are workers, which `worksteal` hands out one after the other.

    Folders with long tests are dealt in turn: what they stand on (Chromium, Spark) is started in one worker.
    Every part ends with quick tests, so that nobody begins a long one when the others are done. Tests of a
    module stay together.
    """
    modules: defaultdict[PurePath, list[pytest.Item]] = defaultdict(list)
    for item in items:
        modules[item.path].append(item)
    # Lists, not sets: every worker has to come to the same order.
    long = [path for path, tests in modules.items() if any(map(_is_long, tests))]
    folders: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for path in long:
        folders[_folder(path)].extend(modules[path])
    parts: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for turn, name in enumerate(sorted(folders)):
        parts[turn % workers].extend(folders[name])
    for path, tests in modules.items():
        if path not in long:
            min(parts, key=len).extend(tests)
    return [item for part in parts for item in part]


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


def _folder(path: PurePath) -> str:
    """``browser`` for everything below tests/browser, else the folder that the module lies in."""
    below = path.relative_to(ROOT).parts if path.is_relative_to(ROOT) else path.parts
    return below[1] if below[0] == "tests" else path.parent.name
