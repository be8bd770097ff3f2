"""The retirement month as an OpenFisca user computes it, for the same people and the same numbers.

A TaxBenefitSystem with one computed variable. The formula picks parameters with ``numpy.select``: indexing a
parameter node by the enum, which the handbook also shows, takes several times as long.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from shebaotong.kernel.api import Month
from shebaotong.rules.api import (
    Parameters,
    Value,
)
from shebaotong.rules.batch.api import (
    CATEGORIES,
)

Person = build_entity(key="person", plural="persons", label="insured person", is_person=True)
Household = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[{"key": "member", "plural": "members", "label": "member"}],
)

Post = Enum("Post", {category.value: category.value for category in CATEGORIES})


class birth(Variable):  # type: ignore[misc]  # OpenFisca ships no types
    value_type = date
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Day of birth"


class category(Variable):  # type: ignore[misc]  # OpenFisca ships no types
    value_type = Enum
    possible_values = Post
    default_value = Post.male
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Which table of the measure applies"


class retirement_month(Variable):  # type: ignore[misc]  # OpenFisca ships no types
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Statutory retirement month, in months since January 1970"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        law = parameters(period).retirement
        post = person("category", period)
        male, female55 = post == Post.male, post == Post.female55

        def own(node: Any) -> Any:
            return np.select([male, female55], [node.male, node.female55], default=node.female50)

        month = person("birth", period).astype("datetime64[M]").astype(int)
        after = month - own(law.first)
        delay = np.where(after < 0, 0, np.minimum(after // own(law.step) + 1, own(law.cap)))
        return month + 12 * own(law.original) + delay


def system(*, parameters: Parameters, as_of: date) -> TaxBenefitSystem:
    """The system with the retirement parameters that hold on ``as_of``, taken from the project's own."""
    made = TaxBenefitSystem([Person, Household])
    made.add_variables(birth, category, retirement_month)
    tables = {
        "original": "retirement.original_age",
        "first": "retirement.delay_first_birth",
        "step": "retirement.delay_step",
        "cap": "retirement.delay_cap",
    }
    made.parameters = ParameterNode(
        "", data={"retirement": {name: _node(parameters, code, as_of) for name, code in tables.items()}}
    )
    return made


def simulation(
    built: TaxBenefitSystem, *, births: NDArray[np.datetime64], categories: NDArray[np.int16]
) -> Simulation:
    """A simulation of these people with their inputs set; nothing is computed yet."""
    made = SimulationBuilder().build_default_simulation(built, count=len(births))
    made.set_input("birth", DateUnit.ETERNITY, births)
    made.set_input("category", DateUnit.ETERNITY, categories)
    return made


def _node(parameters: Parameters, code: str, as_of: date) -> dict[str, Any]:
    found = parameters.find(code, on=as_of)
    if not isinstance(found, Value):
        raise ValueError(f"{code} is not known on {as_of}")
    rows: dict[str, Any] = {}
    for each in CATEGORIES:
        cell = found.entry(each.value).dated.value
        number = cell - Month(1970, 1) if isinstance(cell, Month) else cell
        rows[each.value] = {"values": {found.dated.start.isoformat(): {"value": number}}}
    return rows
