"""The time of a story: which conditions a text tells as over, though no cue says so.

The past tense says little: a visit, an examination and the disputed stay are told in it, and what was found there
is present.  A text is read as a row of signs (``lexicons/story_words.tsv``): its conditions, times of life, dates,
turns such as a surgery, and what cures.  ``lexicons/story_grammar.txt`` says which signs in a row tell a condition
as over, each rule with an example; ``docs/story.md`` explains both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from imrnlp.assertion.rules import phrases_of
from imrnlp.lexicons import table, text
from imrnlp.text.grammar import Grammar
from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.strings import Span

#: A sign's place and its class.
Sign = tuple[int, int, str]
#: So many characters without a sign are a gap: some seven words.
_FAR = 42
#: Signs of what stands right behind them: "was nonverbal", not "was seen for pain"; "after a stroke", not "after a fall with a stroke".
_ADJACENT, _NEAR = frozenset(("WAS", "AFTER")), 14
#: What may follow the name of an event within a condition: "rupture of the spleen", not "stroke syndrome".
_OF_IT = (" of ", " in ", " with ", " at ", " on ")
#: "at that time" is of a time long past that was told so many signs before.
_BACK, _LONG_PAST = 10, ("AGO", "YOUTH")
#: Signs that count only for some texts.
_DOUBTED = frozenset(("AGO", "THEN", "BEFORE", "WHILE"))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FULL_DATE = re.compile(r"\d[/-]\d{1,2}[/-]\d\d")
_REQUEST = re.compile(r"\brequest(?:ed|s) [^.]{0,200}")


@lru_cache(maxsize=1)
def story_grammar() -> Grammar:
    """``story_grammar.txt``: the signs, and which of them in a row tell a condition as over."""
    return Grammar.parse(text("story_grammar.txt"), "story_grammar.txt")


@lru_cache(maxsize=1)
def _matcher() -> Matcher[tuple[str, bool]]:
    """The phrases of ``story_words.tsv``: the sign of each, and whether it is the end of a longer word."""
    signs: dict[str, tuple[str, bool]] = {}
    for row in table("story_words.tsv"):
        for phrase in phrases_of(row["words"]):
            signs.setdefault(phrase.removeprefix("-"), (row["class"].upper(), phrase.startswith("-")))
    return Matcher(signs)


@dataclass(frozen=True, slots=True)
class Story:
    """A text's signs in a row, one letter each, where they stand, and which condition each is (-1: none)."""

    signs: str
    starts: list[int]
    ends: list[int]
    owners: list[int]

    def over(self) -> set[int]:
        """The conditions that the story tells as over."""
        return {
            owner
            for told in story_grammar().findings.finditer(self.signs)
            for owner in self.owners[told.start() : told.end()]
            if owner >= 0
        }


def read_story(low: str, conditions: Sequence[Span], sentences: Sequence[Span]) -> Story:
    """The story of a text in lower case, whose ``conditions`` and ``sentences`` are given in order.

    >>> told = read_story("as a child he had polio. he has a limp.", [(18, 23), (32, 38)], [(0, 24), (25, 39)])
    >>> story_grammar().named(told.signs), told.over()
    ('YOUTH HAD ACUTE STOP HAS FINDING STOP', {0})
    """
    classes = story_grammar().classes
    signs, acute, covered = _found(low, conditions)
    row = [
        (a, b, "ACUTE" if i in acute else "FINDING", i)
        for i, (a, b) in enumerate(conditions)
        if i not in covered
    ]
    row += [(a, b, name, -1) for a, b, name in signs]
    row += [(end, end, "STOP", -1) for _, end in sentences]
    row.sort()
    told: list[tuple[int, int, str, int]] = []
    behind = 0
    for at, (a, b, name, owner) in enumerate(row):
        if name in _ADJACENT and at + 1 < len(row):
            far = row[at + 1][0] - b > _NEAR
            if (far and row[at + 1][3] >= 0) or (name == "WAS" and row[at + 1][3] < 0):
                continue
        if told and a - behind > _FAR and told[-1][2] != "STOP":
            told.append((behind, a, "GAP", -1))
        told.append((a, b, name, owner))
        behind = max(behind, b)
    return Story(
        "".join([classes[name] for _, _, name, _ in told]),
        [a for a, _, _, _ in told],
        [b for _, b, _, _ in told],
        [owner for _, _, _, owner in told],
    )


