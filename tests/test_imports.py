"""Imports go down the house only: a module imports from its own floor or a lower one, and no two import each other.

Imports within functions count like the others; those for type checkers alone do not.
"""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import imrnlp

PACKAGE = Path(imrnlp.__file__).parent

#: The floors, lowest first. CONTRIBUTING's map shows them the other way round.
FLOORS = (
    ("text.strings", "text.matcher", "text.alternatives", "text.searched", "version", "showing"),
    ("lexicons",),
    ("text",),
    ("record",),
    ("read",),
    ("sections",),
    ("tag.mentions",),
    ("assertion",),
    ("tag",),
    ("link",),
    ("lexicons.schema", "lexicons.fields", "lexicons.choice"),
    ("sections.wording",),  # what an item asks for is cut out by the mentions in it
    ("reading",),
    ("assemble",),
    ("components", "tokenizer"),
    ("ner",),
    ("pipeline",),
    ("extraction",),
    ("evaluation",),
    ("export",),
    ("run",),
    ("study",),
    ("spark",),
    ("__init__",),
    ("cli", "__main__"),
)


def _modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        found[".".join(parts)] = path
    return found


def imports(source: str, modules: set[str]) -> set[str]:
    """The modules of the package that ``source`` imports, at its head or within a function."""
    tree = ast.parse(source)
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name == "imrnlp" or name.startswith("imrnlp."):
                inner = name.removeprefix("imrnlp").removeprefix(".")
                while inner and inner not in modules:
                    inner = inner.rpartition(".")[0]
                found.add(inner or "__init__")
    return found


def floor(module: str) -> int:
    """The floor of a module: that of its longest named beginning."""
    named = [(name, i) for i, names in enumerate(FLOORS) for name in names]
    fitting = [(len(name), i) for name, i in named if module == name or module.startswith(name + ".")]
    assert fitting, f"{module} stands on no floor: add it to FLOORS"
    return max(fitting)[1]


MODULES = _modules()


@cache
def graph() -> dict[str, set[str]]:
    """Each module with those that it imports; read by the worker that asks (pytest -n)."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    return {name: imports(text, {*MODULES}) - {name} for name, text in texts.items()}


def test_the_scan_sees_lazy_imports_and_not_those_for_types():
    source = (
        "from imrnlp.record import Letter\n"
        "if TYPE_CHECKING:\n    from imrnlp.reading import Reading\n"
        "def f():\n    from imrnlp import lexicons\n"
    )
    assert imports(source, {"record", "reading", "lexicons"}) == {"record", "lexicons"}


def test_no_import_goes_up():
    upward = [f"{a} imports {b}" for a, targets in graph().items() for b in targets if floor(b) > floor(a)]
    assert sorted(upward) == []


def test_no_modules_import_each_other():
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None
