"""Tries many patterns at once, each of them only at places where its first three letters occur.

``re`` tries the branches of ``(?:a|b|c)`` one after the other at every place of a text.  With hundreds of rows of
cues this would take most of the time of a letter.  Here a table says which rows can begin with three given characters, and
only those rows are tried, in their order.  The result is the same as that of the alternation.
"""

from __future__ import annotations

import re
import re._constants as codes
import re._parser as parser
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from imrnlp.text.strings import quoted

Match = re.Match[str]

_ZERO_WIDTH = (codes.ASSERT, codes.ASSERT_NOT, codes.AT)
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
#: Characters that are looked at, members of a class at most for which it is not any character, and beginnings at most
#: that are told apart by their next character.
LOOKED_AT = 3
_CLASS_SIZE = 64
_MOST = 500

_SPACES = frozenset(character for character in map(chr, range(0x3001)) if character.isspace())

#: What a pattern takes first, and whether that is all that it takes so far: anything may stand behind the others.
_Opening = tuple[str, bool]
_NOTHING: frozenset[_Opening] = frozenset([("", True)])
_ANYTHING: frozenset[_Opening] = frozenset([("", False)])


def beginnings(pattern: str, flags: int = 0) -> frozenset[str] | None:
    """The one to three lower-case characters with which a match of ``pattern`` begins.

    Fewer than three when the next can be anything; ``None`` when the first can be anything, or the match can be empty.  ``flags`` are those of ``re``.

    >>> sorted(beginnings("(?:was )?stopped|D/C") or ())
    ['d/c', 'sto', 'was']
    >>> beginnings("[^a]") is None, beginnings("x?") is None, sorted(beginnings("x\\w") or ())
    (True, True, ['x'])
    """
    found = frozenset(text for text, _ in _sequence(parser.parse(pattern, flags)))
    if "" in found:
        return None
    return frozenset(text for text in found if not begins_so(found, text[:-1]))


def begins_so(texts: frozenset[str], opening: str) -> bool:
    """Whether one of the ``texts``, which :func:`beginnings` gave, begins an ``opening`` of :data:`LOOKED_AT` characters."""
    return any(opening[:n] in texts for n in range(1, len(opening) + 1))


def _sequence(nodes: Any) -> frozenset[_Opening]:
    """How a sequence begins."""
    found = _NOTHING
    for code, value in nodes:
        if code in _ZERO_WIDTH:
            continue
        if all(not goes_on for _, goes_on in found):
            break
        found = _followed(found, _node(code, value))
    return found


def _followed(first: frozenset[_Opening], second: frozenset[_Opening]) -> frozenset[_Opening]:
    too_many = len(first) * len(second) > _MOST
    joined: set[_Opening] = set()
    for text, goes_on in first:
        if too_many and text:
            joined.add((text, False))
            continue
        for behind, further in second if goes_on else _NOTHING:
            whole = (text + behind)[:LOOKED_AT]
            joined.add((whole, goes_on and further and len(whole) < LOOKED_AT))
    return frozenset(joined)


def _node(code: Any, value: Any) -> frozenset[_Opening]:
    if code is codes.LITERAL:
        return frozenset([(chr(value).lower(), True)])
    if code is codes.IN:
        return _character_class(value)
    if code is codes.BRANCH:
        return frozenset().union(*map(_sequence, value[1]))
    if code is codes.SUBPATTERN:
        return _sequence(value[-1])
    if code is codes.ATOMIC_GROUP:
        return _sequence(value)
    if code in _REPEATS:
        least, most, inner = value
        once = often = _sequence(inner)
        for _ in range(1, min(most, LOOKED_AT)):
            often = once | _followed(once, often)
        return often | _NOTHING if least == 0 else often
    return _ANYTHING


def _character_class(members: Any) -> frozenset[_Opening]:
    found: set[str] = set()
    for code, value in members:
        if code is codes.LITERAL:
            found.add(chr(value).lower())
        elif code is codes.RANGE and value[1] - value[0] < _CLASS_SIZE:
            found |= {chr(c).lower() for c in range(value[0], value[1] + 1)}
        elif code is codes.CATEGORY and value is codes.CATEGORY_SPACE:
            found |= _SPACES
        elif code is codes.CATEGORY and value is codes.CATEGORY_DIGIT:
            found |= set("0123456789")
        else:
            return _ANYTHING
    return frozenset((character, True) for character in found)


def needed(pattern: str) -> frozenset[str]:
    """Letters in lower case of which any match of ``pattern`` holds some, side by side; ``{""}`` where none are known.

    >>> sorted(needed(r"[^.]{0,20}(?:has|have)?\\s+been\\s+seen?|(?:taken|used) up"))
    ['been', 'taken', 'used']
    """
    return _held(parser.parse(pattern))


