"""Paper as a person holds it: what its code says, and what stands on it."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator


def saved(link: Locator) -> bytes:
    """The PDF behind a link, with the session of its window."""
    answer = link.page.request.get(link.evaluate("e => e.href"))
    assert answer.ok and answer.headers["content-type"] == "application/pdf", answer.url
    return answer.body()


def words(pdf: bytes) -> str:
    """All text of a PDF, without line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    return "".join(text.split())


def code(pdf: bytes) -> str:
    """What a telephone reads from the code on the last page."""
    document = pypdfium2.PdfDocument(pdf)
    found = zxingcpp.read_barcodes(document[len(document) - 1].render(scale=2).to_numpy())
    assert len(found) == 1, f"{len(found)} codes on the page"
    return str(found[0].text)
