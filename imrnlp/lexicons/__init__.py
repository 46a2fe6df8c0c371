"""Reads the package's lexicons: each data file is opened once, on first use.

The tables are tab-separated with a header line; lines that begin with ``#`` are the
file's own statement of its source and terms.  ``imrnlp/lexicons/README.md`` lists them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any


def text(name: str) -> str:
    """The text of a lexicon (``findings_grammar.txt``)."""
    return files("imrnlp").joinpath("lexicons", name).read_text(encoding="utf-8")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a tab-separated lexicon (``drugs.tsv``) as dicts of strings; empty cells are ``""``.

    Raises ``FileNotFoundError`` for a lexicon that the package does not hold and
    ``ValueError`` for a row with more cells than the header names.
    """
    lines = [ln for ln in text(name).splitlines() if ln.strip() and not ln.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise ValueError(f"lexicon {name}: more cells than columns in row {line!r}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return tuple(rows)


@cache
def document(name: str) -> Any:
    """A JSON lexicon (``sections.json``), parsed."""
    return json.loads(text(name))


def spaced(pattern: str) -> str:
    """A data file's pattern as a regular expression.

    There a blank is any white space, ``" ?"`` some or none, and ``(a|b)`` a choice that is not kept.

    >>> print(spaced("(takes|is on) the ?drug"))
    (?:takes|is\\s+on)\\s+the\\s*drug
    """
    blanks = re.sub(r" (\??)", lambda m: r"\s*" if m[1] else r"\s+", pattern)
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", blanks)
