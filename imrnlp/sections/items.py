"""The disputed items of a letter: where each one's words, outcome, citations and rationale stand.

Each layout describes its items under ``items`` in ``lexicons/layouts.json``; the ``style`` there
names the module of :mod:`imrnlp.sections.styles` that reads them.  Offsets are source
offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.lexicons import spaced
from imrnlp.record import Warning
from imrnlp.sections.item import Item
from imrnlp.sections.layout import Structure
from imrnlp.sections.styles.heading import read_outcome_headings
from imrnlp.sections.styles.issue_list import read_issue_list
from imrnlp.sections.styles.narrative import read_narrative
from imrnlp.sections.styles.verdict import read_verdict_sentences
from imrnlp.text.strings import Span

__all__ = ["STYLES", "Item", "Span", "read_items"]


def read_items(text: str, structure: Structure) -> list[Item]:
    """Items in the letter's order, numbered from 1.

    ``text`` is the source with running heads blanked; an item that the letter states several
    times is one item.  When the layout is unknown, or its style finds no item, the items come
    from the first style that finds any.
    """
    style = STYLES.get(structure.spec["items"]["style"], _any_style)
    items = style(text, structure) or _any_style(text, structure)
    for number, item in enumerate(items, 1):
        item.number = number
    if items:
        _compare_with_letter(text, items)
    return items


@lru_cache(maxsize=2)
def _letter_outcome(identity: int) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    entry = lexicons.document("layouts.json")["letter_outcome"]
    outcomes = tuple((outcome, re.compile(spaced(p), re.I)) for p, outcome in entry["outcomes"])
    return re.compile(spaced(entry["label"])), outcomes


def _compare_with_letter(text: str, items: list[Item]) -> None:
    """Compares the outcome that the letter states for all items with theirs, which stand.

    "Final Determination: UPHOLD" contradicts an overturned item (``outcome_conflict``), and gives
    the outcome of one that has none of its own (``outcome_inferred``).
    """
    label, wordings = _letter_outcome(id(lexicons.document("layouts.json")))
    stated = label.search(text)
    if stated is None:
        return
    for outcome, pattern in wordings:
        match = pattern.match(text, stated.end())
        if match is None:
            continue
        span = (stated.start(), match.end())
        outcomes = {item.outcome for item in items}
        for item in items:
            if outcome == "modified":
                if "unknown" not in outcomes and len(outcomes) == 1 and "modified" not in outcomes:
                    _warn(item, "outcome_conflict", f"the letter as a whole is decided {outcome}", span)
            elif item.outcome == "unknown":
                item.outcome = outcome
                _warn(item, "outcome_inferred", f"the letter says of all items: {outcome}", span)
            elif item.outcome != outcome:
                message = f"the letter says {outcome} of all items, this one is {item.outcome}"
                _warn(item, "outcome_conflict", message, span)
        return


def _warn(item: Item, code: str, message: str, span: Span) -> None:
    item.warnings.append(Warning(code=code, message=message, start=span[0], end=span[1]))


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
    "verdict_sentence": read_verdict_sentences,
    "issue_list": read_issue_list,
    "narrative": read_narrative,
}
