"""What is taken and what is refused, by the bytes alone."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebaotong.files.api import FileRefused
from shebaotong.files.sniff import sniff

from . import samples

GOOD = {
    "card.pdf": (samples.pdf(), "application/pdf"),
    "card.jpg": (samples.jpeg(), "image/jpeg"),
    "card.JPEG": (samples.jpeg(), "image/jpeg"),
    "card.png": (samples.png(), "image/png"),
    "card.heic": (samples.heic(), "image/heic"),
    "card": (samples.png(), "image/png"),
    "padded.jpg": (samples.jpeg() + b"\0\0\0", "image/jpeg"),
    # The marker of an encrypted or active PDF inside a picture's pixels means nothing.
    "scan.pdf": (samples.pdf(stream=b"\x01/JS \x02/Encrypt "), "application/pdf"),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_four_kinds_are_taken(name: str) -> None:
    content, media_type = GOOD[name]
    assert sniff(content, name).media_type == media_type


HIDDEN_SCRIPT = b"4 0 obj << /Type /ObjStm /N 1 /First 4 >>\nstream\n%s\nendstream endobj " % zlib.compress(
    b"5 0 << /S /JavaScript /JS (app.alert(1)) >>"
)
ZEROS = zlib.compress(bytes(2 << 20))
# Each is less than one may hold; together they would fill the memory.
BOMB = b"".join(
    b"%d 0 obj << /Type /ObjStm /N 1 /First 4 >>\nstream\n%s\nendstream endobj " % (at, ZEROS)
    for at in range(4, 40)
)
BAD = {
    "nothing": (b"", "card.pdf", "empty"),
    "plain text": (b"hello", "card.txt", "unknown_type"),
    "a web page": (b"<html><script>1</script></html>", "card.html", "unknown_type"),
    "a web page called PNG": (b"<html></html>", "card.png", "disguised"),
    "a program called PDF": (b"MZ\x90\0" + b"\0" * 60, "card.pdf", "disguised"),
    "an archive called PDF": (samples.archive(), "card.pdf", "disguised"),
    "a PNG called PDF": (samples.png(), "card.pdf", "disguised"),
    "a PNG called EXE": (samples.png(), "card.exe", "disguised"),
    "another ISO container called HEIC": (
        b"\0\0\0\x14ftypmif1\0\0\0\0avif" + b"\0" * 40,
        "a.heic",
        "disguised",
    ),
    "half a PNG": (samples.png()[:-8], "card.png", "damaged"),
    "a PNG with a wrong checksum": (samples.png().replace(b"IDAT", b"IDAU"), "card.png", "damaged"),
    "half a JPEG": (samples.jpeg()[:-2], "card.jpg", "damaged"),
    "a JPEG without a picture": (b"\xff\xd8\xff\xd9", "card.jpg", "damaged"),
    "half a HEIC": (samples.heic()[:-3], "card.heic", "damaged"),
    "a HEIC without a picture": (samples.heic()[:24], "card.heic", "damaged"),
    "half a PDF": (samples.pdf()[:-12], "card.pdf", "damaged"),
    "an archive behind a PNG": (samples.png() + samples.archive(), "card.png", "polyglot"),
    "an archive behind a JPEG": (samples.jpeg() + samples.archive(), "card.jpg", "polyglot"),
    "an archive behind a HEIC": (samples.heic() + samples.archive(), "card.heic", "polyglot"),
    "a page behind a HEIC": (samples.heic() + samples.box(b"html", b"<script>"), "card.heic", "polyglot"),
    "an archive behind a PDF": (samples.pdf() + samples.archive(), "card.pdf", "polyglot"),
    "an archive inside a PDF": (samples.pdf(stream=samples.archive()), "card.pdf", "polyglot"),
    "a PDF with a script": (samples.pdf(extra=b"/OpenAction << /S /JavaScript >> "), "card.pdf", "active"),
    "a PDF with a script in disguise": (
        samples.pdf(extra=b"/OpenAction << /J#53 (1) >> "),
        "a.pdf",
        "active",
    ),
    "a PDF with a script packed away": (
        samples.pdf(extra=b">>\n" + HIDDEN_SCRIPT + b"<< "),
        "a.pdf",
        "active",
    ),
    "a PDF with a script packed away in disguise": (
        samples.pdf(extra=b">>\n" + HIDDEN_SCRIPT.replace(b"ObjStm", b"Obj#53tm") + b"<< "),
        "a.pdf",
        "active",
    ),
    "a PDF that unpacks into more than it could need": (
        samples.pdf(extra=b">>\n" + BOMB + b"<< "),
        "a.pdf",
        "active",
    ),
    "a PDF with an attachment": (samples.pdf(extra=b"/EmbeddedFiles 5 0 R "), "card.pdf", "active"),
    "a locked PDF": (samples.pdf(extra=b"/Encrypt 5 0 R "), "card.pdf", "locked"),
}


@pytest.mark.parametrize("case", BAD)
def test_the_rest_is_refused_with_its_reason(case: str) -> None:
    content, name, code = BAD[case]
    with pytest.raises(FileRefused) as refused:
        sniff(content, name)
    assert refused.value.code == code
    assert refused.value.text.zh.endswith("。") and refused.value.text.en.endswith(".")


@pytest.mark.parametrize(
    ("beginning", "taken"),
    [(b"stream\n", True), (b"/Type/ObjStm ", True), (b"/Type/ObjStm>>stream\n", False)],
)
def test_a_file_of_nothing_but_beginnings_keeps_nobody_waiting(beginning: bytes, taken: bool) -> None:
    """An expression that looked for the end of each anew took an hour over this."""
    content = samples.pdf(extra=beginning * 100_000)
    if taken:
        assert sniff(content, "a.pdf").media_type == "application/pdf"
    else:
        with pytest.raises(FileRefused):
            sniff(content, "a.pdf")


@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "a.jpg", "a.png", "a.heic", "a"]))
def test_no_rubbish_brings_it_down(content: bytes, name: str) -> None:
    for head in (b"", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic"):
        with pytest.raises(FileRefused):
            sniff(head + content, name)


@given(st.data(), st.sampled_from([samples.png(), samples.heic(), samples.pdf(), samples.jpeg()]))
def test_a_truncated_file_is_never_taken(data: st.DataObject, content: bytes) -> None:
    end = data.draw(st.integers(0, len(content.rstrip()) - 1))
    with pytest.raises(FileRefused):
        sniff(content[:end], "a")
