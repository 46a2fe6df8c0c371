"""Re-flows wrapped text and keeps the way back to the source's offsets.

PDF text breaks lines where the page ends them, so a phrase may hold a line break, a
doubled space or a page footer.  The grammars read *flowing* text, in which every run of
white space is one space and running heads are gone; the record speaks of the source.
:class:`Flow` holds both and maps one to the other.

>>> flow = reflow("Norco  10/325mg \\n\\n#60")
>>> flow.text
'Norco 10/325mg #60'
>>> flow.to_source(15, 18)
(18, 21)
>>> flow.source[18:21]
'#60'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cache

from imrnlp import lexicons
from imrnlp.text.strings import lower

# White space that is not one plain space.  The pattern begins with a class of characters, which the
# engine skips to; what may stand before a gap is looked at afterwards.
_GAP = re.compile(r"\s(?:\s+|(?<! ))")


class Flow:
    """Flowing text with its source; every offset method is O(log n)."""

    __slots__ = ("_flow_starts", "_source_starts", "source", "text")

    def __init__(self, source: str, text: str, flow_starts: list[int], source_starts: list[int]):
        self.source = source
        self.text = text
        self._flow_starts = flow_starts
        self._source_starts = source_starts

    def position(self, offset: int) -> int:
        """Source offset of the character at flow ``offset``."""
        i = bisect_right(self._flow_starts, offset) - 1
        return self._source_starts[i] + offset - self._flow_starts[i]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source span of the flow span ``[start, end)``; an empty span stays empty."""
        first = self.position(start)
        return first, (self.position(end - 1) + 1 if end > start else first)

    def from_source(self, offset: int) -> int:
        """Flow offset of the source character at ``offset`` (of the next kept one, if it was dropped)."""
        i = bisect_right(self._source_starts, offset) - 1
        if i < 0:
            return 0
        limit = self._flow_starts[i + 1] if i + 1 < len(self._flow_starts) else len(self.text)
        return min(self._flow_starts[i] + offset - self._source_starts[i], limit)


def reflow(source: str, dropped: Sequence[tuple[int, int]] = ()) -> Flow:
    """Flowing text of ``source`` without the ``dropped`` spans (running heads, footers).

    ``dropped`` are ``(start, end)`` source offsets, sorted, not overlapping.  Linear time.
    """
    text = _blanked(source, dropped) if dropped else source
    pieces: list[str] = []
    flow_starts: list[int] = []
    source_starts: list[int] = []
    length = 0
    words: _Asked | None = None
    end = len(text.rstrip())
    at = len(text) - len(text.lstrip())
    for gap in _GAP.finditer(text, at, end):
        start, stop = gap.span()
        flow_starts.append(length)
        source_starts.append(at)
        pieces.append(text[at:start])
        length += start - at
        at = stop
        # A word or number broken after its hyphen or slash is joined with nothing between.
        broken = start > 1 and text[start - 1] in "-/." and not text[start - 2].isspace()
        if (
            broken
            and _breaks_line(gap.group())
            and (text[start - 1] != "." or _in_address(text, start, stop))
        ):
            # "FDA-" is a word of its own, whatever follows.
            by_line = text[start - 1] == "-" and not text[start - 2].isupper()
            if by_line:
                words = words or _Asked(text)
            if by_line and words and _is_syllable(words, start, stop):
                # The hyphen is the line's, not the word's: it goes with the gap.
                pieces[-1] = pieces[-1][:-1]
                length -= 1
            continue
        flow_starts.append(length)
        source_starts.append(start)
        pieces.append(" ")
        length += 1
    if at < end:
        flow_starts.append(length)
        source_starts.append(at)
        pieces.append(text[at:end])
    if not pieces:
        flow_starts, source_starts = [0], [0]
    return Flow(source, "".join(pieces), flow_starts, source_starts)


# A web address that a line's end breaks after a full stop goes on with a small letter or a digit.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_LONGEST_ADDRESS = 300


