"""Bodies that a document's schema allows, drawn at random: as much of JSON Schema as the schemas here use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import jsonschema_rs
from hypothesis import strategies as st

from shebaotong.kernel.api import refused_character

Schema = dict[str, Any]
Known = Mapping[str, st.SearchStrategy[Any]]

_KNOWN_KEYWORDS = {
    "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "enum", "const",
    "additionalProperties", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "items",
    "minItems", "maxItems", "uniqueItems", "if", "then", "else", "dependentRequired", "minProperties",
}  # fmt: skip
_MOST_TEXT = 40
_WORDS = st.text(
    st.one_of(
        st.sampled_from("协查核对𠮷䶮·ö'\"<&%_\\\n\t0７Ａ"),
        st.characters(exclude_categories=["Cs"]).filter(lambda found: not refused_character(found)),
    ),
    max_size=_MOST_TEXT,
)


def bodies(schema: Schema, known: Known | None = None) -> st.SearchStrategy[Any]:
    """Values that ``schema`` allows. ``known``: by name of a property what to draw for it instead, where
    a schema alone cannot say what makes sense, such as the code of a city that exists."""
    return _Drawing(schema, known or {}).of(schema)


class _Drawing:
    def __init__(self, root: Schema, known: Known) -> None:
        self._root = root
        self._known = known

    def of(self, schema: Schema) -> st.SearchStrategy[Any]:
        unknown = set(schema) - _KNOWN_KEYWORDS
        assert not unknown, f"the generator does not know {unknown}"
        if "$ref" in schema:
            return self.of(self._root["$defs"][schema["$ref"].removeprefix("#/$defs/")])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        if "const" in schema:
            return st.just(schema["const"])
        if isinstance(schema["type"], list):
            return st.one_of(*(self.of({**schema, "type": each}) for each in schema["type"]))
        return {
            "null": lambda schema: st.none(),
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "integer": self._integer,
            "boolean": lambda schema: st.booleans(),
        }[schema["type"]](schema)

    def _string(self, schema: Schema) -> st.SearchStrategy[str]:
        if schema.get("format") == "date":
            return st.dates(date(1950, 1, 1), date(2030, 12, 31)).map(date.isoformat)
        if schema.get("pattern", "").startswith("^[0-9]{4}-"):
            return st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%Y-%m}")
        if "pattern" in schema:
            return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z", alphabet=_ASCII)
        least, most = schema.get("minLength", 0), schema.get("maxLength", _MOST_TEXT)
        return _WORDS.map(lambda text: text[:most]).filter(lambda text: len(text) >= least)

    def _integer(self, schema: Schema) -> st.SearchStrategy[int]:
        return st.integers(schema.get("minimum"), schema.get("maximum"))

    def _array(self, schema: Schema) -> st.SearchStrategy[list[Any]]:
        least = schema.get("minItems", 0)
        return st.lists(
            self.of(schema.get("items", {"type": "boolean"})),
            min_size=least,
            max_size=min(schema.get("maxItems", 3), least + 2),
            unique=schema.get("uniqueItems", False),
        )

    def _object(self, schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
        properties: dict[str, Schema] = schema.get("properties", {})
        drawn = {
            name: self._known[name] if name in self._known else self.of(inner)
            for name, inner in properties.items()
        }
        required = set(schema.get("required", ()))
        assert required <= set(properties), "a required property that nothing describes"

        @st.composite
        def objects(draw: st.DrawFn) -> dict[str, Any]:
            chosen = required | {name for name in properties if name not in required and draw(_SELDOM)}
            for name in properties:
                if len(chosen) < schema.get("minProperties", 0):
                    chosen.add(name)
            for name, also in schema.get("dependentRequired", {}).items():
                chosen |= set(also) if name in chosen else set()
            made = {name: draw(drawn[name]) for name in properties if name in chosen}
            if "if" in schema:
                met = jsonschema_rs.is_valid(schema["if"], made)
                branch = schema.get("then" if met else "else", {})
                for name in branch.get("required", ()):
                    if name not in made:
                        made[name] = draw(drawn[name])
            return made

        return objects()


_ASCII = st.characters(max_codepoint=127)
_SELDOM = st.integers(0, 2).map(lambda drawn: drawn == 0)
