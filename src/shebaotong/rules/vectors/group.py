"""What an adapter is: a named group of a vector file, the keys it answers, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.vectors.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Context:
    """What a vector does not say: the day of the check, and the edition of the parameters."""

    as_of: date
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Group:
    """``answer`` gives every key of ``outputs``, or raises NotComputable.

    A refused input gets ``ok`` false, null for each output, and then what ``refused`` says.
    """

    outputs: tuple[str, ...]
    answer: Callable[[Inputs, Context], Mapping[str, Any]]
    refused: Mapping[str, Any] = field(default_factory=dict)
