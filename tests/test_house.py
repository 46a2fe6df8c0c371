"""What stands in one place only, and the files that a public project has."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from paths import ROOT

import imrnlp


def test_the_citation_names_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", citation, re.M)[1] == imrnlp.__version__


def test_the_changelog_has_this_version():
    assert f"## {imrnlp.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


OUTSIDE = re.compile(r"CC BY|courtesy of|public domain|Derived from|Centers for Disease Control", re.I)


@pytest.mark.parametrize(
    "lexicon",
    [p for p in sorted((ROOT / "imrnlp" / "lexicons").iterdir()) if p.suffix in (".tsv", ".json", ".txt")],
    ids=lambda p: p.name,
)
def test_the_notice_names_what_comes_from_others(lexicon):
    """It left out the Medical Subject Headings, and a word list under CC BY-SA."""
    lines = lexicon.read_text(encoding="utf-8").splitlines()
    head = lines[:12] if lexicon.suffix == ".json" else [line for line in lines if line.startswith("#")]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    if OUTSIDE.search("\n".join(head)):
        assert re.search(rf"[ /]{re.escape(lexicon.name)}\b", notice)


def test_the_packages_licences_are_those_of_its_tables():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0 AND CC-BY-SA-4.0"
    assert project["license-files"] == ["LICENSE", "NOTICE"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert set(re.findall(r"CC BY[-A-Z ]* \d\.\d", notice)) == {"CC BY-SA 4.0"}


SKIPPING = {
    "a program": ("needs a Java runtime", True),
    "a library": ("could not import 'pyspark': No module named 'pyspark'", True),
    "data": ("the real letters are not beside this checkout", False),
}


@pytest.fixture(scope="module", params=["1", ""], ids=["required", "not required"])
def skipped(request, tmp_path_factory) -> tuple[bool, dict[str, str]]:
    """Whether all is required, and what was said of each test (of a module, of a function) that skips."""
    place = tmp_path_factory.mktemp("skipping")
    (place / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    for i, (reason, _) in enumerate(SKIPPING.values()):
        (place / f"test_function_{i}.py").write_text(
            f"import pytest\n\ndef test_it():\n    pytest.skip({reason!r})\n"
        )
        (place / f"test_module_{i}.py").write_text(
            f"import pytest\npytest.skip({reason!r}, allow_module_level=True)\n"
        )
    report = place / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--continue-on-collection-errors",
         "--rootdir", str(place), "--junit-xml", str(report), str(place)],
        env={**os.environ, "IMRNLP_REQUIRE_ALL": request.param, "PYTEST_ADDOPTS": ""},
        check=False,
        timeout=120,
    )  # fmt: skip
    said = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        module = re.search(r"test_(?:function|module)_\d", f"{case.get('classname')} {case.get('name')}")[0]
        said[module] = " ".join(f"{what.tag}: {what.get('message')} {what.text}" for what in case)
    return bool(request.param), said


@pytest.mark.parametrize("why", SKIPPING)
def test_what_is_missing_fails_where_everything_is_required(skipped, why):
    required, said = skipped
    _, wanting = SKIPPING[why]
    assert len(said) == 2 * len(SKIPPING)
    for what in ("function", "module"):
        told = said[f"test_{what}_{list(SKIPPING).index(why)}"]
        failed = not told.startswith("skipped") and "IMRNLP_REQUIRE_ALL is set" in told
        assert failed == (required and wanting), told


#: Lines of a function with its signature and its docstring.
MOST_LINES = 60
#: Ways through a function: what chooses (if, case, except, a condition in an expression), what repeats, and/or.
MOST_BRANCHES = 20
CHOOSE = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
#: Functions that are longer, and why they are.
LONG = {
    "cli/ask.py:command": "a command's signature is its page of help, with an option's words beside its type",
    "cli/evaluate.py:command": "the same",
}


def branches(function: ast.AST) -> int:
    """The ways through a function, those of the functions within it too."""
    found = 0
    for node in ast.walk(function):
        if isinstance(node, ast.comprehension):
            found += 1 + len(node.ifs)
        elif isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        elif isinstance(node, CHOOSE):
            found += 1
    return found


@pytest.mark.parametrize("what", ["lines", "branches"])
def test_functions_are_taken_in_at_a_glance(what):
    package = Path(imrnlp.__file__).parent
    too_many = {}
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(package).as_posix()}:{node.name}"
                size = (node.end_lineno or 0) - node.lineno + 1 if what == "lines" else branches(node)
                if size > (MOST_LINES if what == "lines" else MOST_BRANCHES):
                    too_many[name] = size
    excused = set(LONG) if what == "lines" else set()
    assert set(too_many) == excused, {name: n for name, n in too_many.items() if name not in excused}


#: The folders that a letter passes through on its way to the record.
THE_WAY = ("read", "sections", "tag", "assemble", "record.py", "reading.py")


def test_two_things_have_two_names():
    places: dict[str, list[str]] = {}
    package = Path(imrnlp.__file__).parent
    for path in sorted(package.rglob("*.py")):
        file = path.relative_to(package)
        if file.parts[0] in THE_WAY:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(file))
    assert places["Document"] == ["read/document.py"]
    assert places["Passage"] == ["tag/passages.py"]
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_walk_throughs_add_something_that_is_not_there():
    """One of them added a name that the table had already, so that nothing failed and nothing was proved."""
    from imrnlp.assertion.context import assert_targets
    from imrnlp.tag.refills import find_refills

    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    refill, citation, cue = re.findall(r"^1\. A row in the table of .*: `\((.+)\),`$", page, re.M)
    words, count = ast.literal_eval(refill)
    assert [r.value for r in find_refills(words)] != [count]
    text = re.match(r'"([^"]+)"', citation)[1]
    assert "Chronic Pain" not in str([r.title for r in imrnlp.parse_guidelines(text)])
    text, target, assertion = ast.literal_eval(cue)
    start = text.index(target)
    assert assert_targets(text, [(start, start + len(target))]) != [assertion]


def test_the_map_says_where_words_stand():
    """``CONTRIBUTING`` names each table of words, the lexicons' own page each file."""
    lexicons = ROOT / "imrnlp" / "lexicons"
    files = {p.name for p in lexicons.iterdir() if p.suffix in (".tsv", ".json", ".txt", ".gz")}
    map_of_code = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    page = (lexicons / "README.md").read_text(encoding="utf-8")
    assert {name for name in files if name.endswith("_words.tsv") and f"`{name}`" not in map_of_code} == set()
    assert {name for name in files if f"`{name}`" not in page} == set()
    named = set(re.findall(r"`(\w+\.(?:tsv|json|txt)(?:\.gz)?)`", map_of_code + page))
    assert named - files == set(), "files that are named and not there"
