"""Files of parameters in, checked parameters out; or every problem at once, each with file and line.

Refused are: a value without a reference, dates that overlap in one region, what the unit cannot mean,
regions that do not exist, fields that nobody knows, keys that stand twice, and a code that differs from
the file's own path (so that a parameter is found where its code says).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

import yaml

from shebaotong.kernel.api import Text, region_chain
from shebaotong.rules.parameters.model import Dated, Level, Parameter, Reference, Status, Table
from shebaotong.rules.parameters.reading import Problem, Reader
from shebaotong.rules.parameters.units import KEYS, UNITS, Scalar, Unit, read_day

_E = TypeVar("_E", bound=StrEnum)


class ParameterErrors(ValueError):
    """The files are wrong; ``problems`` names each place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def load(files: Mapping[str, str]) -> dict[str, Parameter]:
    """Read ``{path: text}``, the path being ``area/name.yaml`` for the code ``area.name``.

    Raises :class:`ParameterErrors` with all problems of all files.
    """
    problems: list[Problem] = []
    made: dict[str, Parameter] = {}
    for path, text in sorted(files.items()):
        reader = Reader(path)
        parameter = _parameter(reader, text)
        if parameter is not None:
            made[parameter.code] = parameter
        problems.extend(reader.problems)
    if problems:
        raise ParameterErrors(problems)
    return made


def _parameter(reader: Reader, text: str) -> Parameter | None:
    root = reader.compose(text)
    if root is None:
        return None
    fields = reader.fields(
        root, required=("code", "title", "unit", "set_by", "values"), optional=("keyed_by", "choices", "note")
    )
    if fields is None:
        return None
    code = reader.text(fields.get("code"), name="code")
    expected = reader.file.removesuffix(".yaml").replace("/", ".")
    if code is not None and code != expected:
        reader.problem(fields["code"], f"the code {code!r} must be {expected!r}, as the file's path says")
    title = _title(reader, fields.get("title"))
    level = _one_of(reader, fields.get("set_by"), Level, name="set_by")
    unit = _named(reader, fields.get("unit"), UNITS, name="unit")
    keys = _named(reader, fields.get("keyed_by"), KEYS, name="keyed_by")
    choices = _choices(reader, fields.get("choices"), unit, root)
    note = reader.text(fields.get("note"), name="note") or ""
    if reader.problems or unit is None or code is None or title is None or level is None:
        return None
    if choices:
        unit = replace(unit, read=_reader_of(choices))
    values = [_dated(reader, node, unit, keys) for node in reader.items(fields["values"], name="values")]
    kept = [entry for entry in values if entry is not None]
    _refuse_overlaps(reader, kept)
    return Parameter(
        code=code,
        title=title,
        unit=unit.code,
        keyed_by=keys.code if keys else None,
        set_by=level,
        choices=choices,
        values=tuple(value for _, value in kept),
        note=note,
    )


def _choices(reader: Reader, node: yaml.Node | None, unit: Unit | None, root: yaml.Node) -> Mapping[str, str]:
    """The words that the unit ``choice`` may take, each with what a person reads; other units have none."""
    chosen = unit is UNITS["choice"]
    if chosen and node is None:
        reader.problem(root, "the unit choice needs the field 'choices'")
    if node is not None and not chosen:
        reader.problem(node, "only the unit choice has choices")
    made: dict[str, str] = {}
    for key, word in (reader.entries(node) or []) if node is not None else []:
        if (said := reader.text(word, name=f"the words of {key.value!r}")) is not None:
            made[key.value] = said
    if isinstance(node, yaml.MappingNode) and not node.value:
        reader.problem(node, "choices must be at least one word")
    return MappingProxyType(made)


def _reader_of(choices: Mapping[str, str]) -> Callable[[str], Scalar]:
    def read(text: str) -> Scalar:
        if text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return text

    return read


def _title(reader: Reader, node: yaml.Node | None) -> Text | None:
    fields = reader.fields(node, required=("zh", "en")) if node is not None else None
    if fields is None:
        return None
    zh, en = (reader.text(fields.get(language), name=f"title {language}") for language in ("zh", "en"))
    return Text(zh, en) if zh and en else None


