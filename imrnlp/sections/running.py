"""Running heads and page numbers: what a page prints at its edges and no sentence holds."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.sections.layout import spaced

_EDGE_LINES = 2


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    variants = lexicons.document("layouts.json")["running_heads"]
    return re.compile("|".join(f"(?:{spaced(v)})" for v in variants))


def find_running_heads(text: str) -> list[tuple[int, int]]:
    """Source spans of running heads and page numbers at page edges (pages end at a form feed).

    A line counts when it has the form of a page footer, or when the same line (digits aside)
    stands in the same place on nearly every page and on three at least.  Lines that name the letter
    and its page count anywhere; without a form feed they alone do.
    """
    footers = (
        [m.span() for m in _letter_footer().finditer(text)] if "Letter" in text or "Page" in text else []
    )
    if "\f" not in text:
        return footers
    edges: list[tuple[int, int, str, str]] = []
    at = 0
    pages = text.split("\f")
    for page in pages:
        lines = [(m.start(), m.end(), m.group().strip()) for m in re.finditer(r"[^\n]*\S[^\n]*", page)]
        for place, chosen in (("top", lines[:_EDGE_LINES]), ("bottom", lines[_EDGE_LINES:][-_EDGE_LINES:])):
            edges += [(at + s, at + e, line, f"{place}{i}") for i, (s, e, line) in enumerate(chosen)]
        at += len(page) + 1
    shapes = Counter((place, re.sub(r"\d+", "0", line)) for _, _, line, place in edges)
    often = max(3, 0.8 * (len(pages) - 1))
    heads = {
        (start, end)
        for start, end, line, place in edges
        if _patterns().fullmatch(line) or shapes[place, re.sub(r"\d+", "0", line)] >= often
    }
    # Both may find the same line.
    inside = [f for f in footers if not any(f[0] < end and start < f[1] for start, end in heads)]
    return sorted([*heads, *inside])


@lru_cache(maxsize=1)
def _letter_footer() -> re.Pattern[str]:
    return re.compile(
        r"^[^\S\n]*(?:Final[^\S\n]+(?:Determination[^\S\n]+)?Letter[^\S\n]+(?:of|for)[^\n]*\d"
        r"|Page[^\S\n]+\d+[^\S\n]+of[^\S\n]+\d+)[^\S\n]*$",
        re.M,
    )
