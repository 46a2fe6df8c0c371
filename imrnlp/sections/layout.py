"""Finds which layout a letter has, and its sections.

Layouts are entries of ``lexicons/layouts.json``: evidence with weights, the sections that
each heading opens, and the way the items are written.  The layout with the most evidence
wins, wherever in the text that evidence stands; below the threshold it is ``unknown``.

Headings are first looked for as printed.  When an expected one is missing, they are looked for again
as scans and bad text layers print them: without regard to case, spaces and confusable characters,
and with one or two wrong letters.  ``docs/layouts.md`` describes every key of the data file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from imrnlp import lexicons
from imrnlp.lexicons import spaced
from imrnlp.lexicons.wordings import Wordings
from imrnlp.sections.header import find_labels

_WORDS = Wordings("section_words.tsv")

#: A heading's place: key, start, end.
Heading = tuple[str, int, int]


@dataclass(slots=True)
class Section:
    """A named part of the letter: source offsets of its heading's start, its body's start and end."""

    name: str
    heading_start: int
    start: int
    end: int
    key: str = ""


@dataclass(slots=True)
class Structure:
    """The layout's name, its entry in the data file, and the sections in text order."""

    layout: str
    spec: dict[str, Any]
    sections: list[Section] = field(default_factory=list)

    def section(self, name: str) -> Section | None:
        """The longest section of that name, or ``None``."""
        found = self.all(name)
        return max(found, key=lambda s: s.end - s.start) if found else None

    def all(self, name: str) -> list[Section]:
        """Every section of that name, in text order."""
        return [s for s in self.sections if s.name == name]

    def moved(self, to: Callable[[int, int], tuple[int, int]]) -> Structure:
        """The same structure with every span moved by ``to``."""
        sections = [
            Section(s.name, *to(s.heading_start, s.end)[:1], *to(s.start, s.end), s.key)
            for s in self.sections
        ]
        return Structure(self.layout, self.spec, sections)


_PROBE = 6  # letters at least of a word that is looked for before a heading's pattern is tried


# -- the data file ---------------------------------------------------------------------------------


# A word with the headings' keys and patterns that contain it.
_Finders = tuple[tuple[str, tuple[tuple[str, re.Pattern[str]], ...]], ...]


@dataclass(frozen=True)
class _Layout:
    """One entry, with its patterns compiled."""

    name: str
    spec: dict[str, Any]
    headings: dict[str, int]
    patterns: tuple[tuple[re.Pattern[str], int], ...]
    openings: tuple[tuple[str, re.Pattern[str]], ...]
    expects: frozenset[str]
    finders: _Finders
    decisive: frozenset[str]


@dataclass(frozen=True)
class _Rules:
    """The data file's layouts and headings, compiled."""

    document: dict[str, Any]
    layouts: tuple[_Layout, ...]
    finders: _Finders
    first: _Finders
    #: Keys and headings without spaces, confusable characters folded.
    bare: tuple[tuple[str, str], ...]
    inline: frozenset[str]
    defaults: dict[str, str]
    threshold: int
    decisive: int


@lru_cache(maxsize=2)
def _compiled(identity: int) -> _Rules:
    document = lexicons.document("layouts.json")
    variants = [(key, v) for key, values in document["headings"].items() for v in values]
    common = frozenset(document.get("common_words", ()))

    def finders(keys: Iterable[str] | None = None) -> _Finders:
        wanted = None if keys is None else set(keys)
        return _probed([v for v in variants if wanted is None or v[0] in wanted], common)

    layouts = tuple(_compile_layout(entry, document["decisive"], finders) for entry in document["layouts"])
    return _Rules(
        document=document,
        layouts=layouts,
        finders=finders(),
        first=finders(key for layout in layouts for key in layout.decisive),
        bare=tuple((key, _skeleton(v)) for key, v in variants),
        inline=frozenset(document.get("inline", ())),
        defaults=document.get("default_sections", {}),
        threshold=document["threshold"],
        decisive=document["decisive"],
    )


def _compile_layout(
    entry: dict[str, Any], decisive: int, finders: Callable[[Iterable[str]], _Finders]
) -> _Layout:
    headings = {value: weight for kind, value, weight in entry["evidence"] if kind == "heading"}
    return _Layout(
        name=entry["name"],
        spec=entry,
        headings=headings,
        patterns=tuple(
            (re.compile(spaced(value)), weight)
            for kind, value, weight in entry["evidence"]
            if kind == "pattern"
        ),
        openings=tuple(
            (name, re.compile(spaced(value)))
            for name, values in entry.get("openings", {}).items()
            for value in values
        ),
        expects=frozenset(entry.get("expects", ())),
        finders=finders([*headings, *entry["sections"]]),
        decisive=frozenset(key for key, weight in headings.items() if weight >= decisive),
    )


