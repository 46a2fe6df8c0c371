"""The disputed items of a letter: where each one's words, outcome, citations and rationale stand.

How a layout writes its items is its entry's ``items`` in ``lexicons/layouts.json``; its ``style``
names the function here that reads that way of writing.  Offsets are source offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from imrnlp.sections.layout import Structure, spaced

Span = tuple[int, int]


@dataclass(slots=True)
class Item:
    """One disputed item; every span is source offsets, ``None`` where the letter has no such part."""

    request: Span
    outcome: str = "unknown"
    claims_administrator: list[Span] = field(default_factory=list)
    imr: list[Span] = field(default_factory=list)
    rationale: Span | None = None
    number: int = 0


def read_items(text: str, structure: Structure) -> list[Item]:
    """Items in the letter's order, numbered from 1.

    ``text`` is the source with running heads blanked; an item that the letter states several
    times is one item.
    """
    style = STYLES.get(structure.spec["items"]["style"], _any_style)
    items = style(text, structure)
    for number, item in enumerate(items, 1):
        item.number = number
    return items


# -- "<request>: Upheld", then labelled passages ------------------------------------------------

# What ends a paragraph: a sentence's end, or a verdict whose full stop is missing.
_PARAGRAPH_END = re.compile(r"(?:[.!?]|necessary|appropriate)[\"”’')\]]*\s*$")
_VERDICT = re.compile(
    r"\bmedically\s+(?:necessary|appropriate)(?:\s+and\s+appropriate)?(?:\s+at\s+this\s+time)?[\"”]?\s*\.[\"”]?"
    r"|\b(?:is|was|are|were)\s+not\s+(?:met|supported|warranted|certified)\s*\."
)
_PARTIAL = re.compile(r"\bw(?:as|ere)\s+the\s+original\s+request", re.I)
_FULL_LINE = 60


@cache
def _outcome_pattern(words: tuple[str, ...], labels: tuple[str, ...]) -> re.Pattern[str]:
    outcome = "|".join(spaced(w) for w in sorted(words, key=len, reverse=True))
    # The outcome ends its line, or the first label of the item follows at once.
    return re.compile(
        rf"(?:(?:\s+(?:is|are))?\s*:|\s+(?:is|are))\s*(?P<outcome>{outcome})\s*[.;]?[^\S\n]*(?=$|\s*(?:{'|'.join(map(spaced, labels))}))",
        re.I | re.M,
    )


@cache
def _label_pattern(slots: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{slot}>{'|'.join(map(spaced, labels))})" for slot, labels in slots))


def _slots(spec: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((slot, tuple(labels)) for slot, labels in spec["slots"].items())


def _outcome_headings(text: str, structure: Structure) -> list[Item]:
    spec = structure.spec["items"]
    section = structure.section("decisions")
    start, end = (section.start, section.end) if section else (0, len(text))
    opening = re.compile(spaced(spec["opening"])).search(text, start, end)
    if opening:
        start = opening.end()
    slots = _slots(spec)
    labels = tuple(label for _, variants in slots for label in variants)
    outcomes = list(_outcome_pattern(tuple(spec["outcomes"]), labels).finditer(text, start, end))
    outcomes = [m for m in outcomes if _followed_by_label(text, m.end(), end, slots)] or outcomes
    items: list[Item] = []
    floor = start
    for i, outcome in enumerate(outcomes):
        stop = _heading_start(text, floor, outcome.start())
        if items:
            _fill_slots(text, items[-1], floor, stop, slots)
        items.append(
            Item(
                request=_trim(text, stop, outcome.start()),
                outcome=spec["outcomes"][" ".join(outcome["outcome"].lower().split())],
            )
        )
        floor = outcome.end()
        if i + 1 == len(outcomes):
            _fill_slots(text, items[-1], floor, end, slots)
    return items


def _followed_by_label(text: str, at: int, end: int, slots: tuple[tuple[str, tuple[str, ...]], ...]) -> bool:
    label = _label_pattern(slots).search(text, at, min(end, at + 400))
    return label is not None and not text[at : label.start()].strip()


def _heading_start(text: str, floor: int, outcome: int) -> int:
    """Where the item's heading begins that ends at ``outcome``; ``floor`` is the item before's outcome.

    The heading is the paragraph before its outcome.  PDF text has no blank lines, so a
    paragraph begins after a line that ends a sentence, or after a line that is not full.
    """
    verdicts = list(_VERDICT.finditer(text, floor, outcome))
    anchor = outcome
    partial = [m for m in _PARTIAL.finditer(text, floor, outcome)]
    if partial and not any(v.start() > partial[-1].end() for v in verdicts):
        anchor = partial[-1].start()
    line = text.rfind("\n", floor, anchor) + 1
    if line <= floor:
        line = floor
    while line > floor:
        previous_start = text.rfind("\n", floor, line - 1) + 1
        if previous_start <= floor:
            previous_start = floor
        previous = text[previous_start:line]
        if not previous.strip():
            if _blank_run(text, line, floor) and _opens_paragraph(text, line):
                break
        elif _opens_paragraph(text, line) and (
            _PARAGRAPH_END.search(previous) or len(previous.strip()) < _FULL_LINE
        ):
            break
        line = previous_start
    # A heading glued to the sentence before it, without a line break.
    glued = [v.end() for v in verdicts if v.end() > line]
    if glued and text[glued[-1] : outcome].strip():
        line = glued[-1]
    return line


def _blank_run(text: str, line: int, floor: int) -> bool:
    """Whether the blank line before ``line`` parts paragraphs: not where every line is followed by one."""
    previous = text[floor:line].rstrip()
    return bool(_PARAGRAPH_END.search(previous)) or len(previous[previous.rfind("\n") + 1 :]) < _FULL_LINE


def _opens_paragraph(text: str, at: int) -> bool:
    while at < len(text) and text[at].isspace():
        at += 1
    return at < len(text) and not (text[at].islower() or text[at] in ",;)#%&/")


def _fill_slots(
    text: str, item: Item, start: int, end: int, slots: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    """The labelled passages between an item's outcome and the next item's heading."""
    labels = []
    seen: set[str] = set()
    for match in _label_pattern(slots).finditer(text, start, end):
        slot = match.lastgroup or ""
        # A rationale may quote a label; each slot opens once, the rationale last.
        if slot not in seen and "rationale" not in seen:
            seen.add(slot)
            labels.append((slot, match.start(), match.end()))
    for i, (slot, _, body) in enumerate(labels):
        span = _trim(text, body, labels[i + 1][1] if i + 1 < len(labels) else end)
        if span[0] == span[1]:
            continue
        if slot == "rationale":
            item.rationale = span
        elif slot == "imr":
            item.imr.append(span)
        else:
            item.claims_administrator.append(span)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# -- no known layout: whatever looks like an outcome -------------------------------------------


def _any_style(text: str, structure: Structure) -> list[Item]:
    from imrnlp import lexicons

    for layout in lexicons.document("layouts.json")["layouts"]:
        style = STYLES.get(layout["items"]["style"])
        items = style(text, Structure("unknown", layout, structure.sections)) if style else []
        if items:
            return items
    return []


STYLES: dict[str, Callable[[str, Structure], list[Item]]] = {"outcome_heading": _outcome_headings}
