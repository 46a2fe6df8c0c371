"""The cue rules of ``lexicons/context_rules.json``, expanded to phrases for one automaton.

The file is in the JSON form of medspaCy's ``ConTextRule`` (``literal``, ``category``,
``direction``, ``pattern``, ``max_scope``), so that the same rules run in medspaCy.  The patterns
use alternation and optional groups only; here each is written out into its phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from imrnlp.lexicons import WORDS_ONLY, document
from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.matcher import Matcher
from imrnlp.text.searched import searched
from imrnlp.text.strings import quoted

_WORDS = Wordings("assertion_words.tsv")
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


class Rules(tuple[Rule, ...]):
    """The rules of one phrase, and what follows from them together, computed once.

    >>> Rules([Rule("but", "CONJ", "TERMINATE")]).ends
    True
    """

    asserts: bool
    governs_nothing: bool
    ends: bool
    ends_past: bool

    def __new__(cls, rules: Iterable[Rule]) -> Rules:
        self = super().__new__(cls, rules)
        self.asserts = any(r.direction not in ("TERMINATE", "PSEUDO") and r.category in CLASSES for r in self)
        self.governs_nothing = any(r.direction == "PSEUDO" for r in self)
        ending = [r for r in self if r.direction == "TERMINATE" and r.category == "CONJ"]
        self.ends = bool(ending)
        # What happened before or because of a thing of the past is past too.
        causes = _WORDS.of("causes")
        self.ends_past = any(r.literal not in causes for r in ending)
        return self


def phrases_of(pattern: str) -> list[str]:
    """The phrases of a pattern of literals, ``(a|b)`` and ``(a|b)?``.

    >>> phrases_of("(is|was) not (now |)seen")
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


#: A rule in the JSON form of medspaCy's ``ConTextRule``.
RuleRow = dict[str, Any]
Cues = Matcher[Rules]
_DIRECTIONS = ("FORWARD", "BACKWARD", "BIDIRECTIONAL", "TERMINATE", "PSEUDO")


@lru_cache(maxsize=4)
def cue_matcher(name: str = "context_rules.json") -> Cues:
    """The cues: lower-case phrase to its rules."""
    return Matcher(_phrases(document(name)["context_rules"]))


def extended_matcher(rows: Iterable[RuleRow], name: str = "context_rules.json") -> Cues:
    """The package's cues together with a user's own.  For a phrase that has both, the user's count."""
    phrases = _phrases(document(name)["context_rules"])
    return Matcher(phrases | _phrases(rows))


def _phrases(rows: Iterable[RuleRow]) -> dict[str, Rules]:
    phrases: dict[str, list[Rule]] = {}
    for row in rows:
        rule = Rule(row["literal"], row["category"], row["direction"], row.get("max_scope"))
        for phrase in phrases_of(row["pattern"]) if row.get("pattern") else [row["literal"]]:
            phrases.setdefault(phrase.lower(), []).append(rule)
    return {phrase: Rules(of_it) for phrase, of_it in phrases.items()}


def rule_row(rule: Any) -> RuleRow:
    """A ``ConTextRule``, or a dict of its JSON form, as a row.  Raises ``ValueError`` for one that cannot be read.

    >>> rule_row({"literal": "free of", "category": "NEGATED_EXISTENCE", "direction": "forward"})["direction"]
    'FORWARD'
    """
    row = (
        rule
        if isinstance(rule, dict)
        else {k: getattr(rule, k, None) for k in ("literal", "category", "direction", "pattern", "max_scope")}
    )
    literal, category = str(row.get("literal") or "").strip(), str(row.get("category") or "").upper()
    direction, pattern = str(row.get("direction") or "").upper(), row.get("pattern")
    if not literal or not category:
        raise ValueError(f"a context rule needs a literal and a category: {quoted(row)}")
    if direction not in _DIRECTIONS:
        raise ValueError(
            f"rule {quoted(literal)}: no direction {quoted(direction)}; there are {', '.join(_DIRECTIONS)}"
        )
    if pattern is not None and (not isinstance(pattern, str) or not WORDS_ONLY.fullmatch(pattern)):
        raise ValueError(
            f"rule {quoted(literal)}: the pattern may hold only words, (a|b) and (a|b)?; medspacy_context reads others"
        )
    found = {"literal": literal, "category": category, "direction": direction}
    return found | {k: row[k] for k in ("pattern", "max_scope") if row.get(k) is not None}


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue of several words: ``pattern`` asserts its group ``target``.

    One of ``words`` stands in each sentence that it can match: most sentences have none.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    assertion: str


@lru_cache(maxsize=4)
def frames(name: str = "context_rules.json") -> tuple[Frame, ...]:
    """The frames of a file of rules, in its order."""
    return tuple(
        Frame(tuple(row["words"]), searched(re.compile(row["pattern"])), CLASSES[row["category"]])
        for row in document(name).get("frames", ())
    )


@lru_cache(maxsize=1)
def frame_words() -> Matcher[tuple[int, ...]]:
    """The words that frames cannot do without, with the numbers of those frames."""
    numbers: dict[str, tuple[int, ...]] = {}
    for i, frame in enumerate(frames()):
        for word in frame.words:
            numbers[word] = (*numbers.get(word, ()), i)
    return Matcher(numbers)


def to_medspacy_rules(name: str = "context_rules.json") -> list[Any]:
    """The same rules as medspaCy ``ConTextRule`` objects.  Raises ``ImportError`` without medspaCy."""
    from medspacy.context import ConTextRule

    return [ConTextRule.from_dict(dict(row)) for row in document(name)["context_rules"]]
