"""YAML as nodes that know their line, read without YAML's own guesses about types.

``2024-01-01``, ``0.16`` and ``no`` reach us as the characters that stand in the file: numbers become
``Decimal`` exactly, and the unit decides what a text may mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import yaml

from shebaotong.kernel.api import YAML_LOADER

MAX_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with one file, at a line that an editor can jump to."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(slots=True)
class Reader:
    """Walks one file and collects every problem instead of stopping at the first."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def problem(self, node: yaml.Node | None, message: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.problems.append(Problem(self.file, line, message))

    def compose(self, text: str) -> yaml.Node | None:
        """The document as nodes, or None with a problem recorded."""
        if len(text) > MAX_CHARACTERS:
            self.problem(None, f"longer than {MAX_CHARACTERS} characters")
            return None
        try:
            node = yaml.compose(text, Loader=YAML_LOADER)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(Problem(self.file, line, f"not YAML: {error.problem}"))
            return None
        except (yaml.YAMLError, RecursionError) as error:
            self.problem(None, f"not YAML: {error}")
            return None
        if node is None:
            self.problem(None, "the file is empty")
        return node

    def fields(
        self, node: yaml.Node, *, required: Iterable[str], optional: Iterable[str] = ()
    ) -> Mapping[str, yaml.Node] | None:
        """The entries of a mapping; unknown, repeated and missing ones are problems."""
        entries = self.entries(node)
        if entries is None:
            return None
        wanted = {*required, *optional}
        found: dict[str, yaml.Node] = {}
        for key, value in entries:
            if key.value not in wanted:
                known = ", ".join(sorted(wanted))
                self.problem(key, f"unknown field {key.value!r} (known here: {known})")
            else:
                found[key.value] = value
        for name in required:
            if name not in found:
                self.problem(node, f"the field {name!r} is missing")
        return found

    def entries(self, node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]] | None:
        """Key and value nodes of a mapping with plain, distinct keys; None with a problem otherwise."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "a mapping of names to values is needed here")
            return None
        made: list[tuple[yaml.ScalarNode, yaml.Node]] = []
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problem(key, "a key must be a plain word or number")
            elif key.value in seen:
                self.problem(key, f"{key.value!r} stands here twice")
            else:
                seen.add(key.value)
                made.append((key, value))
        return made

    def text(self, node: yaml.Node | None, *, name: str) -> str | None:
        """A text that is not empty; None where the field is absent (its absence was reported already)."""
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.problem(node, f"{name} must be one text or number")
            return None
        text = str(node.value).strip()
        if not text:
            self.problem(node, f"{name} must not be empty")
            return None
        return text

    def items(self, node: yaml.Node | None, *, name: str) -> list[yaml.Node]:
        """The entries of a list with at least one entry."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.problem(node, f"{name} must be a list with at least one entry")
            return []
        return list(node.value)