def _probed(variants: list[tuple[str, str]], common: frozenset[str]) -> _Finders:
    """The headings' patterns under a word that each contains.

    A pattern is tried only where its word occurs at all, which is many times faster than an
    alternation; few words that many headings share make few look-ups, and the ``common`` words of
    every letter would make none.
    """
    left = list(variants)
    probed = []
    while left:
        words = {w for _, v in left for w in _probes(v, common)}
        word = max(words, key=lambda w: (sum(w in v for _, v in left), len(w), w))
        group = [(key, v) for key, v in left if word in v]
        left = [pair for pair in left if pair not in group]
        patterns = tuple(
            (key, re.compile(r"\s+".join(map(re.escape, v.split())) + r"[: \t]*")) for key, v in group
        )
        probed.append((word, patterns))
    return tuple(probed)


def _probes(heading: str, common: frozenset[str]) -> list[str]:
    """The words of a heading that are worth looking for; its longest one where none is."""
    words = heading.split()
    return [w for w in words if len(w) >= _PROBE and w not in common] or [max(words, key=len)]


def _rules() -> _Rules:
    # The document's identity is the key, so that a document put in its place is compiled again;
    # the rules hold the document, so that no other one gets its identity meanwhile.
    return _compiled(id(lexicons.document("layouts.json")))


# -- headings as printed ---------------------------------------------------------------------------


def _find_headings(text: str, finders: _Finders, rules: _Rules) -> list[Heading]:
    """Headings in text order; of overlapping ones the first and longest."""
    return _without_overlaps(
        [
            (key, m.start(), m.end())
            for word, patterns in finders
            if word in text
            for key, pattern in patterns
            for m in pattern.finditer(text)
        ],
        lambda heading, reached: _stands_alone(text, heading, reached, heading[0] in rules.inline),
    )


def _without_overlaps(
    found: list[Heading], stands: Callable[[Heading, int], bool] = lambda heading, reached: True
) -> list[Heading]:
    """The headings that stand by themselves, in text order; ``stands`` is given the end of the one before."""
    kept: list[Heading] = []
    reached = 0
    for heading in sorted(found, key=lambda h: (h[1], -h[2])):
        if heading[1] >= reached and stands(heading, reached):
            kept.append(heading)
            reached = heading[2]
    return kept


# A word that goes on to what follows: "as the CASE SUMMARY shows".
_LEADS_ON = _WORDS.compile(r"\b{leads_on}\s*$", re.I)
_HEADS_TEXT = re.compile(r"[\s:]*(?:[A-Z\d•●▪(\[\"“*-]|$)")


def _stands_alone(text: str, heading: Heading, reached: int, inline: bool) -> bool:
    """Whether the words of ``heading`` are one, and not part of a sentence.

    A heading opens its line, or follows the paragraph before it on the same line: headings in capitals
    do not occur inside sentences; the others must open a line or, with their colon, follow a sentence.
    ``reached`` is where the heading before ends.
    """
    _, start, end = heading
    before = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start].strip()
    if not before or (reached and not text[reached:start].strip(" \t:")):
        return True
    if inline:
        return not before[-1].isalnum() and before[-1] not in ",;(/&-"
    words = text[start:end]
    colon = words.rstrip().endswith(":")
    if colon and end - start >= _MIN_BARE and before[-1] in '.!?:;)]”"':
        return True
    if words.isupper():
        glued = not before[-1].isalpha() or (start > 0 and not text[start - 1].isspace())
        # "DATE OF DETERMINATION:" is a label of the header.
        return not _LEADS_ON.search(before[-12:]) and (glued or colon or _heads_line_text(text, before, end))
    # Copied text may have no line breaks at all: a heading in small letters has its colon then.
    return colon and end - start >= _MIN_BARE and _heads_line_text(text, before, end)


def _heads_line_text(text: str, before: str, end: int) -> bool:
    """Whether a heading of several words ends one text and begins another on the same line."""
    last = before.rpartition(" ")[2]
    capitals = last.isupper() and len(last) > 1 and last.isalpha()
    return not capitals and not _LEADS_ON.search(before[-12:]) and _HEADS_TEXT.match(text, end) is not None


