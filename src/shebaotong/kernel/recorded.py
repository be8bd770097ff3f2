"""What the engine has recorded in a case: the facts that earlier outcomes rest on."""

from __future__ import annotations

from shebaotong.kernel.facts import Fact, FactKind
from shebaotong.kernel.item import CaseView


def recorded_facts(view: CaseView) -> dict[FactKind, Fact]:
    """For each kind the newest fact that an outcome of this agency's copy holds."""
    found: dict[FactKind, Fact] = {}
    for document in view.documents:
        if document.name == "outcome" and document.body is not None:
            facts = (Fact.from_json(data) for data in document.body.get("facts", ()))
            found.update({fact.kind: fact for fact in facts})
    return found
