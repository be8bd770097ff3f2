"""The generator of bodies makes what the schemas allow, of every document there is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebaotong.cases import admin
from shebaotong.cases import api as cases
from shebaotong.cases.plain import check_plain
from shebaotong.cases.schema import Schema
from support.bodies import bodies

SCHEMAS = {
    **{
        f"{item.code}.{name} v{version}": schema
        for item in cases.items()
        for (name, version), schema in cases.entry(item.code).schemas.items()
    },
    **{f"case.{name}": schema for name, schema in admin.SCHEMAS.items() if "properties" in schema.document},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_drawn_is_allowed(name: str, data: st.DataObject) -> None:
    schema: Schema = SCHEMAS[name]
    body: Any = data.draw(bodies(schema.document))
    schema.check(body)
    check_plain(body)
