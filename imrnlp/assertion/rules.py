"""The cue rules of ``lexicons/context_rules.json``, expanded to phrases for one automaton.

The file is in the JSON form of medspaCy's ``ConTextRule`` (``literal``, ``category``,
``direction``, ``pattern``, ``max_scope``), so that the same rules run in medspaCy.  The patterns
use alternation and optional groups only; here each is written out into its phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from imrnlp.lexicons import document
from imrnlp.text.matcher import Matcher

CLASSES = {
    "NEGATED_EXISTENCE": "absent",
    "POSSIBLE_EXISTENCE": "possible",
    "HYPOTHETICAL": "hypothetical",
    "HISTORICAL": "historical",
    "FAMILY": "family",
}
_PIECE = re.compile(r"\(|\)\??|\||\\b|[^()|\\]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One cue: its ``category`` and ``direction`` in medspaCy's words; ``max_scope`` in words or None."""

    literal: str
    category: str
    direction: str
    max_scope: int | None = None


def expand(pattern: str) -> list[str]:
    """The phrases of a pattern of literals, ``(a|b)`` and ``(a|b)?``.

    >>> expand("(is|was) not (now |)seen")
    ['is not seen', 'is not now seen', 'was not seen', 'was not now seen']
    """
    pieces = _PIECE.findall(pattern)
    at = 0

    def branch() -> list[str]:
        nonlocal at
        found: list[str] = []
        current = [""]
        while at < len(pieces) and not pieces[at].startswith(")"):
            piece = pieces[at]
            at += 1
            if piece == "(":
                inner = branch()
                if at < len(pieces):
                    if pieces[at].endswith("?"):
                        inner.append("")
                    at += 1
                current = [a + b for a in current for b in inner]
            elif piece == "|":
                found += current
                current = [""]
            elif piece != "\\b":
                current = [a + piece for a in current]
        return found + current

    return sorted({" ".join(phrase.split()) for phrase in branch()}, key=lambda p: (p.split()[0], len(p)))


@lru_cache(maxsize=4)
def cue_matcher(name: str = "context_rules.json") -> Matcher[list[Rule]]:
    """The cues: lower-case phrase to its rules."""
    phrases: dict[str, list[Rule]] = {}
    for row in document(name)["context_rules"]:
        rule = Rule(row["literal"], row["category"], row["direction"], row.get("max_scope"))
        for phrase in expand(row["pattern"]) if "pattern" in row else [row["literal"]]:
            phrases.setdefault(phrase.lower(), []).append(rule)
    return Matcher(phrases)


@lru_cache(maxsize=4)
def frames(name: str = "context_rules.json") -> tuple[list[str], list[tuple[re.Pattern[str], str]]]:
    """Patterns whose group ``target`` a cue of several words asserts, with the class.

    Before them the words of which one must be there: most sentences have none.
    """
    rows = document(name).get("frames", ())
    words = sorted({word for row in rows for word in row["words"]})
    return (
        words,
        [(re.compile(row["pattern"]), CLASSES[row["category"]]) for row in rows],
    )


def to_medspacy_rules(name: str = "context_rules.json") -> list[Any]:
    """The same rules as medspaCy ``ConTextRule`` objects.  Raises ``ImportError`` without medspaCy."""
    from medspacy.context import ConTextRule

    return [ConTextRule.from_dict(dict(row)) for row in document(name)["context_rules"]]
