"""Three languages: English for every text, traditional Chinese made whole, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from shebaotong.kernel.api import Text, to_simplified, to_traditional
from shebaotong.portal.catalogues import ENGLISH_SOURCE, compile_catalogues, traditional
from shebaotong.portal.finder import life_events
from shebaotong.portal.languages import say
from support.tools import tool

messages_tool = tool("messages")


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return polib.pofile(str(ENGLISH_SOURCE))


def test_every_text_has_english_and_no_english_is_left_over(english: polib.POFile) -> None:
    messages = messages_tool.all_messages()
    assert len(messages) > 50
    assert messages_tool.untranslated(english, messages) == []
    assert messages_tool.orphans(english, messages) == []


def test_english_holds_no_chinese_and_keeps_every_placeholder(english: polib.POFile) -> None:
    for entry in english:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in text), entry.msgid
        for placeholder in re.findall(r"%\(\w+\)[sd]", entry.msgid):
            forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
            assert all(placeholder in form for form in forms), entry.msgid


def test_traditional_is_whole_and_holds_no_simplified_form(english: polib.POFile) -> None:
    made = traditional(english)
    assert len(made) == len(english)
    for entry in made:
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert text
            assert to_traditional(text) == text, f"{entry.msgid} still holds a simplified form: {text}"


@pytest.mark.parametrize(
    ("simplified", "wanted"),
    [
        ("窗口里办理", "窗口裏辦理"),
        ("离这里三公里", "離這裏三公里"),
        ("户籍地", "戶籍地"),
        ("养老保险关系转移接续", "養老保險關係轉移接續"),
        ("复核", "覆核"),
        ("社会保险登记", "社會保險登記"),
        ("领取待遇资格认证", "領取待遇資格認證"),
        ("视频办", "視頻辦"),
        ("打印税单", "打印稅單"),
        ("5分钟", "5分鐘"),
    ],
)
@pytest.mark.row("W2", "the words are those of Hong Kong and Macau")
def test_words_of_social_insurance_are_those_of_hong_kong_and_macau(simplified: str, wanted: str) -> None:
    assert to_traditional(simplified) == wanted


def test_searching_folds_traditional_to_simplified() -> None:
    assert to_simplified("長輩版") == "长辈版"


def test_compiled_catalogues_speak_and_are_written_once(tmp_path: Path, english: polib.POFile) -> None:
    source = tmp_path / "en/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(ENGLISH_SOURCE.read_bytes())
    first = compile_catalogues(locale=tmp_path)
    times = [path.stat().st_mtime_ns for path in first]
    assert [path.stat().st_mtime_ns for path in compile_catalogues(locale=tmp_path)] == times
    assert len(polib.mofile(str(first[0]))) == len([entry for entry in english if entry.translated()])
    english_file = polib.pofile(str(source))
    english_file[0].msgstr = "changed"
    english_file.save()
    compile_catalogues(locale=tmp_path)
    assert polib.mofile(str(first[0])).find(english_file[0].msgid).msgstr == "changed"


def test_a_kernel_text_is_said_in_the_language_of_the_page() -> None:
    text = Text(zh="退休待遇申领", en="Retirement claim")
    wanted_in = {"zh-hans": "退休待遇申领", "zh-hant": "退休待遇申領", "en": "Retirement claim"}
    for language, wanted in wanted_in.items():
        with translation.override(language):
            assert say(text) == wanted


def test_django_answers_from_the_compiled_catalogues() -> None:
    with translation.override("en"):
        assert gettext("首页") == "Home"
    with translation.override("zh-hant"):
        assert gettext("长辈版") == "長輩版"
        assert ngettext("没有的", "没有的", 2) == "没有的"


def test_the_tool_reads_every_way_of_writing_a_text() -> None:
    template = (
        "{% translate '甲' %}{% translate \"乙\" as x %}{% ui 'tag' text=_('丙') %}{{ _('丁') }}"
        "{% blocktranslate trimmed count n=k %}\n {{ n }}件，100%\n"
        "{% plural %}{{ n }}些{% endblocktranslate %}"
    )
    found = set(messages_tool.in_template(template))
    assert found == {
        messages_tool.Message("甲"),
        messages_tool.Message("乙"),
        messages_tool.Message("丙"),
        messages_tool.Message("丁"),
        messages_tool.Message("%(n)s件，100%%", "%(n)s些"),
    }
    python = "a = _('甲')\nb = ngettext('乙', '丙', n)\nc = _(variable)\nd = print('丁')"
    assert set(messages_tool.in_python(python)) == {
        messages_tool.Message("甲"),
        messages_tool.Message("乙", "丙"),
    }


def test_life_events_have_both_languages() -> None:
    assert len(life_events()) == 8
    for event in life_events():
        for text in (event.title, event.note, event.about):
            assert text.zh and text.en
            assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en)
