"""Decides whether a hyphen at a line's end belongs to the word: from how the same letter writes the word elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.strings import lower

#: Characters of a text, and questions about one, beyond which a table of its words is made.
_LONG, _OFTEN = 100_000, 200
_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"([^\W\d_]+)(?=-([^\W\d_]+))")
_WORD_BEFORE = re.compile(r"[a-z]+$")
_WORD_AFTER = re.compile(r"[a-z]+")
_WORDS = Wordings("text_words.tsv")


def is_prefix(word: str, rest: str) -> bool:
    """Whether ``word`` is a prefix that nearly always keeps its hyphen before ``rest`` ("non", "self", "x").

    >>> is_prefix("non", "certified"), is_prefix("non", "displaced"), is_prefix("medi", "cation")
    (True, False, False)
    """
    return word in _WORDS.of("never_syllables") and word + rest not in _words()


@cache
def _words() -> frozenset[str]:
    """Words of this genre (qualities, sites, conditions) that come before a hyphen of their own."""
    rows = [*lexicons.table("findings.tsv"), *lexicons.table("conditions.tsv")]
    return frozenset(row["term"] for row in rows if len(row["term"]) > 3 and row["term"].isalpha())


def is_syllable(words: WordsOf, start: int, stop: int) -> bool:
    """Whether the word broken at the line's end before ``start`` is written without a hyphen when it is not broken.

    It is, when the letter writes the word in one piece elsewhere, or neither part as a separate word.
    """
    low = words.low
    before = _WORD_BEFORE.search(low, max(0, start - 30), start - 1)
    after = _WORD_AFTER.match(low, stop)
    if before is None or after is None or low[before.start() - 1 : before.start()] in ("-", "/"):
        return False
    first, second = before.group(), after.group()
    if words.stands(first + second):
        return True
    if (
        first in _WORDS.of("whole_before_hyphen")
        or first in _words()
        or len(second) < 2
        or low[after.end() : after.end() + 1] == "-"
    ):
        return False
    return not (
        words.stands(f"{first}-{second}")
        or words.stands(first, before.start())
        or words.stands(second, after.start())
    )


class WordsOf:
    """Answers whether a word occurs in a text (in lower case).

    The first few questions search the text.  For a long text, or after many questions, a table of
    its words is made, so that all questions together take linear time.
    """

    __slots__ = ("_asked", "_count", "_pairs", "low")

    def __init__(self, text: str):
        self.low = lower(text)
        self._asked = 0 if len(text) <= _LONG else _OFTEN
        self._count: Counter[str] | None = None
        self._pairs: set[str] = set()

    def stands(self, word: str, but_at: int = -1) -> bool:
        """Whether ``word``, or a pair of words with a hyphen, occurs in the text, not counting one place."""
        self._asked += 1
        return self._look_through(word, but_at) if self._asked <= _OFTEN else self._look_up(word, but_at)

    def _look_through(self, word: str, but_at: int) -> bool:
        low = self.low
        at = low.find(word)
        while at >= 0:
            end = at + len(word)
            if at != but_at and not low[at - 1 : at].isalpha() and not low[end : end + 1].isalpha():
                return True
            at = low.find(word, at + 1)
        return False

    def _look_up(self, word: str, but_at: int) -> bool:
        low = self.low
        if self._count is None:
            self._count = Counter(_WORD.findall(low))
            self._pairs = {f"{one}-{two}" for one, two in _PAIR.findall(low)}
        if "-" in word:
            return word in self._pairs
        end = but_at + len(word)
        here = but_at >= 0 and not low[but_at - 1 : but_at].isalpha() and not low[end : end + 1].isalpha()
        return self._count[word] > here
