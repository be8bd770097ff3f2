"""Run a file of vectors against the rules: inputs and expected outputs, group by group.

The form is ``{"about": …, "groups": {NAME: [{"in": {…}, "out": {…}}, …]}}``; an ``out`` names only the
keys that are compared. The check reads data and returns a report; the command prints it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.inputs import Inputs
from shebaotong.rules.vectors.table import GROUPS


class MalformedVectors(ValueError):
    """The file is not a file of vectors; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One key of one vector that came out otherwise than expected."""

    index: int
    key: str
    expected: Any
    got: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class GroupReport:
    name: str
    passed: int
    failed: int
    known: bool
    differences: tuple[Difference, ...] = ()
    unused: tuple[str, ...] = ()
    """Input keys that no vector's answer looked at."""


@dataclass(frozen=True, slots=True)
class Report:
    groups: tuple[GroupReport, ...]

    @property
    def passed(self) -> int:
        return sum(group.passed for group in self.groups)

    @property
    def failed(self) -> int:
        return sum(group.failed for group in self.groups)

    @property
    def ok(self) -> bool:
        """Every vector passed, and every group is one that the rules know."""
        return self.failed == 0 and all(group.known for group in self.groups)


def parse_vectors(text: str) -> Any:
    """Read the text of a vector file. Raises MalformedVectors for what is not JSON, or names a key twice."""
    try:
        data = json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_number)
        # Half of a character outside the first plane, written \ud83d, is no text: it could not be printed.
        json.dumps(data, ensure_ascii=False).encode()
        return data
    except json.JSONDecodeError as error:
        raise MalformedVectors(f"line {error.lineno}: not JSON ({error.msg})") from error
    except RecursionError as error:
        raise MalformedVectors("nested too deeply to be a file of vectors") from error
    except UnicodeEncodeError as error:
        raise MalformedVectors("a text holds half of a character, such as \\ud83d") from error
    except MalformedVectors:
        raise
    except ValueError as error:
        # Python refuses to read a whole number of more than 4300 digits.
        raise MalformedVectors("a number has too many digits to be read") from error


def check(*, data: Any, context: Context, groups: Mapping[str, Group] = GROUPS) -> Report:
    """Answer every vector of ``data`` and compare. Raises MalformedVectors for another form of data."""
    made = []
    for name, vectors in _groups_of(data).items():
        group = groups.get(name)
        if group is None:
            made.append(GroupReport(name, passed=0, failed=len(vectors), known=False))
        elif not vectors:
            raise MalformedVectors(f"group {name!r} holds no vector, so nothing is compared")
        else:
            made.append(_check_group(name, group, vectors, context))
    return Report(tuple(made))


def answer(*, group: Group, given: Mapping[str, Any], context: Context) -> tuple[dict[str, Any], str, Inputs]:
    """The full ``out`` of one vector, with the reason where it was refused, and what was read."""
    inputs = Inputs(given)
    try:
        return {"ok": True, **group.answer(inputs, context)}, "", inputs
    except NotComputable as refusal:
        out = {"ok": False, **dict.fromkeys(group.outputs), **group.refused}
        return out, str(refusal), inputs


def _check_group(name: str, group: Group, vectors: list[Any], context: Context) -> GroupReport:
    differences: list[Difference] = []
    failed = 0
    given: set[str] = set()
    used: set[str] = set()
    for index, vector in enumerate(vectors):
        got, why, inputs = answer(group=group, given=vector["in"], context=context)
        found = list(_compare(index, vector["out"], got, why))
        failed += bool(found)
        differences.extend(found)
        given.update(vector["in"])
        used.update(inputs.used)
    return GroupReport(
        name=name,
        passed=len(vectors) - failed,
        failed=failed,
        known=True,
        differences=tuple(differences),
        unused=tuple(sorted(given - used)),
    )


def _compare(index: int, expected: Mapping[str, Any], got: Mapping[str, Any], why: str) -> list[Difference]:
    found = []
    for key, value in expected.items():
        if key not in got:
            found.append(Difference(index, key, value, None, f"this group gives no {key!r}"))
        elif type(got[key]) is not type(value) or got[key] != value:
            found.append(Difference(index, key, value, got[key], why))
    return found


def _no_number(text: str) -> None:
    raise MalformedVectors(f"{text} is no number of JSON")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys are distinct: of two equal ones, a reader would silently drop the first."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise MalformedVectors(f"the key {twice!r} stands twice in one object")
    return made


def _groups_of(data: Any) -> dict[str, list[Any]]:
    if not isinstance(data, dict) or not isinstance(data.get("groups"), dict):
        raise MalformedVectors('expected an object with the key "groups", an object of lists')
    if not data["groups"]:
        raise MalformedVectors('"groups" holds no group, so nothing is compared')
    for name, vectors in data["groups"].items():
        if not isinstance(vectors, list):
            raise MalformedVectors(f"group {name!r}: expected a list of vectors")
        for index, vector in enumerate(vectors):
            parts = vector if isinstance(vector, dict) else {}
            if not all(isinstance(parts.get(part), dict) for part in ("in", "out")):
                raise MalformedVectors(
                    f'group {name!r}, vector {index}: expected {{"in": {{…}}, "out": {{…}}}}'
                )
            if not parts["out"]:
                raise MalformedVectors(
                    f'group {name!r}, vector {index}: "out" is empty, so nothing is compared'
                )
    return dict(data["groups"])
