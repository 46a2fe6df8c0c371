"""What changes only the way in which a letter is printed changes no value of its record."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

import imrnlp

LETTERS = sorted((ROOT / "data" / "letters").glob("*/*.txt"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(width: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        lines = text.split("\n")
        return "\n".join(
            textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines
        )

    return wrap


def _upper_headings(text: str) -> str:
    labels = (
        "Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:", "Case Number:",
        "Date of Injury:", "Decision Date:", "UR Denial Date:", "Priority:", "Date Assigned:",
        "Application Received:", "State(s) of Licensure:", "Certification(s)/Specialty:",
    )  # fmt: skip
    for label in labels:
        text = re.sub(re.escape(label), label.upper(), text)
    return text


def _pages(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line + ("\f" if i % 40 == 39 else "") for i, line in enumerate(lines))


CHANGES: dict[str, Callable[[str], str]] = {
    "no lines": _one_line,
    "wrapped at 100": _wrapped(100),
    "wrapped at 60": _wrapped(60),
    "wrapped at 40": _wrapped(40),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "a blank line after each line": lambda text: text.replace("\n", "\n\n"),
    "doubled blank lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "doubled blanks": lambda text: text.replace(" ", "  "),
    "tabs": lambda text: text.replace(" ", "\t"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "lines padded": lambda text: "\n".join(f"   {line}   " for line in text.split("\n")),
    "page breaks": _pages,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "zero-width blanks": lambda text: re.sub(r"(?<=[a-z]{2})(?=[a-z]{2})", "\u200b", text),
    "soft hyphens": lambda text: re.sub(r"\b([a-z]{4})(?=[a-z]{3})", "\\1\u00ad", text),
    "U+2010": lambda text: text.replace("-", "\u2010"),
    "U+2011": lambda text: text.replace("-", "\u2011"),
    "U+2212": lambda text: text.replace("-", "\u2212"),
    "en dashes": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2013", text),
    "curly quotes": lambda text: text.replace("'", "\u2019").replace('"', "\u201d"),
    "ligatures": lambda text: text.replace("ffi", "\ufb03").replace("fi", "\ufb01").replace("fl", "\ufb02"),
    "labels in capitals": _upper_headings,
}  # fmt: skip


def _plain(value: Any) -> Any:
    """A record's part without offsets; words in one spelling and without their line breaks."""
    if isinstance(value, dict):
        dropped = ("start", "end", "source", "letter_id", "message")
        return {name: _plain(part) for name, part in value.items() if name not in dropped}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        words = unicodedata.normalize("NFKC", value)
        words = re.sub("[\u00ad\u200b]", "", words)
        words = re.sub("[\u2010-\u2013\u2212]", "-", words).translate({0x2019: "'", 0x201D: '"'})
        return " ".join(re.sub(r"(?<=\w)([-/])\s+", r"\1", words).split())
    return value


@cache
def _record(path: Path) -> Any:
    return _plain(imrnlp.extract_text(path.read_text(encoding="utf-8")).model_dump(mode="json"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_no_value_changes(path: Path, change: Callable[[str], str]) -> None:
    text = change(path.read_text(encoding="utf-8"))
    letter = imrnlp.extract_text(text)
    for diagnosis in letter.diagnoses:
        assert text[diagnosis.start : diagnosis.end] == diagnosis.text
    assert _plain(letter.model_dump(mode="json")) == _record(path)
