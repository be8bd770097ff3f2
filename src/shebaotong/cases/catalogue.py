"""The catalogue of items: found by walking ``services/``; the only way from the engine to an item.

A folder ``services/<family>/<item>/`` is an item when it holds ``item.py`` with ``ITEM``. Nothing is
registered by hand, so a new item touches its own folder alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from typing import Any

from shebaotong.cases import admin
from shebaotong.cases.schema import Schema
from shebaotong.kernel.api import CaseState, DocumentType, Item, read_shipped

_ROOT = "shebaotong.services"


class UnknownItem(LookupError):
    """No such item, or not in that version: the code is refused, never guessed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with what lies beside it in its folder."""

    item: Item
    versions: Mapping[int, Item]
    """Every version that an open case may still be on, the current one included."""
    form: Mapping[str, Any]
    """``form.yaml``: fields, help and order for the generic pages."""
    schemas: Mapping[tuple[str, int], Schema]
    """JSON Schema of each document body, by (document code, version)."""

    def schema(self, document: str, version: int) -> Schema:
        """Raises UnknownItem where the item has no such document in that version."""
        try:
            return self.schemas[document, version]
        except KeyError:
            raise UnknownItem(f"{self.item.code}.{document} has no version {version}") from None


@cache
def _entries() -> Mapping[str, Entry]:
    found = {}
    for family, folder in _folders():
        module = import_module(f"{_ROOT}.{family}.{folder.name}.item")
        item: Item = module.ITEM
        earlier: tuple[Item, ...] = getattr(module, "EARLIER", ())
        versions = {each.version: each for each in (*earlier, item)}
        found[item.code] = Entry(item, versions, _form(folder), _schemas(folder))
    return found


def _folders() -> Iterator[tuple[str, Traversable]]:
    for family in sorted(resources.files(_ROOT).iterdir(), key=lambda f: f.name):
        if not family.is_dir():
            continue
        for folder in sorted(family.iterdir(), key=lambda f: f.name):
            if folder.is_dir() and folder.joinpath("item.py").is_file():
                yield family.name, folder


def _form(folder: Traversable) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_shipped(folder.joinpath("form.yaml").read_text("utf-8"))
    return loaded


def _schemas(folder: Traversable) -> Mapping[tuple[str, int], Schema]:
    """``documents/<code>.v<version>.json``; a released file never changes (a test holds its hash)."""
    found = {}
    for file in folder.joinpath("documents").iterdir():
        code, _, version = file.name.removesuffix(".json").rpartition(".v")
        found[code, int(version)] = Schema(json.loads(file.read_text("utf-8")))
    return found


def items() -> tuple[Item, ...]:
    """All items, by code."""
    return tuple(entry.item for _, entry in sorted(_entries().items()))


def entry(code: str) -> Entry:
    """The item of that code with what lies beside it. Raises UnknownItem."""
    found = _entries().get(code)
    if found is None:
        raise UnknownItem(f"no item {code!r}")
    return found


def item(code: str, version: int | None = None) -> Item:
    """The item in the version that a case began with; without one, the current. Raises UnknownItem."""
    found = entry(code)
    if version is None:
        return found.item
    if version not in found.versions:
        raise UnknownItem(f"item {code} has no version {version}; here is {found.item.version}")
    return found.versions[version]


def item_of(state: CaseState) -> Item:
    """The item of a case, in the version that the case began with. Raises UnknownItem."""
    return item(state.item, state.item_version)


def declaration(item: Item, full_type: str) -> DocumentType | None:
    """The type named ``<item>.<document>`` or ``case.<document>``; None for one that nobody declares."""
    prefix, _, name = full_type.partition(".")
    if prefix == admin.PREFIX:
        return admin.find(name)
    return next((d for d in item.documents if prefix == item.code and d.code == name), None)


def named(item: Item, name: str) -> tuple[str, DocumentType]:
    """The prefix and the type of a document that may be written into a case of ``item``.

    ``name`` is ``<document>`` of the item, or in full ``<item>.<document>`` or ``case.<document>``. Raises
    UnknownItem for what neither declares, also for a document of another item.
    """
    full_type = name if "." in name else f"{item.code}.{name}"
    found = declaration(item, full_type)
    if found is None:
        raise UnknownItem(f"{item.code} has no document {name!r}")
    return full_type.partition(".")[0], found
