"""Many patterns tried as one alternation, each of them only where its first letter stands.

``re`` tries the branches of ``(?:a|b|c)`` one after the other at every place of a text.  With some hundred rows of
cues that is most of the time that a letter takes.  Here a table says which rows can begin with a character, and only
those are tried there, in their order: what is found is what the alternation finds.
"""

from __future__ import annotations

import re
import re._constants as codes
import re._parser as parser
from collections.abc import Iterator, Sequence
from typing import Any

from imrnlp.text.strings import quoted

Match = re.Match[str]

#: A pattern that may begin with any character.
_ANY = None
_ZERO_WIDTH = (codes.ASSERT, codes.ASSERT_NOT, codes.AT)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def first_characters(pattern: str) -> frozenset[str] | None:
    """The lower-case characters with which a match of ``pattern`` can begin; ``None`` where any can, or none need be.

    >>> sorted(first_characters("(?:was )?stopped|D/C") or ())
    ['d', 's', 'w']
    >>> first_characters("[^a]") is None, first_characters("x?") is None
    (True, True)
    """
    firsts, empty = _firsts(parser.parse(pattern))
    return None if empty or firsts is _ANY else frozenset(firsts)


def _firsts(nodes: Any) -> tuple[set[str] | None, bool]:
    """First characters of a sequence, and whether it can match without taking a character."""
    found: set[str] = set()
    for code, value in nodes:
        if code in _ZERO_WIDTH:
            continue
        firsts, empty = _firsts_of(code, value)
        if firsts is _ANY:
            return _ANY, False
        found |= firsts
        if not empty:
            return found, False
    return found, True


def _firsts_of(code: Any, value: Any) -> tuple[set[str] | None, bool]:
    if code is codes.LITERAL:
        return {chr(value).lower()}, False
    if code is codes.IN:
        return _firsts_of_class(value), False
    if code is codes.BRANCH:
        branches = [_firsts(branch) for branch in value[1]]
        return _union([firsts for firsts, _ in branches]), any(empty for _, empty in branches)
    if code is codes.SUBPATTERN:
        return _firsts(value[-1])
    if code is codes.ATOMIC_GROUP:
        return _firsts(value)
    if code in _REPEATS:
        least, _, inner = value
        firsts, empty = _firsts(inner)
        return firsts, empty or least == 0
    return _ANY, False


def _firsts_of_class(members: Any) -> set[str] | None:
    found: set[str] = set()
    for code, value in members:
        if code is codes.LITERAL:
            found.add(chr(value).lower())
        elif code is codes.RANGE:
            found |= {chr(c).lower() for c in range(value[0], value[1] + 1)}
        elif code is codes.CATEGORY and value is codes.CATEGORY_SPACE:
            found |= set(" \t\n\r\f\v")
        elif code is codes.CATEGORY and value is codes.CATEGORY_DIGIT:
            found |= set("0123456789")
        else:
            return _ANY
    return found


def _union(sets: list[set[str] | None]) -> set[str] | None:
    return _ANY if any(s is _ANY for s in sets) else set().union(*(s for s in sets if s is not None))


class Alternatives:
    """The rows of a table as one alternation: the leftmost match counts, of several there the first row's.

    ``before`` is a pattern of no width that stands before each row, ``after`` one behind it.  Letters of either
    case are the same.  Raises ``ValueError`` for a row with a group of its own, save ``(?:…)``.

    >>> rows = Alternatives(["was stopped", r"stop\\w*"], before=r"\\b", after=r"\\b")
    >>> [(row, match.group()) for row, match in rows.finditer("It was stopped; he stops now.")]
    [(0, 'was stopped'), (1, 'stops')]
    """

    def __init__(self, rows: Sequence[str], before: str = "", after: str = ""):
        for row in rows:
            if parser.parse(row).state.groups > 1:
                raise ValueError(f"a row of alternatives has no group of its own: {quoted(row)}")
        firsts = [first_characters(row) for row in rows]
        anywhere = tuple(i for i, f in enumerate(firsts) if f is None)
        letters = sorted({letter for f in firsts if f is not None for letter in f})
        made: dict[tuple[int, ...], re.Pattern[str]] = {}

        def compiled(numbers: tuple[int, ...]) -> re.Pattern[str]:
            if numbers not in made:
                either = "|".join(f"(?P<row{i}>{rows[i]})" for i in numbers)
                made[numbers] = re.compile(f"(?:{either}){after}", re.I)
            return made[numbers]

        self._by_letter = {
            letter: compiled(tuple(i for i, f in enumerate(firsts) if f is None or letter in f))
            for letter in letters
        }
        self._other = compiled(anywhere) if anywhere else None
        own = "." if anywhere else "[" + re.escape("".join(letters)) + "]"
        self._starts = re.compile(f"{before}{own}", re.I | re.S)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Match]]:
        """Row number and match of each place, from left to right, without overlaps."""
        end = len(text) if end is None else end
        reach = start
        tried = self._by_letter.get
        for place in self._starts.finditer(text, start, end):
            at = place.start()
            if at < reach:
                continue
            pattern = tried(text[at].lower(), self._other)
            match = pattern.match(text, at, end) if pattern is not None else None
            if match is not None:
                reach = max(match.end(), at + 1)
                yield int(match.lastgroup[3:]), match  # type: ignore[index]

    def search(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a row matches somewhere."""
        return any(True for _ in self.finditer(text, start, end))

    def first(self, text: str, start: int, last: int, end: int) -> tuple[int, Match] | None:
        """The first match that begins in ``[start, last]`` and ends before ``end``; ``before`` is not looked at."""
        tried = self._by_letter.get
        for at in range(start, min(last + 1, end)):
            pattern = tried(text[at].lower(), self._other)
            match = pattern.match(text, at, end) if pattern is not None else None
            if match is not None:
                return int(match.lastgroup[3:]), match  # type: ignore[index]
        return None
