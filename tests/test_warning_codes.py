"""One code for one warning: what the package's modules use is what WarningCode lists, and what the docs explain."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import imrnlp
from imrnlp.record import WarningCode

PACKAGE = Path(imrnlp.__file__).parent
DOCS = PACKAGE.parent / "docs" / "warnings.md"
WARNS = {"warn", "_warn", "Warning", "_warning"}


def _codes(source: str) -> set[str]:
    """The codes written in a module: ``code=`` of a call, or the words in front of the message."""
    found: set[str] = set()
    for call in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)):
        if ast.unparse(call.func).split(".")[-1] not in WARNS:
            continue
        for value in [*(k.value for k in call.keywords if k.arg == "code"), *call.args[:3]]:
            for node in ast.walk(value):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and re.fullmatch(r"[a-z]+(?:_[a-z]+)+", text):
                    found.add(text)
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "WarningCode":
                    found.add(WarningCode[node.attr].value)
    return found


def test_the_scan_sees_codes():
    assert _codes(
        'x.warn("a_b", "m"); Warning(code="c_d", message="e_f"); warn(WarningCode.SEX_INFERRED)'
    ) == {
        "a_b",
        "c_d",
        "sex_inferred",
    }


def test_the_codes_used_are_the_codes_listed():
    used = set().union(*(_codes(p.read_text(encoding="utf-8")) for p in PACKAGE.rglob("*.py")))
    assert sorted(used) == sorted(code.value for code in WarningCode)


def test_the_docs_explain_every_code():
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", DOCS.read_text(encoding="utf-8"), re.M)
    assert rows == [(code.value, code.meaning) for code in WarningCode]
