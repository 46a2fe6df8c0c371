"""Many terms found in one pass: the Aho-Corasick automaton behind every lexicon.

Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 1975;18(6):333-340.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

Value = TypeVar("Value")


class Matcher(Generic[Value]):
    """Finds each term of ``terms`` (lower case) in a lower-case text, with the term's value.

    >>> matcher = Matcher({"knee": "S", "mri": "T"})
    >>> list(matcher.words("mri of the knee, kneeling"))
    [(0, 3, 'T'), (11, 15, 'S')]
    """

    def __init__(self, terms: Mapping[str, Value]):
        self._automaton = ahocorasick.Automaton()
        for term, value in terms.items():
            self._automaton.add_word(term, (len(term) - 1, value))
        self._automaton.make_automaton()
        self._empty = not terms

    def everywhere(self, low: str) -> Iterator[tuple[int, int, Value]]:
        """``(start, end, value)`` of each term, inside words too, in the order of their ends."""
        if self._empty:
            return
        for last, (before, value) in self._automaton.iter(low):
            yield last - before, last + 1, value

    def words(self, low: str, also: str = "") -> Iterator[tuple[int, int, Value]]:
        """As :meth:`everywhere`, whole words only; a character of ``also`` counts as part of a word."""
        size = len(low)
        for start, end, value in self.everywhere(low):
            if start and (low[start - 1].isalnum() or low[start - 1] in also):
                continue
            if end < size and (low[end].isalnum() or low[end] in also):
                continue
            yield start, end, value


def longest_first(found: list[tuple[int, int, Value]]) -> list[tuple[int, int, Value]]:
    """The matches in text order without overlaps: of several that begin together, the longest stays.

    >>> longest_first([(4, 8, "b"), (0, 3, "a"), (0, 5, "ab")])
    [(0, 5, 'ab')]
    """
    kept: list[tuple[int, int, Value]] = []
    for match in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or match[0] >= kept[-1][1]:
            kept.append(match)
    return kept
