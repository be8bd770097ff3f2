"""An explanation in English, read from the Chinese that is stored.

What is stored is what the person was told, and stays the authority: English is made from it when a page
is shown, so that old decisions read as well as new ones. What somebody typed stays as it was typed, and a
clause keeps the Chinese name by which it is found, with its meaning behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from shebaotong.kernel.api import PROVINCES, Explanation, Source, read_shipped
from shebaotong.rules.parameters.lookup import builtin
from shebaotong.rules.retirement.eligibility import RetirementObstacle
from shebaotong.rules.transfer.benefit_place import Branch

Cities = frozenset[tuple[str, str]]
"""(Chinese, English) names of cities, where somebody knows them: the tables of regions have Chinese only."""

_HAN = re.compile("[\u4e00-\u9fff]")
_PLACEHOLDER = re.compile(r"\\\{([a-zA-Z])\\\}")
"""As ``re.escape`` leaves it."""
_NUMERAL = "一二三四五六七八九十百零"
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")}
_CITY = re.compile("[\u4e00-\u9fff]{2,10}(?:市|自治州|地区|盟)")
"""A city that nobody gives an English name keeps its own."""
_ARTICLE = re.compile(f"第([{_NUMERAL}]+)条(?:第([{_NUMERAL}]+)项)?(?:至第([{_NUMERAL}]+)条)?")
_ONE = re.compile(r"(?<![\d.,/-])1 (month|year|working day)s\b")

Made = Callable[[re.Match[str], "_Reader"], str]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one text; what is inside it is read in the same way."""

    cities: Mapping[str, str]

    def text(self, zh: str) -> str:
        return self.known(zh) or zh

    def known(self, zh: str) -> str:
        """In English; empty where a part of it is written nowhere."""
        if not _HAN.search(zh):
            return zh.replace("：", ": ").replace("，", ", ").replace("（", " (").replace("）", ")")
        exact = _exact().get(zh) or self.cities.get(zh) or _PLACES.get(zh)
        return exact or self._by_template(zh) or self._by_parts(zh) or (zh if _CITY.fullmatch(zh) else "")

    def _by_template(self, zh: str) -> str:
        for pattern, made in _templates():
            if (found := pattern.fullmatch(zh)) and (en := made(found, self)):
                return _ONE.sub(r"1 \1", en)
        return ""

    def _by_parts(self, zh: str) -> str:
        """Sentences behind each other, sums and lists: each part by itself."""
        sentences = re.findall("[^。]+。", zh)
        for parts, between in (
            (sentences if "".join(sentences) == zh else [], " "),
            (zh.split(" + "), " + "),
            (zh.split(" × "), " × "),
            (zh.split(" ÷ "), " ÷ "),
            (zh.split("、"), ", "),
        ):
            if len(parts) > 1 and all(read := [self.known(part) for part in parts]):
                return between.join(read if between == " " else _continued(read))
        return ""


def in_english(*explanations: Explanation, cities: Cities = frozenset()) -> tuple[Explanation, ...]:
    """The same trees in English, for readers of it; see the module for what stays as it is."""
    return tuple(_node(each, cities) for each in explanations)


@lru_cache(maxsize=20_000)
def text_in_english(zh: str, cities: Cities = frozenset()) -> str:
    """A name, value, formula or remark of an explanation; Chinese stays where no English is written."""
    return _Reader(dict(cities)).text(zh)


@lru_cache(maxsize=2_000)
def reference_in_english(reference: str) -> str:
    """``国发〔2005〕38号 art. 6 (employees' basic pension)``: the Chinese name finds it."""
    return "; ".join(map(_clause, reference.split("；")))


def _node(node: Explanation, cities: Cities) -> Explanation:
    return replace(
        node,
        name=text_in_english(node.name, cities),
        value=text_in_english(node.value, cities),
        formula=text_in_english(node.formula, cities),
        note=text_in_english(node.note, cities),
        sources=tuple(_source(source) for source in node.sources),
        inputs=in_english(*node.inputs, cities=cities),
    )


def _source(source: Source) -> Source:
    return replace(source, reference=reference_in_english(source.reference))


def _clause(reference: str) -> str:
    """One instrument with its article."""
    for pattern, about in _instruments():
        if found := pattern.match(reference):
            article, meaning = reference[found.end() :].strip(), about.format(**found.groupdict())
            return f"{found[0]} {_article(article)} ({meaning})" if article else f"{found[0]} ({meaning})"
    return reference


def _article(zh: str) -> str:
    """``第三条``: art. 3; several, ranges, and what has no number in words; Chinese where none is written."""
    if whole := _articles().get(zh) or _filled(zh, _article_templates()):
        return whole
    parts = [_numbered(part) or _articles().get(part, "") for part in re.split("[、，]", zh)]
    return ", ".join(parts) if all(parts) else zh


def _numbered(zh: str) -> str:
    found = _ARTICLE.fullmatch(zh)
    if found is None:
        return ""
    item, until = (
        (f"({_number(found[2])})" if found[2] else ""),
        (f"–{_number(found[3])}" if found[3] else ""),
    )
    return f"art. {_number(found[1])}{item}{until}"


def _number(numeral: str) -> int:
    """``十七``: 17; articles stay under a hundred."""
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + (_DIGITS[ones] if ones else 0)


def _filled(zh: str, templates: Iterable[tuple[re.Pattern[str], str]]) -> str:
    for pattern, en in templates:
        if found := pattern.fullmatch(zh):
            return en.format(**found.groupdict())
    return ""