def _held(nodes: Any) -> frozenset[str]:
    """What a sequence must hold: the letters of the part of it whose shortest letters are the longest."""
    found, run = [frozenset([""])], ""
    for code, value in nodes:
        run = run + chr(value).lower() if code is codes.LITERAL else ""
        if run:
            found.append(frozenset([run]))
        elif code is codes.BRANCH:
            found.append(frozenset().union(*map(_held, value[1])))
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            found.append(_held(value[-1] if code is codes.SUBPATTERN else value))
        elif code in _REPEATS and value[0]:
            found.append(_held(value[-1]))
    return max(found, key=lambda held: min(map(len, held)))


class Alternatives:
    """The rows of a table as one alternation: the leftmost match counts; of several at one place, the one of the first row.

    ``before`` and ``after`` are patterns of no width that must hold before and behind each row.  Case does not
    matter.  Raises ``ValueError`` for a row that has a capturing group.

    >>> rows = Alternatives(["was stopped", r"stop\\w*"], before=r"\\b", after=r"\\b")
    >>> [(row, match.group()) for row, match in rows.finditer("It was stopped; he stops now.")]
    [(0, 'was stopped'), (1, 'stops')]
    """

    def __init__(self, rows: Sequence[str], before: str = "", after: str = ""):
        for row in rows:
            if parser.parse(row).state.groups > 1:
                raise ValueError(f"a row of alternatives may not have a capturing group: {quoted(row)}")
        self._rows, self._after = rows, after
        self._beginnings = [beginnings(row) for row in rows]
        letters = {text[0] for found in self._beginnings if found is not None for text in found}
        own = "." if None in self._beginnings else f"[{re.escape(''.join(sorted(letters)))}]"
        self._starts = re.compile(f"{before}{own}", re.I | re.S)
        self._compiled = lru_cache(maxsize=None)(self._compile)
        self._tried = _Tried(self.beginning_with)
        #: As ``_tried``, without the rows that anything may begin, and what the text must hold for one of those.
        self._bound = _Tried(partial(self.beginning_with, bound=True))
        unbound = [row for row, texts in zip(rows, self._beginnings, strict=True) if texts is None]
        self._needed = tuple(frozenset().union(*map(needed, unbound)))

    def _compile(self, numbers: tuple[int, ...]) -> re.Pattern[str] | None:
        either = "|".join(f"(?P<row{i}>{self._rows[i]})" for i in numbers)
        return re.compile(f"(?:{either}){self._after}", re.I) if numbers else None

    def beginning_with(self, opening: str, bound: bool = False) -> re.Pattern[str] | None:
        """The rows that may match where these three characters stand, or fewer at the end of a text.

        ``bound``: without those that anything may begin.
        """
        low = opening.lower()
        if not low.isascii():
            # Letters have more than two cases there: "K", "k" and the sign of Kelvin.
            return self._compiled(tuple(range(len(self._rows))))
        return self._compiled(
            tuple(
                i
                for i, texts in enumerate(self._beginnings)
                if (not bound if texts is None else begins_so(texts, low))
            )
        )

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Match]]:
        """Row number and match of each place, from left to right, without overlaps."""
        end = len(text) if end is None else end
        reach = start
        tried = self._tried
        for place in self._starts.finditer(text, start, end):
            at = place.start()
            if at < reach:
                continue
            pattern = tried[text[at : at + LOOKED_AT]]
            match = pattern.match(text, at, end) if pattern is not None else None
            if match is not None:
                reach = max(match.end(), at + 1)
                yield int(match.lastgroup[3:]), match  # type: ignore[index]

    def search(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether any row matches anywhere."""
        return any(True for _ in self.finditer(text, start, end))

    def first(self, text: str, start: int, last: int, end: int) -> tuple[int, Match] | None:
        """The first match that begins in ``[start, last]`` and ends before ``end``; ``before`` is not looked at."""
        # A row that anything may begin would be tried at each place: most texts lack a word that it has.
        low = text[start:end].lower()
        may_begin_so = not low.isascii() or any(map(low.__contains__, self._needed))
        tried = self._tried if may_begin_so else self._bound
        for at in range(start, min(last + 1, end)):
            pattern = tried[text[at : at + LOOKED_AT]]
            match = pattern.match(text, at, end) if pattern is not None else None
            if match is not None:
                return int(match.lastgroup[3:]), match  # type: ignore[index]
        return None


class _Tried(dict[str, "re.Pattern[str] | None"]):
    """The pattern of each three characters, made when they are first met."""

    def __init__(self, make: Callable[[str], re.Pattern[str] | None]):
        super().__init__()
        self._make = make

    LIMIT = 50_000

    def __missing__(self, opening: str) -> re.Pattern[str] | None:
        pattern = self._make(opening)
        if len(self) > self.LIMIT:
            self.clear()
        if opening.isascii():
            self[opening] = pattern
        return pattern
