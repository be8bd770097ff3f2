"""Contrast of every pair of colours that the sheets put together, in each face, measured from the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "src/shebaotong/portal/static/portal/css"
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{3,6})\b")
ELDER, HIGH = '[data-mode="elder"]', '[data-contrast="high"]'
# Text on its ground. Every tinted status text, brand and grey that a sheet uses.
TEXT = [
    ("ink", "paper"),
    ("ink", "canvas"),
    ("ink", "warm"),
    ("ink-2", "paper"),
    ("ink-2", "warm"),
    ("mute", "paper"),
    ("mute", "canvas"),
    ("mute", "warm"),
    ("brand", "paper"),
    ("brand", "brand-50"),
    ("brand-700", "brand-50"),
    ("ok", "ok-bg"),
    ("ok", "paper"),
    ("warn", "warn-bg"),
    ("bad", "bad-bg"),
    ("bad", "paper"),
    ("coop", "coop-bg"),
    ("idle", "idle-bg"),
]
WHITE_ON = ["brand", "brand-700", "brand-900", "ok-fill", "bad-fill", "accent"]


def tokens(file: str, scope: str) -> dict[str, str]:
    """Colours that a rule for ``scope`` sets."""
    source = (CSS / file).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for selector, body in re.findall(r"([^{}]*)\{([^{}]*)\}", source):
        if scope in selector and selector.strip().endswith(scope):
            found |= dict(TOKEN.findall(body))
    return found


def face(*scopes: str) -> dict[str, str]:
    colours = tokens("tokens.css", ":root")
    for scope in scopes:
        changed = tokens("faces.css", scope)
        assert changed, scope
        colours |= changed
    return colours


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_the_standard_one() -> None:
    assert contrast("#FFF", "#000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("scopes", "least"), [((), 4.5), ((ELDER,), 7.0), ((HIGH,), 7.0), ((ELDER, HIGH), 7.0)]
)
def test_text_stands_out_from_its_ground(scopes: tuple[str, ...], least: float) -> None:
    colours = face(*scopes)
    low = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXT
        if contrast(colours[text], colours[ground]) < least
    }
    assert low == {}


@pytest.mark.parametrize("scopes", [(), (ELDER,), (HIGH,)])
def test_white_stands_out_from_each_fill(scopes: tuple[str, ...]) -> None:
    colours = face(*scopes)
    assert {n: contrast("#FFF", colours[n]) for n in WHITE_ON if contrast("#FFF", colours[n]) < 4.5} == {}


@pytest.mark.parametrize("scopes", [(), (ELDER,), (HIGH,)])
def test_borders_of_fields_and_lamps_are_seen(scopes: tuple[str, ...]) -> None:
    colours = face(*scopes)
    for name in ("field", "ok-fill", "bad-fill"):
        assert contrast(colours[name], colours["paper"]) >= 3, name
    assert contrast(colours["warn-fill"], "#14213A") >= 4.5
    assert contrast(colours["focus"], colours["ink"]) >= 4.5


def test_every_colour_of_the_sheets_is_a_token_or_known() -> None:
    """A colour written out in a rule escapes the faces; these few are the same in each."""
    allowed = {"#FFF", "#14213A", "#000", "#777", "#222", "#999", "#FFE08A", "#DCE6F2", "#E9C184", "#FADFB4"}
    written: set[str] = set()
    for file in CSS.glob("*.css"):
        source = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        outside = re.sub(r"--[\w-]+:\s*#[0-9A-Fa-f]{3,6}\b", "", source)
        written |= {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{3,8}\b", outside)}
    assert written <= {colour.upper() for colour in allowed}
