"""Plain words for citizens, and Chinese set as Chinese: lints over templates, catalogues and data files."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from shebaotong.cases.api import items
from shebaotong.kernel.api import read_shipped
from shebaotong.portal.catalogues import ENGLISH_SOURCE
from shebaotong.portal.finder import find
from shebaotong.portal.parts import all_parts
from support.tools import tool

PORTAL = Path(__file__).parents[2] / "src/shebaotong/portal"
HAN = "\u4e00-\u9fff"
LONGEST_SENTENCE = 25
# An ASCII mark beside a Han character looks cheap at 22 px. Numbers keep theirs: 17:00, 1.9, 1,141.
HALF_WIDTH = re.compile(rf"[{HAN}][,;:!?()]|[,;!?()][{HAN}]|[{HAN}]\.(?!\w)|[{HAN}] · |[{HAN}]\s+[{HAN}]")
# Words of the office. Where a citizen must meet one, the sentence has to say what it is.
OFFICE = {"协查": "去问", "稽核": "检查", "核定": "算", "接续": "接着", "要情": "", "统筹": "", "补正": "补"}


def texts() -> list[str]:
    return [entry.msgid for entry in polib.pofile(str(ENGLISH_SOURCE))]


def strings(value: object) -> list[str]:
    """Every string inside nested data."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def data_texts() -> list[str]:
    """Texts of the data files; what a component's YAML says to developers is English."""
    files = [*PORTAL.glob("design/*.yaml"), PORTAL / "finder.yaml"]
    loaded = [read_shipped(file.read_text(encoding="utf-8")) for file in files]
    return strings(loaded) + strings([[e.data, e.body] for part in all_parts() for e in part.examples])


def finder_texts() -> list[str]:
    """What the finder shows; the words that people type are their own."""
    loaded = read_shipped((PORTAL / "finder.yaml").read_text(encoding="utf-8"))
    entries = [*loaded["events"], *loaded["faces"]]
    return [entry[key]["zh"] for entry in entries for key in ("title", "note", "about") if key in entry]


def citizen_texts() -> list[str]:
    """What a citizen reads: texts of templates outside the staff's, of shared code, and of the finder."""
    messages = tool("messages").all_messages()
    staff = ("staff", "desk", "design/", "config/", "cli/")
    made = [m.text for m, places in messages.items() if not all(any(s in p for s in staff) for p in places)]
    return made + finder_texts()


def item_texts() -> list[str]:
    """What the items say to the person: summary, steps, history, and why a material is spared."""
    made = []
    for item in items():
        if item.for_person:
            plain = [*(s.plain for s in item.steps), *(d.plain for d in item.documents if d.plain)]
            reasons = [material.reason for material in item.materials if material.reason]
            made += [text.zh for text in (item.summary, *plain, *reasons)]
    return made


def longest_sentence(text: str) -> int:
    sentences = re.split(r"[。！？；\n]", text)
    return max(len(re.findall(rf"[{HAN}]", sentence)) for sentence in sentences)


def office_words(text: str) -> list[str]:
    """Words of the office that a text leaves unexplained."""
    return [word for word, plain in OFFICE.items() if word in text and not (plain and plain in text)]


def test_chinese_is_set_with_full_width_marks() -> None:
    assert [text for text in {*texts(), *data_texts()} if HALF_WIDTH.search(text)] == []


def test_a_citizen_reads_short_sentences() -> None:
    assert [
        text for text in [*citizen_texts(), *item_texts()] if longest_sentence(text) > LONGEST_SENTENCE
    ] == []


def test_a_citizen_reads_plain_words() -> None:
    found = {text: office_words(text) for text in [*citizen_texts(), *item_texts()]}
    assert {text: words for text, words in found.items() if words} == {}


def test_the_lints_can_fail() -> None:
    assert office_words("正在协查") == ["协查"]
    assert office_words("正在协查，就是去问梧州") == []
    assert HALF_WIDTH.search("材料齐了,不用再跑")
    assert HALF_WIDTH.search("参保地(佛山)")
    assert not HALF_WIDTH.search("今天17:00前，共1,141件（佛山）")
    assert longest_sentence("一二三四五六七八九十一二三四五六七八九十一二三四五六。短") == 26


def test_what_a_citizen_types_as_an_office_word_still_finds_the_page() -> None:
    assert find("转移接续")[0].href == "/event/transfer/"
