"""Which layout a letter has, and where its sections stand.

Layouts are entries of ``lexicons/layouts.json``: evidence with weights, the sections that
each heading opens, and the way the items are written.  The layout with the most evidence
wins, wherever in the text that evidence stands; below the threshold it is ``unknown``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from imrnlp import lexicons


@dataclass(slots=True)
class Section:
    """A named part of the letter: source offsets of its heading's start, its body's start and end."""

    name: str
    heading_start: int
    start: int
    end: int


@dataclass(slots=True)
class Structure:
    """The layout's name, its entry in the data file, and the sections in text order."""

    layout: str
    spec: dict[str, Any]
    sections: list[Section] = field(default_factory=list)

    def section(self, name: str) -> Section | None:
        """The longest section of that name, or ``None``."""
        found = [s for s in self.sections if s.name == name]
        return max(found, key=lambda s: s.end - s.start) if found else None


def spaced(pattern: str) -> str:
    """A data file's pattern as a regular expression: a space there is any white space here."""
    return pattern.replace(" ", r"\s+")


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # One pattern a heading: each begins with literal letters, which `re` finds many times faster
    # than an alternation of them all.
    spec = lexicons.document("layouts.json")["headings"]
    return tuple(
        (key, re.compile(spaced(v) + r"[: \t]*")) for key, variants in spec.items() for v in variants
    )


def _find_headings(text: str) -> list[tuple[str, int, int]]:
    """Headings in text order as (key, start, end); of overlapping ones the longest."""
    found = [
        (key, m.start(), m.end())
        for key, pattern in _headings()
        for m in pattern.finditer(text)
        if _stands_alone(text, m.start(), m.end())
    ]
    kept: list[tuple[str, int, int]] = []
    for heading in sorted(found, key=lambda h: (h[1], -h[2])):
        if not kept or heading[1] >= kept[-1][2]:
            kept.append(heading)
    return kept


@lru_cache(maxsize=1)
def _layouts() -> tuple[dict[str, Any], ...]:
    layouts = lexicons.document("layouts.json")["layouts"]
    for layout in layouts:
        layout["patterns"] = [
            (re.compile(spaced(value)), weight)
            for kind, value, weight in layout["evidence"]
            if kind == "pattern"
        ]
        layout["keys"] = {value: weight for kind, value, weight in layout["evidence"] if kind == "heading"}
    return tuple(layouts)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the words at ``[start, end)`` are a heading and not part of a sentence.

    A heading opens its line, or is glued to the end of the paragraph before it; headings
    in capitals do not occur inside sentences, the others must open a line.
    """
    before = text[text.rfind("\n", 0, start) + 1 : start].strip()
    if not before:
        return True
    words = text[start:end]
    return words.isupper() and (not before[-1].isalpha() or (start > 0 and not text[start - 1].isspace()))


def read_structure(text: str) -> Structure:
    """The structure of a letter's text (source, with running heads blanked).  Linear time.

    >>> read_structure("CLINICAL CASE SUMMARY\\nx\\nIMR ISSUES, DECISIONS AND RATIONALES\\ny").layout
    'final_determination'
    """
    found = _find_headings(text)
    present = {key for key, _, _ in found}
    scores = {
        layout["name"]: sum(weight for key, weight in layout["keys"].items() if key in present)
        for layout in _layouts()
    }
    if max(scores.values()) < lexicons.document("layouts.json")["decisive"]:
        for layout in _layouts():
            scores[layout["name"]] += sum(w for pattern, w in layout["patterns"] if pattern.search(text))
    best = max(_layouts(), key=lambda layout: scores[layout["name"]])
    best_score = scores[best["name"]]
    if best_score < lexicons.document("layouts.json")["threshold"]:
        return Structure("unknown", {"sections": {}, "items": {"style": "any"}}, _sections(text, found, {}))
    return Structure(best["name"], best, _sections(text, found, best["sections"]))


def _sections(text: str, found: list[tuple[str, int, int]], names: dict[str, str]) -> list[Section]:
    """Sections from the found headings; what stands before the first one is the ``header``."""
    kept = [(names.get(key, key), start, end) for key, start, end in found if not names or key in names]
    sections = [Section("header", 0, 0, kept[0][1] if kept else len(text))]
    for i, (name, start, end) in enumerate(kept):
        sections.append(Section(name, start, end, kept[i + 1][1] if i + 1 < len(kept) else len(text)))
    return [s for s in sections if s.end > s.start or s.name != "header"]
