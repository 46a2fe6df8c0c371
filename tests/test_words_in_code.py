"""Words that are knowledge stand in ``imrnlp/lexicons``, not in code: a scan finds those that somebody writes there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import imrnlp

PACKAGE = Path(imrnlp.__file__).parent
#: So many words side by side are a class of words, and belong into a table.
MANY = 6
#: Where code reads the letter's language.  Elsewhere lists hold the names of fields, columns and colours.
LANGUAGE = ("assemble", "assertion", "link", "ner", "sections", "tag", "text")

#: Where words stay in code, and why: "file name", where the name is what they are assigned to or the function around them.
EXCEPTIONS = {
    "assemble/medications.py _DIRECTIONS": "names of fields of the record",
    "assemble/utilization/review.py _PLACES": "words of place with the slice that each means",
    "export/tables.py _HEAD": "the head of a page in Markdown",
    "link/mme.py": "reasons that the record may give, a type",
    "ner/__init__.py LABELS": "labels of other people's models",
    "tag/conditions.py _ASKED": "kinds of findings in findings_grammar.txt",
    "tag/guidelines/prose.py _KINDS": "kinds of names in guidelines.tsv",
    "tag/sessions.py _PIECES": "names of pieces of patterns",
    "text/grammar.py": "words of the notation of findings_grammar.txt",
}

_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[:>]|[a-z-]+:))?")
#: Letters with the blanks and endings that patterns write: "agrees?", "relied\s+(?:up)?on", "recommend\w*".
_WORD = re.compile(r"(?:[\w'’/-]|\\[swb.]|\[[^\]]*\]|[?*+]|\s|\x00)+")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
#: A branch of more words is a phrase, with an example of its own.
_PHRASE = 4


class Words(NamedTuple):
    """Words side by side in code: their line, the name they are assigned to, and the words."""

    line: int
    name: str
    words: tuple[str, ...]


def branches(pattern: str) -> Iterator[list[str]]:
    """The branches of each choice in a regular expression; a group right behind a letter is an ending, ``\\x00`` in them."""
    stack: list[tuple[list[str], bool]] = [([""], False)]
    at = 0
    while at < len(pattern):
        now = stack[-1][0]
        if pattern[at] == "\\":
            now[-1] += pattern[at : at + 2]
            at += 2
        elif pattern[at] == "[":
            end = pattern.find("]", at + 2) + 1 or len(pattern)
            now[-1] += pattern[at:end]
            at = end
        elif pattern[at] == "(":
            stack.append(([""], pattern[at - 1 : at].isalpha()))
            at = _OPENING.match(pattern, at).end()
        elif pattern[at] == ")" and len(stack) > 1:
            inner, is_ending = stack.pop()
            yield inner
            stack[-1][0][-1] += "\x00" if is_ending else "()"
            at += 1
        else:
            if pattern[at] == "|":
                now.append("")
            else:
                now[-1] += pattern[at]
            at += 1
    for inner, _ in stack:
        yield inner


def _word(branch: str) -> str | None:
    """The word that a branch is, if it is one."""
    branch = " ".join(branch.split())
    is_word = _WORD.fullmatch(branch) and _LETTERS.search(branch.replace("\\s", " ").replace("\\b", " "))
    return branch if is_word and len(re.split(r"(?:\\s|\s)[*+]*\s*", branch.strip())) <= _PHRASE else None


def _strings(nodes: list[ast.expr | None]) -> list[str]:
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def _choices(node: ast.AST, collections: bool) -> Iterator[list[str]]:
    """What stands side by side at a node of the code."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        yield from branches(_COMMENT.sub("", text))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value:
        yield from branches(_COMMENT.sub("", node.value))
    if not collections:
        return
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        yield _strings(node.elts)
    elif isinstance(node, ast.Dict):
        yield _strings(node.keys)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        for text in _strings([node.func.value]):
            yield text.split()


def words_in(source: str, collections: bool = True) -> list[Words]:
    """The choices and, where asked for, the collections of many words in a module's source, docstrings left out."""
    found: list[Words] = []

    def visit(node: ast.AST, name: str) -> None:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not name:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = target.id if isinstance(target, ast.Name) else ""
        for choice in _choices(node, collections):
            words = tuple(dict.fromkeys(word for branch in choice if (word := _word(branch))))
            if len(words) >= MANY:
                found.append(Words(getattr(node, "lineno", 0), name, words))
        if not isinstance(node, ast.JoinedStr):
            for child in ast.iter_child_nodes(node):
                visit(child, name)

    visit(ast.parse(source), "")
    return found


def test_words_that_are_knowledge_stand_in_tables():
    new, met = [], set()
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for words in words_in(path.read_text(encoding="utf-8"), file.split("/")[0] in LANGUAGE):
            place = f"{file} {words.name}".strip()
            allowed = next((e for e in (place, file) if e in EXCEPTIONS), None)
            met.add(allowed)
            if allowed is None:
                new.append(f"imrnlp/{file}:{words.line} {words.name}: {'|'.join(words.words)[:100]}")
    assert not new, "a class of words belongs into a table (CONTRIBUTING, Rules):\n" + "\n".join(new)
    assert set(EXCEPTIONS) <= met, "exceptions that nothing needs any more"


A_CLASS = "was|were|is|are|had|has"
LOUD = "looks|feels|seems|sounds|tastes|smells"


@pytest.mark.parametrize(
    "source",
    [
        f"A = re.compile(r'\\b(?:{LOUD})\\b')",
        f"A = re.compile(rf'{{B}} (?: {LOUD.replace('|', ' | ')} )')",
        "A = re.compile(r'(?:recommend\\w*|agree(?:s|d)?|concurs?|relied\\s+on|applied|used)')",
        "A = re.compile(r'''\n (?: looks | feels   # seems\n | seems | sounds | tastes | smells ) ''', re.X)",
        f"def f():\n    return word in {{{', '.join(map(repr, LOUD.split('|')))}}}",
        f"A = frozenset({LOUD.split('|')})",
        f"A = word.endswith({tuple(LOUD.split('|'))})",
        f"A = {dict.fromkeys(LOUD.split('|'), 1)}",
        f"A = {LOUD.replace('|', ' ')!r}.split()",
    ],
)
def test_the_scan_finds_words_in_code(source):
    assert [len(w.words) for w in words_in(source)] == [6]


@pytest.mark.parametrize(
    "source",
    [
        f'"""A docstring: {LOUD}."""',
        "A = re.compile(r'(?:looks|feels|seems|sounds|tastes)')",  # five
        "A = re.compile(r'(?:mg|ml|cc|g|oz|kg|L|mL)')",  # units of two letters
        "A = re.compile(r'{seeming} \\s+ (?:a|b|c|d|e|f|g)')",
        "A = re.compile(r'(?:[a-z]+|\\d+|\\w+|\\s+|.|,|;)')",
        f"A = re.compile(r'(?:one|two|three)  # {LOUD}', re.X)",
        "A = re.compile(r'(?: in \\s+ (?:a|the) \\s+ case | on \\s+ (?:a|the) \\s+ day )')",
        "A = [one, two, three, four, five, six]",
    ],
)
def test_the_scan_leaves_the_rest(source):
    assert words_in(source) == []
