"""Why a number is what it is: a tree of named values with formula, clause and parameter date.

Rules build it while they compute; pages, PDFs and decisions show it. It is plain data so that it
can be stored in a document's body and still be read in ten years.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a legal clause, or a dated parameter with its status."""

    reference: str
    """Document number and article, e.g. ``国发〔2005〕38号 第六条``."""
    parameter: str | None = None
    """Code of the parameter, when the value is one."""
    effective_from: date | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Explanation:
    """One node: ``name`` = ``value`` by ``formula`` from ``inputs``, as ``sources`` say."""

    name: str
    """In plain Chinese, as the person reads it on the notice."""
    value: str
    """Formatted with its unit, e.g. ``1288.08 元``."""
    formula: str = ""
    inputs: tuple[Explanation, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str = ""

    @property
    def verified(self) -> bool:
        """False when any number below rests on an unverified parameter; the screen must say so."""
        return all(s.verified for s in self.sources) and all(i.verified for i in self.inputs)

    def to_json(self) -> dict[str, Any]:
        """Plain data for a document's body; keys left out are empty."""
        made: dict[str, Any] = {"name": self.name, "value": self.value}
        if self.formula:
            made["formula"] = self.formula
        if self.note:
            made["note"] = self.note
        if self.sources:
            made["sources"] = [_source_json(source) for source in self.sources]
        if self.inputs:
            made["inputs"] = [node.to_json() for node in self.inputs]
        return made

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Explanation:
        """The inverse of :meth:`to_json`."""
        return cls(
            name=data["name"],
            value=data["value"],
            formula=data.get("formula", ""),
            note=data.get("note", ""),
            sources=tuple(_source_from(entry) for entry in data.get("sources", ())),
            inputs=tuple(cls.from_json(entry) for entry in data.get("inputs", ())),
        )


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody has told us. Never a default: the software asks ``whom`` for ``what``."""

    what: str
    whom: str
    parameter: str | None = None
    detail: tuple[str, ...] = field(default=())
    en: str = ""
    """What is asked and of whom, in English; empty where only the Chinese has been written."""


def _source_json(source: Source) -> dict[str, Any]:
    made: dict[str, Any] = {"reference": source.reference, "verified": source.verified}
    if source.parameter:
        made["parameter"] = source.parameter
    if source.effective_from:
        made["effective_from"] = source.effective_from.isoformat()
    return made


def _source_from(data: dict[str, Any]) -> Source:
    day = data.get("effective_from")
    return Source(
        reference=data["reference"],
        parameter=data.get("parameter"),
        effective_from=date.fromisoformat(day) if day else None,
        verified=data.get("verified", True),
    )
