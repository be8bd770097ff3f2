"""English for the names of values in explanations; the trees themselves are Chinese, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

import yaml

from shebaotong.kernel.api import Text
from shebaotong.rules.parameters.lookup import builtin

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(\d{4})年"), lambda found: found[1]),
    (re.compile(r"(\d{4})年月平均工资"), lambda found: f"Monthly average wage of {found[1]}"),
    (re.compile(r"(\d{4})年末个人账户储存额"), lambda found: f"Account at the end of {found[1]}"),
    (re.compile(r"(.+)累计缴费年限"), lambda found: f"Months in {found[1]}"),
    (re.compile(r"(.+)个人账户储存额"), lambda found: f"Individual account in {found[1]}"),
    (
        re.compile(r"计发基数（(\d{4})年尚未公布，暂用(\d{4})年）"),
        lambda found: f"Calculation base ({found[1]} not published, provisionally {found[2]})",
    ),
    (
        re.compile(r"计发基数（假设不变，沿用(\d{4})年）"),
        lambda found: f"Calculation base (assumed as in {found[1]})",
    ),
)


def name_of(zh: str) -> Text:
    """The name of an explanation's value in both languages; Chinese stands in where none is written."""
    return Text(zh, _english().get(zh) or _by_pattern(zh) or zh)


def _by_pattern(zh: str) -> str:
    for pattern, made in _PATTERNS:
        if found := pattern.fullmatch(zh):
            return made(found)
    return ""


@cache
def _english() -> Mapping[str, str]:
    """What is written here, and the parameters by their titles."""
    text = resources.files(__package__).joinpath("names.yaml").read_text(encoding="utf-8")
    titles = {parameter.title.zh: parameter.title.en for parameter in builtin()}
    return {**titles, **yaml.safe_load(text)}
