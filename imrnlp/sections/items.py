"""The disputed items of a letter: where each one's words, outcome, citations and rationale stand.

How a layout writes its items is its entry's ``items`` in ``lexicons/layouts.json``; its ``style``
names the module of :mod:`imrnlp.sections.styles` that reads that way of writing.  Offsets are source
offsets.
"""

from __future__ import annotations

from collections.abc import Callable

from imrnlp import lexicons
from imrnlp.sections.item import Item, Span
from imrnlp.sections.layout import Structure
from imrnlp.sections.styles.heading import read_outcome_headings

__all__ = ["STYLES", "Item", "Span", "read_items"]


def read_items(text: str, structure: Structure) -> list[Item]:
    """Items in the letter's order, numbered from 1.

    ``text`` is the source with running heads blanked; an item that the letter states several
    times is one item.  A letter of an unknown layout gives the items of the first style that
    finds any.
    """
    style = STYLES.get(structure.spec["items"]["style"], _any_style)
    items = style(text, structure)
    for number, item in enumerate(items, 1):
        item.number = number
    return items


def _any_style(text: str, structure: Structure) -> list[Item]:
    for layout in lexicons.document("layouts.json")["layouts"]:
        style = STYLES.get(layout["items"]["style"])
        if style is None:
            continue
        items = style(text, Structure("unknown", layout, structure.sections))
        if any(item.outcome != "unknown" for item in items):
            return items
    return []


STYLES: dict[str, Callable[[str, Structure], list[Item]]] = {
    "outcome_heading": read_outcome_headings,
}
