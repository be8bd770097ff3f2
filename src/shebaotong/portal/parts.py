"""Components: a template each, and beside it a YAML file that names its parameters and shows examples.

The same file drives the tag's checks, the gallery and the tests, so a component cannot be called with a
parameter that it does not know, and no state of it goes untested.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from shebaotong.kernel.api import read_shipped

FOLDER = "templates/portal/components"
# Behaviour that any component may be given on its main element, written with underscores: hx_get, data_draft.
ATTRIBUTE_PREFIXES = ("hx_", "data_", "aria_")


class PartError(ValueError):
    """A component was called in a way that its YAML file does not describe."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    about: str
    required: bool = False
    default: Any = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    shows: tuple[str, ...]
    """Words that a reader must find in the result."""
    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    title: str
    purpose: str
    parameters: dict[str, Parameter]
    examples: tuple[Example, ...]
    wraps: bool = False
    """Takes a body: called with ``{% uiblock %} … {% endui %}``."""

    @property
    def template(self) -> str:
        return f"portal/components/{self.name}.html"

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        """What the template sees: defaults filled in, free attributes gathered in ``attributes``."""
        free = {name for name in given if name.startswith(ATTRIBUTE_PREFIXES)}
        attributes = {name.replace("_", "-"): given[name] for name in free}
        plain = {name: value for name, value in given.items() if name not in free}
        if unknown := set(plain) - set(self.parameters):
            raise PartError(f"{self.name} has no parameter {', '.join(sorted(unknown))}")
        for parameter in self.parameters.values():
            value = plain.setdefault(parameter.name, parameter.default)
            if parameter.required and value in ("", None):
                raise PartError(f"{self.name} needs {parameter.name}")
            if parameter.choices and value and str(value) not in parameter.choices:
                raise PartError(f"{self.name}: {parameter.name} is {value!r}, not one of {parameter.choices}")
        return plain | {"attributes": attributes}


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    choices = tuple(str(choice) for choice in entry.pop("choices", ()))
    return Parameter(name=name, choices=choices, **entry)


def _example(entry: dict[str, Any]) -> Example:
    return Example(shows=tuple(str(words) for words in entry.pop("shows")), **entry)


@cache
def part(name: str) -> Part:
    """The component of that name."""
    source = files("shebaotong.portal").joinpath(FOLDER, f"{name}.yaml")
    if not source.is_file():
        raise PartError(f"no component {name!r}")
    entry = read_shipped(source.read_text(encoding="utf-8"))
    return Part(
        name=name,
        title=entry["title"],
        purpose=entry["purpose"],
        parameters={key: _parameter(key, value) for key, value in entry.get("parameters", {}).items()},
        examples=tuple(_example(example) for example in entry["examples"]),
        wraps=entry.get("wraps", False),
    )


@cache
def all_parts() -> tuple[Part, ...]:
    """Every component, by name."""
    folder = files("shebaotong.portal").joinpath(FOLDER)
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    return tuple(part(name.removesuffix(".yaml")) for name in found)
