"""Running heads and page numbers: what is printed at the edge of a page and belongs to no sentence."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.lexicons import spaced

_EDGE_LINES = 2
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=1)
def _patterns() -> re.Pattern[str]:
    variants = lexicons.document("layouts.json")["running_heads"]
    return re.compile("|".join(f"(?:{spaced(v)})" for v in variants))


@lru_cache(maxsize=1)
def _later() -> re.Pattern[str]:
    # On the first page a case number alone on its line may be the header's value.
    variants = lexicons.document("layouts.json")["later_heads"]
    return re.compile("|".join(f"(?:{spaced(v)})" for v in variants))


def find_running_heads(text: str) -> list[tuple[int, int]]:
    """Source spans of running heads and page numbers at page edges (pages end at a form feed).

    A line counts when it has the form of a page footer, or when the same line (digits aside)
    stands in the same place on nearly every page and on three at least.  Lines that name the letter
    and its page count everywhere.  Without a form feed only those lines count, and the text's last line.
    """
    footers = _letter_footers(text)
    pages = text.split("\f")
    edges: list[tuple[int, int, str, str]] = []
    later: set[tuple[int, int]] = set()
    at = 0
    for page in pages:
        top = _first_lines(page)
        bottom = _last_lines(page, top[-1][1] if top else 0)
        for place, lines in (("top", top), ("bottom", bottom)):
            edges += [(at + s, at + e, page[s:e].strip(), f"{place}{i}") for i, (s, e) in enumerate(lines)]
        if at:
            later.update(
                (at + s, at + e)
                for lines in (top, bottom)
                for s, e in lines
                if _later().fullmatch(page[s:e].strip())
            )
        at += len(page) + 1
    if len(pages) == 1:
        edges = [edge for edge in edges[-1:] if edge[3].startswith("bottom")]
    shapes = [(place, _NUMBER.sub("0", line)) for _, _, line, place in edges]
    seen = Counter(shapes)
    often = max(3, 0.8 * (len(pages) - 1))
    heads = {
        (start, end)
        for (start, end, line, _), shape in zip(edges, shapes, strict=True)
        if seen[shape] >= often or _patterns().fullmatch(line)
    }
    heads |= later
    return _merged([*heads, *footers])


def _first_lines(page: str) -> list[tuple[int, int]]:
    """The page's first lines that are not blank."""
    lines: list[tuple[int, int]] = []
    at = 0
    while len(lines) < _EDGE_LINES and at < len(page):
        end = page.find("\n", at)
        end = len(page) if end < 0 else end
        if page[at:end].strip():
            lines.append((at, end))
        at = end + 1
    return lines


def _last_lines(page: str, floor: int) -> list[tuple[int, int]]:
    """The page's last lines that are not blank, in order; none that ends before ``floor``."""
    lines: list[tuple[int, int]] = []
    end = len(page)
    while len(lines) < _EDGE_LINES and end > floor:
        at = page.rfind("\n", floor, end) + 1 or floor
        if page[at:end].strip():
            lines.insert(0, (at, end))
        end = at - 1
    return lines


@lru_cache(maxsize=1)
def _footers() -> tuple[re.Pattern[str], ...]:
    # Each begins with plain letters, which is fast; that it fills its line is looked at after.
    variants = lexicons.document("layouts.json")["letter_footers"]
    return tuple(re.compile(v.replace(" ", r"[^\S\n]+")) for v in variants)


def _letter_footers(text: str) -> list[tuple[int, int]]:
    """Lines that name the letter and its page; within a line, where lines were lost, the whole wording."""
    found: list[tuple[int, int]] = [m.span() for pattern in _inline_footers() for m in pattern.finditer(text)]
    for pattern in _footers():
        for m in pattern.finditer(text):
            start = text.rfind("\n", 0, m.start()) + 1
            end = text.find("\n", m.end())
            end = len(text) if end < 0 else end
            if not text[start : m.start()].strip() and not text[m.end() : end].strip():
                found.append((start, end))
    return _merged(found)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=1)
def _inline_footers() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(spaced(v)) for v in lexicons.document("layouts.json")["inline_footers"])
