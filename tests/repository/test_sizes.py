"""Modules stay small enough to be read in one sitting."""

from pathlib import Path

from support.tree import ROOT, modules, plant

LONGEST_MODULE = 500
USUAL_MODULE = 300
LONGEST_FUNCTION = 70
CODE = ("src", "tests", "tools")


def oversized(root: Path) -> list[str]:
    """What is too long: modules over 500 lines, functions of 70 or more, more than one in ten over 300."""
    sizes, problems = [], []
    for module in modules(root, *CODE):
        sizes.append(module.lines)
        if module.lines > LONGEST_MODULE:
            problems.append(f"{module.name} has {module.lines} lines")
        for function in module.outline.functions:
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length >= LONGEST_FUNCTION:
                problems.append(f"{module.name}: {function.name} has {length} lines")
    long = sum(size >= USUAL_MODULE for size in sizes)
    if long * 10 > len(sizes):
        problems.append(f"{long} of {len(sizes)} modules have {USUAL_MODULE} lines or more")
    return problems


def test_modules_and_functions_are_small() -> None:
    assert oversized(ROOT) == []


def test_it_sees_a_long_module_a_long_function_and_too_many_of_some_size(tmp_path: Path) -> None:
    body = "    x = 1\n" * 69
    few = {f"src/small_{i}.py": "x = 1\n" for i in range(8)}
    plant(tmp_path, {**few, "src/long.py": "x = 1\n" * 501, "src/function.py": f"def f():\n{body}"})
    assert oversized(tmp_path) == [
        "src/function.py: f has 70 lines",
        "src/long.py has 501 lines",
    ]
    plant(tmp_path, {"src/second.py": "x = 1\n" * 300})
    assert "2 of 11 modules have 300 lines or more" in oversized(tmp_path)
