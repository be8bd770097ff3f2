"""Files are kept once, owned by an agency, counted by case, and erased by order only."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shebaotong.files import api
from shebaotong.files.models import FileChunk, StoredFile
from shebaotong.store.api import agency_context

from . import samples

pytestmark = pytest.mark.db
FOSHAN, WUZHOU = "440600", "450400"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CASE, OTHER = "4406000000000017", "4406000000000025"
# More than two chunks of 256 KiB, so that order and joins are tried.
LARGE = samples.jpeg(scan=bytes(range(255)) * 2600)


def keep(
    content: bytes, *, agency: str = FOSHAN, case_number: str = CASE, name: str = "card.jpg"
) -> api.Kept:
    stream = io.BytesIO(content)
    return api.store_file(agency=agency, name=name, stream=stream, case_number=case_number, now=NOW)


def read(sha256: str, *, agency: str = FOSHAN, case_number: str = CASE) -> bytes:
    _, parts = api.open_file(agency=agency, case_number=case_number, sha256=sha256)
    return b"".join(parts)


def rows(model: type[StoredFile] | type[FileChunk], agency: str = FOSHAN) -> int:
    with agency_context(agency=agency):
        return model.objects.count()


def test_a_large_file_comes_back_byte_for_byte() -> None:
    kept = keep(LARGE)
    assert kept.sha256 == hashlib.sha256(LARGE).hexdigest()
    assert (kept.size, kept.media_type) == (len(LARGE), "image/jpeg")
    assert rows(FileChunk) == 3
    assert read(kept.sha256) == LARGE


def test_the_same_content_is_kept_once_and_counted_by_case() -> None:
    keep(LARGE)
    keep(LARGE)
    kept = keep(LARGE, case_number=OTHER, name="other.jpg")
    assert rows(StoredFile) == 1
    assert [f.name for f in api.files_of_case(agency=FOSHAN, case_number=CASE)] == ["card.jpg"]
    assert [f.name for f in api.files_of_case(agency=FOSHAN, case_number=OTHER)] == ["other.jpg"]
    assert api.release_file(agency=FOSHAN, sha256=kept.sha256, case_number=CASE)
    assert not api.release_file(agency=FOSHAN, sha256=kept.sha256, case_number=CASE)
    assert api.collect_files(agency=FOSHAN, before=NOW + timedelta(days=1)) == 0
    assert read(kept.sha256, case_number=OTHER) == LARGE


def test_a_file_that_no_case_holds_is_collected_after_its_time() -> None:
    kept = keep(LARGE)
    api.release_file(agency=FOSHAN, sha256=kept.sha256, case_number=CASE)
    assert api.collect_files(agency=FOSHAN, before=NOW) == 0
    assert api.collect_files(agency=FOSHAN, before=NOW + timedelta(seconds=1)) == 1
    assert (rows(StoredFile), rows(FileChunk)) == (0, 0)


@pytest.mark.parametrize("agency, case_number", [(WUZHOU, CASE), (FOSHAN, OTHER)])
def test_another_agency_or_case_does_not_get_it(agency: str, case_number: str) -> None:
    kept = keep(LARGE)
    with pytest.raises(api.FileMissing) as missing:
        read(kept.sha256, agency=agency, case_number=case_number)
    assert not missing.value.erased
    assert api.files_of_case(agency=agency, case_number=case_number) == ()


def test_an_order_destroys_the_bytes_and_leaves_the_proof() -> None:
    kept = keep(LARGE)
    assert api.erase_file(agency=FOSHAN, sha256=kept.sha256, order="佛山中院（2026）演示1号", now=NOW)
    assert not api.erase_file(agency=FOSHAN, sha256=kept.sha256, order="again", now=NOW)
    assert rows(FileChunk) == 0
    with pytest.raises(api.FileMissing) as missing:
        read(kept.sha256)
    assert missing.value.erased
    held = api.files_of_case(agency=FOSHAN, case_number=CASE)
    assert [(f.sha256, f.erased) for f in held] == [(kept.sha256, True)]


def test_no_order_no_erasure() -> None:
    kept = keep(LARGE)
    with pytest.raises(ValueError, match="named order"):
        api.erase_file(agency=FOSHAN, sha256=kept.sha256, order=" ", now=NOW)
    assert read(kept.sha256) == LARGE


def test_what_was_erased_may_be_handed_in_again() -> None:
    kept = keep(LARGE)
    api.erase_file(agency=FOSHAN, sha256=kept.sha256, order="order", now=NOW)
    keep(LARGE)
    assert read(kept.sha256) == LARGE


class Endless(io.RawIOBase):
    """A stream that counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        return b"\0" * size


def test_of_a_file_that_is_too_large_no_more_is_read_than_to_know_it() -> None:
    stream = Endless()
    with pytest.raises(api.FileRefused) as refused:
        api.store_file(agency=FOSHAN, name="a.pdf", stream=stream, case_number=CASE, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code == "too_large"
    assert stream.taken == api.LIMIT + 1


@pytest.mark.slow
def test_a_file_of_exactly_the_limit_is_taken() -> None:
    room = api.LIMIT - len(samples.jpeg(scan=b""))
    assert keep(samples.jpeg(scan=b"\x11" * room)).size == api.LIMIT


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    assert rows(StoredFile) == 0
    yield
