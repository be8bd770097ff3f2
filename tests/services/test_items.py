"""What every item keeps, whatever it is about."""

from __future__ import annotations

import pytest

from shebaotong.cases import api as cases
from shebaotong.kernel.api import Item, Move, Reach, Role, Text, read_shipped
from shebaotong.portal.views.desk import body_words
from support.items import folder
from support.outcomes import both

ITEMS = cases.items()
ANY_ITEM = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)


@ANY_ITEM
def test_code_family_and_folder_are_one_name(item: Item) -> None:
    assert (folder(item).parent.name, folder(item).name) == (item.family, item.code)


@ANY_ITEM
def test_every_document_has_a_schema_and_every_schema_a_document(item: Item) -> None:
    declared = {(document.code, document.version) for document in item.documents}
    schemas = set(cases.entry(item.code).schemas)
    assert declared <= schemas
    assert {code for code, _ in schemas} == {code for code, _ in declared}


@ANY_ITEM
def test_documents_lead_to_steps_that_exist_and_one_opens(item: Item) -> None:
    steps = {step.code for step in item.steps}
    for document in item.documents:
        assert {*document.steps, *([document.to] if document.to else [])} <= steps
    assert [document.move for document in item.documents].count(Move.OPEN) == 1


@ANY_ITEM
def test_what_is_checked_apart_exists(item: Item) -> None:
    codes = {document.code for document in item.documents}
    for document in item.documents:
        assert set(document.apart_from) <= codes


@ANY_ITEM
def test_whoever_decides_for_others_checks_what_others_wrote(item: Item) -> None:
    """Four eyes of items that only the responsible agency decides, and that no engine answers."""
    for document in item.documents:
        if document.move is Move.DECIDE and document.role is Role.APPROVER:
            assert {"review", item.opening.code} <= set(document.apart_from), document.code


@ANY_ITEM
def test_an_item_can_refuse_with_reason_and_remedy(item: Item) -> None:
    if not item.for_person:
        return
    refusals = [document for document in item.documents if document.verdict == "refused"]
    assert refusals
    for document in refusals:
        schema = cases.entry(item.code).schema(document.code, document.version).document
        assert {"reason", "remedy"} <= set(schema["required"])
        assert document.reach is Reach.PERSON and document.plain is not None


@ANY_ITEM
def test_everything_shown_is_said_in_both_languages(item: Item) -> None:
    texts: list[Text | None] = [item.title, item.summary]
    for document in item.documents:
        texts += [document.title, document.action, document.plain]
    for step in item.steps:
        texts += [step.title, step.plain]
    for material in item.materials:
        texts += [material.title, material.reason]
    assert all(both(text) for text in texts if text is not None)


@ANY_ITEM
def test_who_may_press_a_button_finds_a_form(item: Item) -> None:
    form = read_shipped((folder(item) / "form.yaml").read_text("utf-8"))
    assert form["document"] == item.opening.code
    for document in item.documents:
        if document.action is None or document.move is Move.OPEN:
            continue
        schema = cases.entry(item.code).schema(document.code, document.version).document
        asked = {entry["name"] for entry in form.get("actions", {}).get(document.code, ())}
        assert set(schema.get("required", ())) <= asked <= set(schema["properties"]), document.code


@ANY_ITEM
def test_every_field_of_a_document_has_words_for_a_reader(item: Item) -> None:
    for document in item.documents:
        schema = cases.entry(item.code).schema(document.code, document.version).document
        full_type = f"{item.code}.{document.code}"
        bare = [name for name in schema["properties"] if not body_words.named(item, full_type, name)]
        assert bare == [], full_type