def _dated(reader: Reader, node: yaml.Node, unit: Unit, keys: Unit | None) -> tuple[yaml.Node, Dated] | None:
    fields = reader.fields(
        node, required=("region", "from", "value", "reference", "status"), optional=("to", "note")
    )
    if fields is None:
        return None
    before = len(reader.problems)
    region = reader.text(fields.get("region"), name="region")
    if region is not None:
        try:
            region_chain(region)
        except ValueError as error:
            reader.problem(fields["region"], str(error))
    start = _day(reader, fields.get("from"), name="from")
    end = _day(reader, fields.get("to"), name="to")
    if start and end and end < start:
        reader.problem(fields["to"], f"ends ({end}) before it starts ({start})")
    status = _one_of(reader, fields.get("status"), Status, name="status")
    reference = _reference(reader, fields.get("reference"))
    value = _value(reader, fields.get("value"), unit, keys, status)
    note = reader.text(fields.get("note"), name="note") or ""
    if len(reader.problems) > before or not (region and start and status and reference):
        return None
    return node, Dated(region, start, end, value, reference, status, note)


def _reference(reader: Reader, node: yaml.Node | None) -> Reference | None:
    fields = reader.fields(node, required=("document", "article")) if node is not None else None
    if fields is None:
        return None
    document, article = (reader.text(fields.get(name), name=name) for name in ("document", "article"))
    return Reference(document, article) if document and article else None


def _value(
    reader: Reader, node: yaml.Node | None, unit: Unit, keys: Unit | None, status: Status | None
) -> Scalar | Table | None:
    if node is None:
        return None
    if isinstance(node, yaml.ScalarNode) and node.value == "unknown":
        if status is not Status.U:
            reader.problem(node, "a value that is unknown has the status U")
        return None
    if keys is None:
        return _scalar(reader, node, unit, name="value")
    rows: dict[int | str, Scalar] = {}
    for key, cell in reader.entries(node) or []:
        index = _scalar(reader, key, keys, name=f"a key of this table ({keys.code})")
        value = _scalar(reader, cell, unit, name="value")
        if isinstance(index, (int, str)) and value is not None:
            rows[index] = value
    if isinstance(node, yaml.MappingNode) and not node.value:
        reader.problem(node, "the table has no row")
    return MappingProxyType(rows)


def _scalar(reader: Reader, node: yaml.Node, unit: Unit, *, name: str) -> Scalar | None:
    text = reader.text(node, name=name)
    if text is None:
        return None
    try:
        return unit.read(text)
    except ValueError as error:
        reader.problem(node, f"{text!r} is not in the unit {unit.code}: {name} must be {error}")
        return None


def _day(reader: Reader, node: yaml.Node | None, *, name: str) -> date | None:
    text = reader.text(node, name=name)
    if node is None or text is None:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        reader.problem(node, f"{name} must be {error}, not {text!r}")
        return None


def _named(reader: Reader, node: yaml.Node | None, table: Mapping[str, Unit], *, name: str) -> Unit | None:
    text = reader.text(node, name=name)
    if text is None:
        return None
    if text not in table:
        reader.problem(node, f"unknown {name} {text!r} (known: {', '.join(sorted(table))})")
    return table.get(text)


def _one_of(reader: Reader, node: yaml.Node | None, kind: type[_E], *, name: str) -> _E | None:
    text = reader.text(node, name=name)
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        reader.problem(node, f"unknown {name} {text!r} (known: {', '.join(kind)})")
        return None


def _refuse_overlaps(reader: Reader, values: list[tuple[yaml.Node, Dated]]) -> None:
    """Two values that hold on one day in one place would leave the choice to chance."""
    ordered = sorted(values, key=lambda entry: (entry[1].region, entry[1].start))
    for (_, earlier), (node, later) in pairwise(ordered):
        if earlier.region == later.region and earlier.holds(later.start):
            until = f"to {earlier.end}" if earlier.end else "without an end"
            reader.problem(
                node,
                f"overlaps in {later.region}: a value from {earlier.start} {until} holds on {later.start}",
            )