def _continued(parts: list[str]) -> list[str]:
    """Terms of a sum or a list: only the first begins with a capital."""
    return [parts[0], *(part if part in _PLACE_NAMES else part[0].lower() + part[1:] for part in parts[1:])]


_PLACES = {name.zh: name.en for name in PROVINCES.values()}
_PLACE_NAMES = frozenset(_PLACES.values())


def _month(found: re.Match[str], _reader: _Reader) -> str:
    return "-".join(part.zfill(2) for part in found.groups() if part)


def _phrase(en: str) -> Made:
    """Fills ``en`` with what the placeholders found; nothing where a text inside has no English."""

    def made(found: re.Match[str], reader: _Reader) -> str:
        read = {
            name: reader.known(part) if name.isupper() else part for name, part in found.groupdict().items()
        }
        return en.format(**read) if all(read.values()) else ""

    return made


_UNITS: tuple[tuple[str, str], ...] = (
    ("{n} 元", "{n} yuan"),
    ("{n} 元/月", "{n} yuan a month"),
    ("{n} 元/年", "{n} yuan a year"),
    ("{n} 个月", "{n} months"),
    ("计 {n} 个月", "{n} months"),
    ("{n} 个月 × {m} 元", "{n} months × {m} yuan"),
    ("{n} 个工作日", "{n} working days"),
    ("{n} 倍", "{n} times"),
    ("{n} 项", "{n} rows"),
    ("{n}年", "{n} years"),
    ("{n} 年", "{n} years"),
    ("{n}年{m}个月", "{n} years {m} months"),
    ("{n}周岁", "{n} years"),
    ("{n} 周岁", "{n} years"),
    ("{n}周岁{m}个月", "{n} years {m} months"),
    ("指数 {n}，{m} 个月", "index {n}, {m} months"),
    ("{n} 户", "{n}"),
)
_SHAPES: tuple[tuple[str, str], ...] = (
    ("{A}（{B}）至{C}（{D}）", "{A} ({B}) to {C} ({D})"),
    ("{A}（{B}）", "{A} ({B})"),
    ("至{A}，{B}", "until {A}, {B}"),
    ("{A}至{B}", "{A} to {B}"),
    ("自{A}起", "from {A}"),
    ("{A}起", "from {A}"),
    ("{A}：{B}，自{C}起", "{A}: {B}, from {C}"),
    ("{A}：{B}", "{A}: {B}"),
    ("计发基数（{n}年尚未公布，暂用{m}年）", "Calculation base ({n} not published, provisionally {m})"),
    ("计发基数（假设不变，沿用{n}年）", "Calculation base (assumed as in {n})"),
    ("{n}年月平均工资", "Monthly average wage of {n}"),
    ("{n}年末个人账户储存额", "Account at the end of {n}"),
    ("{A}累计缴费年限", "Months in {A}"),
    ("{A}个人账户储存额", "Individual account in {A}"),
)


@cache
def _templates() -> tuple[tuple[re.Pattern[str], Made], ...]:
    """Dates first, then what is written in the files, then units and the shapes that join texts."""
    dates: list[tuple[re.Pattern[str], Made]] = [
        (re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?"), _month),
    ]
    spell = re.compile(r"(?P<A>.+?)(?P<B>\d{4}年\d{1,2}月至\d{4}年\d{1,2}月)")
    dates.append((spell, _phrase("{A}, {B}")))
    dates.append((re.compile(r"((?:19|20|21)\d\d) ?年"), lambda found, _: found[1]))
    grades = re.compile(f"([{_NUMERAL}])级伤残待遇")
    dates.append((grades, lambda found, _: f"Benefits for disability of grade {_number(found[1])}"))
    written = [
        pair for file in ("names", "formulas", "notes") for pair in _file(file).items() if "{" in pair[0]
    ]
    return (*dates, *((_pattern(zh), _phrase(en)) for zh, en in (*written, *_UNITS, *_SHAPES)))


def _pattern(template: str) -> re.Pattern[str]:
    """``{n}`` is a number with its percent sign, ``{A}`` any text."""

    def group(found: re.Match[str]) -> str:
        name = found[1]
        return f"(?P<{name}>.+?)" if name.isupper() else f"(?P<{name}>-?[0-9][0-9.,]*%?)"

    return re.compile(_PLACEHOLDER.sub(group, re.escape(template)))


@cache
def _exact() -> Mapping[str, str]:
    """What stands in the files without placeholders, the parameters' titles, and reasons of the rules."""
    titles = {parameter.title.zh: parameter.title.en for parameter in builtin()}
    reasons = {each.text.zh: each.text.en for each in (*Branch, *RetirementObstacle)}
    files = {zh: en for file in ("values", "formulas", "notes", "names") for zh, en in _file(file).items()}
    return {**titles, **reasons, **files}


@cache
def _instruments() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Longest first: no number is the beginning of another."""
    found = sorted(_references("instruments").items(), key=lambda pair: -len(pair[0]))
    return tuple((_pattern(zh), en) for zh, en in found)


@cache
def _articles() -> Mapping[str, str]:
    return _references("articles")


@cache
def _article_templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(zh), en) for zh, en in _articles().items() if "{" in zh)


def _references(section: str) -> dict[str, str]:
    return dict(_read("references")[section])


def _file(name: str) -> dict[str, str]:
    return {str(zh): str(en) for zh, en in _read(name).items()}


@cache
def _read(name: str) -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = read_shipped(text)
    return found
