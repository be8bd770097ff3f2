"""Words and names that have no place here."""

import re
from pathlib import Path

from support.tree import ROOT, plant

UNFINISHED = re.compile(
    r"\b(?:TODO|FIXME|HACK)\b"
    r"|(?i:\bfor now\b|\blorem ipsum\b|\bcoming soon\b|\bplaceholder (?:text|value|data)\b)"
)
# "Service" means a service item (事项) only; a module is named after what it knows, not that it is useful.
BAD_NAMES = {"services.py", "utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
READ = {".py", ".md", ".html", ".yaml", ".toml", ".css", ".js", ".sh", ".sql"}
SKIPPED = {"vendor", "__pycache__", "node_modules"}
SELF = "test_words.py"
PARTS = ("src", "tests", "docs", "tools")


def files(root: Path) -> list[Path]:
    found = [path for part in PARTS for path in (root / part).rglob("*") if path.is_file()]
    return sorted(
        path for path in found if not SKIPPED & set(path.relative_to(root).parts) and path.name != SELF
    )


def unfinished(root: Path) -> list[str]:
    problems = []
    for path in files(root):
        if path.suffix in READ:
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if found := UNFINISHED.search(line):
                    problems.append(f"{path.relative_to(root)}:{number} says {found.group()}")
    return problems


def badly_named(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in files(root) if path.name in BAD_NAMES]


def test_nothing_is_left_for_later() -> None:
    assert unfinished(ROOT) == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert badly_named(ROOT) == []


def test_it_sees_them(tmp_path: Path) -> None:
    later = "TODO"
    plant(
        tmp_path,
        {
            "src/a.py": f"x = 1\n# {later}: y\n",
            "src/b.html": "<input placeholder='姓名'>",
            "src/vendor/c.js": later,
            "docs/d.md": "Enough for Now.",
            "src/cases/utils.py": "",
            "tests/services/test_a.py": "status = 'todo'",
        },
    )
    assert unfinished(tmp_path) == ["docs/d.md:1 says for Now", f"src/a.py:2 says {later}"]
    assert badly_named(tmp_path) == ["src/cases/utils.py"]
