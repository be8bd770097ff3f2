"""Who never sends a form in fills no disk: what one account leaves in drafts is bounded."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shebaotong.files import api
from shebaotong.files.drafts import OFFICE

from . import samples

pytestmark = pytest.mark.db
FOSHAN, WUZHOU, CASE = "440600", "450400", "4406000000000017"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PHOTOS = [samples.jpeg(scan=bytes([place]) * 5000) for place in range(5)]
SIZE = len(PHOTOS[0])


def keep(content: bytes, form: str = "a", by: str = "du", agency: str = FOSHAN, **bounds: Any) -> api.Kept:
    return api.store_file(
        agency=agency,
        name="card.jpg",
        stream=io.BytesIO(content),
        case_number=api.draft_of(form, by=by),
        now=NOW,
        **bounds,
    )


def refused(content: bytes, form: str = "a", **more: Any) -> None:
    with pytest.raises(api.FileRefused) as told:
        keep(content, form, **more)
    assert told.value.code == "too_much"
    assert "前面收下的都还在" in told.value.text.zh


def test_all_forms_of_an_account_count_together_by_number_and_bytes() -> None:
    for most in (api.Load(2, 10**9), api.Load(99, 2 * SIZE)):
        by = f"du {most.files}"
        keep(PHOTOS[0], "a", by, most=most)
        keep(PHOTOS[1], "b", by, most=most)
        refused(PHOTOS[2], "c", by=by, most=most)
        assert keep(PHOTOS[1], "b", by, most=most).sha256, "what lies there already is no more"
        assert api.load_of(by=by, agency=FOSHAN) == api.Load(2, 2 * SIZE), "and what was taken is still there"
        keep(PHOTOS[2], "a", f"another {most.files}", most=most)


def test_what_lies_elsewhere_counts_and_what_was_handed_in_does_not() -> None:
    most = api.Load(2, 10**9)
    first = keep(PHOTOS[0], agency=WUZHOU, most=most)
    keep(PHOTOS[1], most=most, elsewhere=api.load_of(by="du", agency=WUZHOU))
    refused(PHOTOS[2], most=most, elsewhere=api.load_of(by="du", agency=WUZHOU))
    assert keep(PHOTOS[2], most=None), "it only moves"
    draft = api.draft_of("a", by="du")
    api.take_files(agency=WUZHOU, draft=draft, case_number=CASE, digests=[first.sha256], now=NOW)
    assert api.load_of(by="du", agency=WUZHOU) == api.Load()


def test_room_comes_back_when_drafts_are_swept() -> None:
    most = api.Load(1, 10**9)
    keep(PHOTOS[0], most=most)
    refused(PHOTOS[1], most=most)
    api.collect_files(agency=FOSHAN, before=NOW + timedelta(days=1))
    keep(PHOTOS[1], most=most)


def test_a_draft_is_bounded_by_itself_and_a_case_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(api.store_file.__kwdefaults__, "most", replace(OFFICE, files=1))
    keep(PHOTOS[0])
    refused(PHOTOS[1])
    for photo in PHOTOS[1:]:
        api.store_file(agency=FOSHAN, name="a.jpg", stream=io.BytesIO(photo), case_number=CASE, now=NOW)
    assert len(api.files_of_case(agency=FOSHAN, case_number=CASE)) == 4