def _words(low: str) -> list[Sign]:
    """Every phrase of a sign that stands in a text as whole words, or ends one where it may."""
    size = len(low)
    found: list[Sign] = []
    for start, end, (name, ending) in _matcher().everywhere(low):
        goes_on = end < size and low[end].isalnum() and low[end - 1].isalnum()
        within_word = start and low[start].isalnum() and (low[start - 1].isalnum() or low[start - 1] == "-")
        if not goes_on and (ending or not within_word):
            found.append((start, end, name))
    return found


def _found(low: str, conditions: Sequence[Span]) -> tuple[list[Sign], set[int], set[int]]:
    """The signs outside of conditions, which conditions are events, and which are part of a longer sign."""
    starts = [a for a, _ in conditions]
    outside: list[Sign] = []
    acute: set[int] = set()
    covered: set[int] = set()
    for start, end, name in _words(low):
        near = bisect_right(starts, start) - 1
        within = near >= 0 and start < conditions[near][1]
        before = not within and near + 1 < len(starts) and end > starts[near + 1]
        if not within and not before:
            outside.append((start, end, "EVENT" if name == "ACUTE" else name))
            continue
        last = conditions[near + before][1]
        if name == "ACUTE":
            if end == last or low.startswith(_OF_IT, end):
                acute.add(near + before)
        elif before and end >= last:
            covered.add(near + 1)  # "in her first pregnancy"
            outside.append((start, end, name))
    signs = longest_first(outside)
    whole = _Whole(low)
    kept = [
        sign
        for i, sign in enumerate(signs)
        if sign[2] not in _DOUBTED or not _of_the_dispute(whole, signs, i)
    ]
    return kept, acute, covered


class _Whole:
    """What is asked of a whole text, looked for once and only when it is asked."""

    def __init__(self, low: str):
        self.low = low

    @cached_property
    def latest_year(self) -> int:
        return max(map(int, _YEAR.findall(self.low)))

    @cached_property
    def names_a_day(self) -> bool:
        return _FULL_DATE.search(self.low) is not None

    @cached_property
    def request(self) -> str:
        asked = _REQUEST.search(self.low)
        return asked[0] if asked else ""

    @cached_property
    def is_reimbursed(self) -> bool:
        return "reimbursement" in self.low


def _of_the_dispute(whole: _Whole, signs: Sequence[Sign], at: int) -> bool:
    """Whether a date is no time long past, or what is told as before is before the disputed treatment itself."""
    low = whole.low
    start, end, name = signs[at]
    if name == "AGO" and low[end - 2 : end].isdigit():
        return not _long_past(whole, start, end)
    if name == "THEN":
        return not any(sign in _LONG_PAST for _, _, sign in signs[max(0, at - _BACK) : at])
    if name == "WHILE":
        return whole.is_reimbursed and "hospital" in low[start:end]
    turn = next(((a, b) for a, b, sign in signs[at + 1 : at + 3] if sign == "SURGERY"), None)
    if turn is None or not whole.request:
        return False
    words = low[low.rfind(" ", 0, turn[0] + 1) + 1 : turn[1]]
    return words in whole.request or (
        "reimbursement" in whole.request and words in ("surgery", "operation", "procedure")
    )


def _long_past(whole: _Whole, start: int, end: int) -> bool:
    """Whether "in 2012", "in March 2012" is past for a text: other years are later, or it speaks of no day.

    >>> _long_past(_Whole("in 2012 he had a stroke. he was seen on 3/4/2016."), 0, 7)
    True
    >>> _long_past(_Whole("in 2016 he had back pain. he was seen on 3/4/2016."), 0, 7)
    False
    """
    if whole.latest_year > int(whole.low[end - 4 : end]):
        return True
    of_a_month = whole.low[start:end].count(" ") > 1
    return not whole.names_a_day and not (of_a_month and whole.is_reimbursed)