def _in_address(text: str, start: int, stop: int) -> bool:
    follows = text[stop]
    return (follows.islower() or follows.isdigit()) and (
        _ADDRESS.search(text, max(0, start - _LONGEST_ADDRESS), start) is not None
    )


#: Characters of a text, and questions about one, beyond which a table of its words is made.
_LONG, _OFTEN = 100_000, 200
_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"([^\W\d_]+)(?=-([^\W\d_]+))")
_WORD_BEFORE = re.compile(r"[a-z]+$")
_WORD_AFTER = re.compile(r"[a-z]+")
#: Before a hyphen these are words or prefixes of their own, whatever follows.
_WHOLE = frozenset(
    [
        "non",
        "post",
        "pre",
        "self",
        "follow",
        "low",
        "high",
        "mid",
        "x",
        "re",
        "anti",
        "co",
        "semi",
        "sub",
        "well",
        "ill",
        "full",
        "half",
        "short",
        "long",
        "left",
        "right",
        "two",
        "three",
        "four",
        "five",
        "six",
        "one",
        "multi",
        "intra",
        "inter",
        "extra",
        "over",
        "under",
        "mini",
        "micro",
        "soft",
        "hard",
        "work",
        "home",
        "weight",
        "side",
        "end",
        "open",
        "closed",
        "broad",
        "t",
        "c",
        "l",
        "s",
        "early",
        "late",
        "far",
        "near",
        "hands",
        "on",
        "off",
        "out",
        "in",
        "up",
        "down",
        "all",
        "pain",
        "drug",
        "opioid",
        "trigger",
        "cross",
        "pro",
        "type",
        "range",
        "stand",
        "sit",
    ]
)


@cache
def _words() -> frozenset[str]:
    """Words of this genre (qualities, sites, conditions) that come before a hyphen of their own."""
    rows = [*lexicons.table("findings.tsv"), *lexicons.table("conditions.tsv")]
    return frozenset(row["term"] for row in rows if len(row["term"]) > 3 and row["term"].isalpha())


def _is_syllable(words: _Asked, start: int, stop: int) -> bool:
    """Whether the word that a line's end breaks after the hyphen before ``start`` has none when unbroken.

    The letter itself tells: it writes the word elsewhere in one piece, or neither part as a word of its own.
    """
    low = words.low
    before = _WORD_BEFORE.search(low, max(0, start - 30), start - 1)
    after = _WORD_AFTER.match(low, stop)
    if before is None or after is None or low[before.start() - 1 : before.start()] in ("-", "/"):
        return False
    first, second = before.group(), after.group()
    if words.stands(first + second):
        return True
    if first in _WHOLE or first in _words() or len(second) < 2 or low[after.end() : after.end() + 1] == "-":
        return False
    return not (
        words.stands(f"{first}-{second}")
        or words.stands(first, before.start())
        or words.stands(second, after.start())
    )


class _Asked:
    """The words of a text, in lower case, and whether one stands there.

    A few questions about a letter are answered by looking through it.  A text that is long, or asks often,
    gets a table of its words first, so that all questions together take linear time.
    """

    __slots__ = ("_asked", "_count", "_pairs", "low")

    def __init__(self, text: str):
        self.low = lower(text)
        self._asked = 0 if len(text) <= _LONG else _OFTEN
        self._count: Counter[str] | None = None
        self._pairs: set[str] = set()

    def stands(self, word: str, but_at: int = -1) -> bool:
        """Whether ``word``, or a pair of words with a hyphen, stands in the text, save at one place."""
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


def _breaks_line(gap: str) -> bool:
    return "\n" in gap or "\f" in gap or "\r" in gap


def _blanked(source: str, dropped: Sequence[tuple[int, int]]) -> str:
    """``source`` with the dropped spans as line breaks, so that text joins across them."""
    parts, at = [], 0
    for start, end in dropped:
        parts += [source[at:start], "\n" * (end - start)]
        at = end
    return "".join([*parts, source[at:]])
