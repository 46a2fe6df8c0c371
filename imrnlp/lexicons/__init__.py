"""Reads the package's lexicons: each data file is opened once, on first use.

The tables are tab-separated with a header line; lines that begin with ``#`` are the
file's own statement of its source and terms.  ``imrnlp/lexicons/README.md`` lists them.
Folders of your own may add to them: :mod:`imrnlp.lexicons.extra`, ``docs/extending.md``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from imrnlp.text.strings import quoted


def text(name: str) -> str:
    """The text of a lexicon (``findings_grammar.txt``)."""
    return files("imrnlp").joinpath("lexicons", name).read_text(encoding="utf-8")


#: Folders that add to the package's lexicons; :class:`imrnlp.lexicons.extra.using` alone sets them.
folders: tuple[str, ...] = ()


def _unknown(name: str, base: Any, folder: str) -> Any:
    raise RuntimeError(f"{folder}: only imrnlp.lexicons.extra adds folders")


#: A table's rows, and a document's entries, with those of a folder: :mod:`imrnlp.lexicons.extra` says how.
add_rows: Callable[[str, list[dict[str, str]], str], list[dict[str, str]]] = _unknown
add_entries: Callable[[str, Any, str], Any] = _unknown


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of a tab-separated lexicon (``drugs.tsv``) as dicts of strings; empty cells are ``""``.

    Raises ``FileNotFoundError`` for a lexicon that the package does not hold and
    ``ValueError`` for a row with more cells than the header names.
    """
    rows = rows_of(text(name), name)
    if folders:
        for folder in reversed(folders):
            rows = add_rows(name, rows, folder)
    return tuple(rows)


def rows_of(text: str, name: str) -> list[dict[str, str]]:
    """The rows of a table's text; ``name`` is for the error's words."""
    lines = [ln for ln in text.splitlines() if ln.strip() and not ln.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(header):
            raise ValueError(f"lexicon {name}: more cells than columns in row {quoted(line)}")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
    return rows


@cache
def document(name: str) -> Any:
    """A JSON lexicon (``sections.json``), parsed."""
    data = json_of(text(name))
    if folders:
        for folder in reversed(folders):
            data = add_entries(name, data, folder)
    return data


def json_of(text: str) -> Any:
    """A document's text, parsed."""
    return json.loads(text)


def spaced(pattern: str) -> str:
    """A data file's pattern as a regular expression.

    In a data file a blank is any white space, ``" ?"`` is optional white space, and ``(a|b)`` does not capture.

    >>> print(spaced("(takes|is on) the ?drug"))
    (?:takes|is\\s+on)\\s+the\\s*drug
    """
    blanks = re.sub(r" (\??)", lambda m: r"\s*" if m[1] else r"\s+", pattern)
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", blanks)


#: A name in braces: ``{relatives}``.
PIECE = re.compile(r"\{([a-z_]+)\}")
#: Words, ``(a|b)`` and ``(a|b)?``, a full stop as ``\.``: patterns that are written out as phrases.
WORDS_ONLY = re.compile(r"(?:[^\[\](){}.*+?^$\\|]|\\[b.]|\(|\)\??|\|)*")


def filled(pattern: str, pieces: Mapping[str, str | Sequence[str]]) -> str:
    """Like :func:`spaced`, with each ``{name}`` replaced by the piece of that name.

    A piece is a pattern, which may name others, or a list of words, one of which must match.  Raises
    ``ValueError`` for a name that is not in ``pieces``, and for a piece that contains itself.

    >>> filled("(lost|no) {what} today", {"what": ["appetite", "interest in {thing}"], "thing": "(life|food)"})
    '(?:lost|no)\\\\s+(?:appetite|interest\\\\s+in\\\\s+(?:life|food))\\\\s+today'
    """

    def fill(text: str, within: tuple[str, ...]) -> str:
        def piece(m: re.Match[str]) -> str:
            name = m[1]
            if name in within:
                raise ValueError(f"the piece {{{name}}} names itself")
            if name not in pieces:
                raise ValueError(f"no piece {{{name}}}; allowed: {', '.join(pieces)}")
            value = pieces[name]
            words = value if isinstance(value, str) else f"({'|'.join(value)})"
            return fill(words, (*within, name))

        return PIECE.sub(piece, text)

    return spaced(fill(pattern, ()))