# -- headings as scans print them ------------------------------------------------------------------


class _Fold(dict[int, int]):
    """Letters in upper case with confusable ones made one; anything else is a space."""

    def __missing__(self, key: int) -> int:
        return 32


_FOLD = _Fold({ord(c): ord(c.upper()) for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_FOLD.update({ord(a): ord(b) for a, b in zip("01!|lLiI58", "OIIIIIIISB", strict=True)})
_MIN_BARE = 10
_NUMBER_BEFORE = re.compile(r"[(#]?\d{1,2}(?:\s*(?:,|&|and|-|–|to)\s*\d{1,2}){0,20}\s*[.):]\s*$")
_LINE_START = re.compile(r"^[^\S\n]*(?=\S)", re.M)


def _skeleton(words: str) -> str:
    return words.translate(_FOLD).replace(" ", "")


def _find_damaged_headings(text: str, rules: _Rules, missing: set[str]) -> list[Heading]:
    """Headings of the ``missing`` keys, whatever their case, spaces and confusable characters.

    Only at the start of a line, and only where the line ends after it, a colon follows, or its
    letters are capitals.
    """
    folded = text.translate(_FOLD)
    places = [i for i, c in enumerate(folded) if c != " "]
    skeleton = folded.replace(" ", "")
    found: list[Heading] = []
    for key, bare in rules.bare:
        if key not in missing or (len(bare) < _MIN_BARE and key not in rules.inline):
            continue
        at = skeleton.find(bare)
        while at >= 0:
            end = _heading_end(text, places[at], places[at + len(bare) - 1] + 1, key in rules.inline)
            if end:
                found.append((key, places[at], end))
            at = skeleton.find(bare, at + 1)
    got = {key for key, _, _ in found}
    if missing - got:
        found += _misspelt(text, skeleton, places, rules, missing - got)
    return found


def _heading_end(text: str, start: int, end: int, inline: bool) -> int:
    """Where the heading ends that was found at ``[start, end)``; 0 when it is not one."""
    before = text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*#_•-")
    if before and not (inline and not before[-1].isalnum()):
        return 0
    while end < len(text) and text[end] in ")] \t*_":
        end += 1
    if end < len(text) and text[end] in ":;.":
        colon = True
        end += 1
    else:
        colon = False
    letters = [c for c in text[start:end] if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) >= 0.8 * len(letters)
    ends_line = end >= len(text) or text[end] in "\r\n"
    return end if colon or (ends_line and not inline) or (capitals and not inline) else 0


def _misspelt(text: str, skeleton: str, places: list[int], rules: _Rules, missing: set[str]) -> list[Heading]:
    """Headings with a wrong, lost or added letter in ten, in lines that begin in capitals."""
    from bisect import bisect_left

    from rapidfuzz.distance import Levenshtein

    found: list[Heading] = []
    wanted = [(key, bare) for key, bare in rules.bare if key in missing and len(bare) >= _MIN_BARE]
    for line in _LINE_START.finditer(text):
        start = line.end()
        head = [c for c in text[start : start + 24].partition("\n")[0] if c.isalpha()]
        if len(head) < 8 or sum(c.isupper() for c in head) < 0.8 * len(head):
            continue
        at = bisect_left(places, start)
        best = (1.0, "", 0)
        for key, bare in wanted:
            limit = max(1, len(bare) // 10)
            for length in range(len(bare) - limit, len(bare) + limit + 1):
                window = skeleton[at : at + length]
                if len(window) < length:
                    break
                distance = Levenshtein.distance(window, bare, score_cutoff=limit)
                if distance <= limit:
                    best = min(best, (distance / len(bare), key, length))
        if best[1]:
            end = _heading_end(text, start, places[at + best[2] - 1] + 1, False)
            if end:
                found.append((best[1], start, end))
    return found


# -- the layout ------------------------------------------------------------------------------------


def read_structure(text: str) -> Structure:
    """The structure of a letter's text (source, with running heads blanked).  Linear time.

    >>> read_structure("CLINICAL CASE SUMMARY\\nx\\nIMR ISSUES, DECISIONS AND RATIONALES\\ny").layout
    'final_determination'
    """
    rules = _rules()
    found, layout = _decided(text, rules)
    if layout is None:
        found = _find_headings(text, rules.finders, rules)
        layout = _best_layout(text, found, rules)
    present = {key for key, _, _ in found}
    if layout is None or not layout.expects <= present:
        every = {key for key, _ in rules.bare} - present
        wanted = every if layout is None else (set(layout.expects) | set(layout.spec["sections"])) - present
        damaged = _find_damaged_headings(text, rules, wanted) if wanted else []
        if damaged:
            found = _without_overlaps(found + damaged)
            layout = _best_layout(text, found, rules)
    if layout is None:
        spec = {"sections": {}, "items": {"style": "any"}}
        names = rules.defaults
        return Structure("unknown", spec, _sections(text, found, names, "header", ()))
    names, lead = layout.spec["sections"], layout.spec.get("lead", "header")
    return Structure(layout.name, layout.spec, _sections(text, found, names, lead, layout.openings))


def unsectioned(text: str) -> Structure:
    """The structure of a text without headings: unknown layout, one section.

    >>> unsectioned("CLINICAL CASE SUMMARY").layout
    'unknown'
    """
    spec = {"sections": {}, "items": {"style": "any"}}
    return Structure("unknown", spec, _sections(text, [], {}, "header", ()))


def _with_number(text: str, at: int) -> int:
    """Where the number before ``at`` begins, "1) " or "1 and 2) "; else ``at``."""
    number = _NUMBER_BEFORE.search(text, max(0, at - 24), at)
    return number.start() if number else at


def _decided(text: str, rules: _Rules) -> tuple[list[Heading], _Layout | None]:
    """The one layout of which a decisive heading stands in the text, with that layout's headings."""
    present = {key for key, _, _ in _find_headings(text, rules.first, rules)}
    layouts = [layout for layout in rules.layouts if layout.decisive & present]
    if len(layouts) != 1:
        return [], None
    return _find_headings(text, layouts[0].finders, rules), layouts[0]


def _best_layout(text: str, found: list[Heading], rules: _Rules) -> _Layout | None:
    present = {key for key, _, _ in found}
    scores = [sum(w for key, w in layout.headings.items() if key in present) for layout in rules.layouts]
    if max(scores) < rules.decisive:
        scores = [
            score + sum(w for pattern, w in layout.patterns if pattern.search(text))
            for score, layout in zip(scores, rules.layouts, strict=True)
        ]
    best = max(scores)
    return rules.layouts[scores.index(best)] if best >= rules.threshold else None


def _sections(
    text: str,
    found: list[Heading],
    names: dict[str, str],
    lead: str,
    openings: tuple[tuple[str, re.Pattern[str]], ...],
) -> list[Section]:
    """Sections from the found headings; what stands before the first one is the ``lead``.

    A section without its heading begins where one of its ``openings`` stands.  Sections of one
    name that follow each other are one section.
    """
    kept = [(names[key], start, end, key) for key, start, end in found if key in names]
    have = {name for name, _, _, _ in kept}
    for name, pattern in openings:
        if name in have:
            continue
        match = pattern.search(text)
        if match and not any(start <= match.start() < end for _, start, end, _ in kept):
            have.add(name)
            start = _with_number(text, match.start())
            kept.append((name, start, start, ""))
    kept.sort(key=lambda s: (s[1], s[2]))
    sections: list[Section] = []
    if not kept or kept[0][1] > 0:
        sections.append(Section(lead, 0, 0, kept[0][1] if kept else len(text)))
    for i, (name, start, end, key) in enumerate(kept):
        stop = kept[i + 1][1] if i + 1 < len(kept) else len(text)
        if sections and sections[-1].name == name and not key.startswith("rationale") and name != "issues":
            sections[-1].end = stop
        else:
            sections.append(Section(name, start, end, stop, key))
    return [part for section in sections for part in _without_labels(text, section, section is sections[-1])]


def _without_labels(text: str, section: Section, last: bool) -> list[Section]:
    """The issues, and a reviewer who comes ``last``, without the header's lines below ("Priority: Standard"): a header."""
    if section.name != "issues" and not (last and section.name == "reviewer"):
        return [section]
    labels = [start for start in find_labels(text, section.start, section.end) if _opens(text, start)]
    if not labels:
        return [section]
    header = Section("header", labels[0], labels[0], section.end)
    return [Section(section.name, section.heading_start, section.start, labels[0], section.key), header]


def _opens(text: str, at: int) -> bool:
    """Whether a line, or the next thing in a text without lines, begins at ``at``."""
    before = text[max(0, at - 40) : at].rstrip(" \t")
    return not before or before[-1] in "\n\r\f" or not _LEADS_ON.search(before)
