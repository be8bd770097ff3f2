"""Data in YAML that ship with the program: items' forms, templates, seeds, words."""

from __future__ import annotations

from typing import Any

import yaml

YAML_LOADER: type[yaml.CSafeLoader] | type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml reads ten times as fast; where PyYAML was built without it, PyYAML's own reads the same."""


def shipped(text: str) -> Any:
    """What the text of such a file holds. Raises yaml.YAMLError, which is a fault of ours."""
    return yaml.load(text, Loader=YAML_LOADER)
