"""The labelled passages of an item: citations of both sides and the rationale."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from imrnlp import lexicons
from imrnlp.lexicons import spaced
from imrnlp.sections.item import Item
from imrnlp.sections.styles.parties import CLAIMS, sides
from imrnlp.text.strings import Span, trim

_WORD = re.compile(r"[a-z0-9]+")

#: Slot names with the labels that open them, as a hashable value.
Slots = tuple[tuple[str, tuple[str, ...]], ...]


def slots_of(spec: dict[str, Any]) -> Slots:
    """The slots of a layout's ``items`` entry."""
    return tuple((slot, tuple(labels)) for slot, labels in spec.get("slots", {}).items())


@cache
def _label_patterns(slots: Slots) -> tuple[tuple[str, re.Pattern[str]], ...]:
    # One pattern a label: a pattern that begins with literal letters is found many times faster
    # than an alternation.
    return tuple((slot, re.compile(spaced(label))) for slot, labels in slots for label in labels)


def first_label(slots: Slots) -> re.Pattern[str]:
    """The label of the first slot, in its first wording.  Every item has this label once."""
    return _label_patterns(slots)[0][1]


def label_follows(text: str, at: int, end: int, slots: Slots) -> bool:
    """Whether a slot's label is the next thing after white space (and stray stops) at ``at``."""
    while at < end and (text[at].isspace() or text[at] in ".;:"):
        at += 1
    return any(pattern.match(text, at, end) for _, pattern in _label_patterns(slots))


def holds_label(text: str, start: int, end: int, slots: Slots) -> bool:
    """Whether a slot's label stands in ``text[start:end]``."""
    return any(pattern.search(text, start, end) for _, pattern in _label_patterns(slots))


def fill_slots(text: str, item: Item, start: int, end: int, slots: Slots) -> None:
    """Sets the item's passages from the labels in ``[start, end)``.

    Each slot begins at its first label.  Nothing begins behind the start of the rationale, which may quote labels.
    A label that is a look-ahead, ``(?=The Claims Administrator based)``, stays part of its passage: such a layout
    says in prose who relied on what, and each sentence goes to the one that it names.
    """
    if _in_prose(slots):
        _fill_from_prose(text, item, start, end, slots)
        return
    first: dict[str, tuple[int, int]] = {}
    for slot, pattern in _label_patterns(slots):
        match = pattern.search(text, start, end)
        if match and (slot not in first or match.start() < first[slot][0]):
            first[slot] = match.span()
    labels = sorted((s, e, slot) for slot, (s, e) in first.items())
    last = next((i for i, (_, _, slot) in enumerate(labels) if slot == "rationale"), len(labels))
    labels = labels[: last + 1]
    for i, (_, body, slot) in enumerate(labels):
        span = trim(text, body, labels[i + 1][0] if i + 1 < len(labels) else end)
        if span[0] == span[1]:
            continue
        if slot == "rationale":
            item.rationale = span
        elif slot == "imr":
            item.imr.append(span)
        else:
            item.claims_administrator.append(span)


@cache
def _in_prose(slots: Slots) -> bool:
    """Whether the citations are told in sentences: their labels are the sentences' own first words."""
    return any(label.startswith("(?=") for _, labels in slots for label in labels)


def _fill_from_prose(text: str, item: Item, start: int, end: int, slots: Slots) -> None:
    patterns = [pattern for slot, pattern in _label_patterns(slots) if slot == "rationale"]
    opened = [match for pattern in patterns if (match := pattern.search(text, start, end))]
    rationale = min(opened, key=lambda match: match.start()) if opened else None
    for slot, span in sides(text, start, rationale.start() if rationale else end):
        (item.claims_administrator if slot == CLAIMS else item.imr).append(span)
    if rationale is not None and (reasons := trim(text, rationale.end(), end))[1] > reasons[0]:
        item.rationale = reasons


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(lexicons.document("layouts.json").get("empty_words", "").split())


def words_of(text: str, span: Span) -> frozenset[str]:
    """The words of a span by which one service differs from another, in lower case."""
    return frozenset(_WORD.findall(text[span[0] : span[1]].lower())) - _empty_words()
