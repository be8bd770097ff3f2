"""What tests of pages share: catalogues made, files served as they lie, and a reader of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from django.test.utils import override_settings

from shebaotong.portal.api import compile_catalogues

# Elements that have no end tag.
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@contextmanager
def pages_ready() -> Iterator[None]:
    """Every page can be shown, the gallery too."""
    compile_catalogues()
    with override_settings(SHEBAOTONG_GALLERY=True):
        yield


class Page(HTMLParser):
    """HTML as a list of elements, refusing what is not well-formed."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise AssertionError(f"<{tag}/> is not HTML")

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1] == tag, f"</{tag}> ends <{self._open[-1:]}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in {"script", "style"}:
            self._words.append(data)

    @property
    def text(self) -> str:
        """The words, with every run of space as one."""
        return re.sub(r"\s+", " ", "".join(self._words)).strip()

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def faults(page: Page) -> list[str]:
    """What a strict content policy or a screen reader would stumble over."""
    found = []
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    found += [f"id {name!r} twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    for tag, attributes in page.elements:
        found += [f"<{tag} {name}>" for name in attributes if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not attributes.get("src")):
            found.append(f"inline <{tag}>")
        if tag == "img" and "alt" not in attributes:
            found.append("<img> without alt")
        for name in ("aria-describedby", "aria-labelledby", "for", "popovertarget"):
            missing = set(attributes.get(name, "").split()) - set(ids)
            found += [f"{name} names {target!r}, which is not there" for target in sorted(missing)]
    return found
