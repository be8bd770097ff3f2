"""Data in YAML that ship with the program: items' forms, templates, seeds, words."""

from __future__ import annotations

from typing import Any

import yaml

YAML_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml reads ten times as fast; where PyYAML was built without it, PyYAML's own reads the same."""


def read_shipped(text: str) -> Any:
    """The data of a YAML text that ships with the program. Raises yaml.YAMLError: then the program itself is
    wrong, not what somebody typed."""
    return yaml.load(text, Loader=YAML_LOADER)
