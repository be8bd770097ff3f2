"""A folder is used through its api.py only, and code is imported by name only where that is its job."""

import ast
from collections.abc import Iterator
from pathlib import Path

from support.tree import PACKAGE, ROOT, Module, modules, plant

# The catalogue walks services/; no other module imports what it does not name.
CATALOGUE = f"{PACKAGE}/cases/catalogue.py"
BY_NAME = {"import_module", "__import__", "import_string"}
EVALUATION = {"eval", "exec"}


def imported(module: Module) -> Iterator[str]:
    """The dotted names that a module imports from the package, relative ones resolved."""
    parts = module.name.removeprefix("src/").removesuffix(".py").split("/")
    package = parts[:-1]
    for node in module.outline.imports:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def reaching_past_faces(root: Path) -> list[str]:
    problems = []
    for module in modules(root, PACKAGE):
        for name in imported(module):
            top, _, below = name.partition(".")
            folder, _, rest = below.partition(".")
            if top != "shebaotong" or not folder or folder == module.folder:
                continue
            if "api" not in rest.split("."):
                problems.append(f"{module.name} imports {name}, not shebaotong.{folder}.api")
    return problems


def imports_by_name(root: Path) -> list[str]:
    problems = []
    for module in modules(root, PACKAGE):
        if not any(name in module.text for name in BY_NAME | EVALUATION):
            continue
        for node in ast.walk(module.tree):
            used = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
            if used in BY_NAME and module.name != CATALOGUE:
                problems.append(f"{module.name}:{getattr(node, 'lineno', 0)} uses {used}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EVALUATION:
                problems.append(f"{module.name}:{node.lineno} calls {node.func.id}")
    return problems


def faceless(root: Path) -> list[str]:
    """Faces that do not say, in __all__ and in order, what they offer."""
    problems = []
    for face in sorted((root / PACKAGE).glob("*/api.py")):
        assigned = [node for node in ast.parse(face.read_text()).body if isinstance(node, ast.Assign)]
        found = [node.value for node in assigned if ast.unparse(node.targets[0]) == "__all__"]
        offered = ast.literal_eval(found[0]) if found else []
        if not offered or len(set(offered)) != len(offered):
            problems.append(f"{face.relative_to(root)} has no proper __all__")
    return problems


def test_folders_are_used_through_their_faces() -> None:
    assert reaching_past_faces(ROOT) == []


def test_only_the_catalogue_imports_by_name() -> None:
    assert imports_by_name(ROOT) == []


def test_every_face_says_what_it_offers() -> None:
    assert faceless(ROOT) == []


def test_it_sees_every_way_past_a_face(tmp_path: Path) -> None:
    ways = (
        "import shebaotong.store.roles",
        "from shebaotong.store.roles import APP",
        "from shebaotong.store import roles",
        "from ..store import roles",
        "from shebaotong import store",
    )
    allowed = (
        "from shebaotong.store.api import Home",
        "from shebaotong.store import api",
        "import shebaotong.store.api",
        "from shebaotong.cases.fold import x",
        "from .fold import x",
    )
    plant(tmp_path, {f"{PACKAGE}/cases/engine.py": "\n".join((*ways, *allowed))})
    assert [problem.split(" imports ")[1].split(",")[0] for problem in reaching_past_faces(tmp_path)] == [
        "shebaotong.store.roles",
        "shebaotong.store.roles.APP",
        "shebaotong.store.roles",
        "shebaotong.store.roles",
        "shebaotong.store",
    ]


def test_it_sees_imports_by_name_everywhere_but_in_the_catalogue(tmp_path: Path) -> None:
    text = "import importlib\nimportlib.import_module('x')\n"
    plant(tmp_path, {CATALOGUE: text, f"{PACKAGE}/jobs/a.py": text, f"{PACKAGE}/jobs/b.py": "eval('1')\n"})
    assert imports_by_name(tmp_path) == [
        f"{PACKAGE}/jobs/a.py:2 uses import_module",
        f"{PACKAGE}/jobs/b.py:1 calls eval",
    ]


def test_it_sees_a_face_that_does_not_say_what_it_offers(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            f"{PACKAGE}/good/api.py": "__all__ = ['a']\n",
            f"{PACKAGE}/mute/api.py": "a = 1\n",
            f"{PACKAGE}/twice/api.py": "__all__ = ['a', 'a']\n",
        },
    )
    assert faceless(tmp_path) == [
        f"{PACKAGE}/mute/api.py has no proper __all__",
        f"{PACKAGE}/twice/api.py has no proper __all__",
    ]
