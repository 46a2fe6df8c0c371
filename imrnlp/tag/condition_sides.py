"""The side of a finding: its own words, those it is listed with, or what its sentence speaks of.

A finding's own side word comes first.  Without one, four things of the same sentence give the side, in
this order: a place parted from the finding by its verb ("tenderness is noted over the right elbow"),
the place that ends a list ("clicking and popping of the left knee"), the complaint it accompanies
("right hand pain with numbness"), and the part that the sentence is about ("Left shoulder: no
deformity", "the scan of the right knee, dated 1/2/2017, showed an effusion").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.condition_words import Words, letters, patterns, wording
from imrnlp.tag.side_words import SIDE_WORDS, side_of
from imrnlp.text.strings import Span

_WORDS = Wordings("condition_bound_words.tsv")

_SIDE = SIDE_WORDS.compile(
    r"""
    \b ( {left} | {right} | {bilateral} | {bilaterally} | {left_limbs} | {right_limbs} | {bilateral_limbs}
        | {left_letter} | {right_letter} | (?: {left_in_short} | {right_in_short} ) (?= \.? \s {sided} \b | $ ) )
    \b (?! [./]\w | \ {no_side}\b )
    """,
    re.VERBOSE,
)
#: Classes of words that may be the side of the part behind them.
_BEFORE_PARTS = (
    *("left", "right", "bilateral", "left_letter", "right_letter"),
    *("left_in_short", "right_in_short", "bilateral_in_short"),
)
# "Tenderness is noted over the right elbow": the verb parts the finding from its side; "stiffness (left wrist)", "(Lt)".
_BEHIND = SIDE_WORDS.compile(
    r"""
    (?:
        (?:\ to\ palpation)?
        \ (?:(?:is|are|was|were|remains|remained)\ (?:also\ |positive\ )?)?
        (?:{seen_at_a_side}\ ){0,2}
        (?:{to_a_side}\ )?
        (?:the\ |his\ |her\ )?(?:said\ |same\ )?
      | \ \( (?=[^()]{1,40}\))
    )
    (?P<side> {left} | {right} | {bilateral} | (?: {left_letter} | {right_letter} ) (?=\ {sided}\b)
      | (?: {left_in_short} | {right_in_short} ) (?=\.?\ {sided}\b) )
    (?: \b (?!\ (?:him|her|the\ patient|with|{no_side})\b) )              # "the stroke left him weak"
  | \ \( (?P<alone> {left} | {right} | {bilateral} | {left_letter} | {right_letter} | {left_in_short} | {right_in_short} ) \.? \)
  | \ on\ the\ (?P<short> {left_letter} | {right_letter} | {left_in_short} | {right_in_short} ) (?= [.,;)] | $ )
    """,
    re.VERBOSE,
)
# What stands between two findings of one list: "clicking, popping, and instability".
_LISTED = re.compile(r"\s*(?:,|/|,?\s*\b(?:and|or|and/or|&)\b)(?:\s*(?:also|no|any|some|a|an))?\s*")
# What joins a finding to one that has its place: "left knee swelling and tenderness", "right hip pain with weakness".
_JOINED = _WORDS.compile(r",?\s{joins_a_finding}(?:\s{before_a_joined_finding})?\s*")
# Findings of the place where the one before them is: "tenderness", "crepitus", not "insomnia".
_LOCAL = _WORDS.compile(r"\b{local_findings}\b")
# The side that stands behind its head governs the list before it; the one before its head does not.
_PLACE_BEHIND = _WORDS.compile(r"\b{before_a_place}\b|bilaterally$")
_MORE_ON = _WORDS.compile(r"\b{more_on_a_side}\b")
#: How the name of a test ends: "Cozen's", "Mill's test and Cozen's test were positive on the left".
_TESTS = ("'s", "s'", "test", "tests", "sign", "signs", "maneuver")
#: Words between the part and its verb, at most: "dated 1/2/2017, which was read as normal, showed".
_REACH = 16


@cache
def _words_of(*kinds: str) -> frozenset[str]:
    """The words of some kinds of ``condition_side_words.tsv``."""
    rows = (row for row in lexicons.table("condition_side_words.tsv") if row["kind"] in kinds)
    return frozenset(word for row in rows for word in row["words"].split("|"))


@cache
def _side_words() -> frozenset[str]:
    return frozenset().union(*map(SIDE_WORDS.of, _BEFORE_PARTS))


def own_side(low: str) -> tuple[bool, str | None]:
    """Whether the words of a finding name a side, and which one, when it is one.

    The left and the right of one part are ``bilateral``; sides of different parts give none.

    >>> own_side("left shoulder and right shoulder pain"), own_side("left knee and right hip pain")
    ((True, 'bilateral'), (True, None))
    """
    places = list(_SIDE.finditer(low))
    named = {side_of(m[1]) for m in places}
    if len(named) < 2:
        return bool(named), next(iter(named), None)
    ends = [m.start() for m in places[1:]] + [len(low)]
    parts = [(side_of(m[1]), _parts_named(low[m.end() : end])) for m, end in zip(places, ends, strict=True)]
    if len(named) == 2 and "bilateral" in named:
        return True, "bilateral" if _MORE_ON.search(low) else None  # "in both legs, worse on the left"
    return True, "bilateral" if named >= {"left", "right"} and _one_part(parts) else None


def _parts_named(low: str) -> frozenset[str]:
    return frozenset(wording("{part}").findall(low))


def _one_part(parts: Sequence[tuple[str, frozenset[str]]]) -> bool:
    """Whether left and right are said of the same: "left and mild right narrowing", "left wrist, right wrist"."""
    left = [p for side, p in parts if side == "left"]
    right = [p for side, p in parts if side == "right"]
    others = [p for side, p in parts if side == "bilateral"]
    if others and any(a and b and a != b for a in others for b in (*left, *right)):
        return False
    return any(not a or not b or a & b for a in left for b in right)


class _Sentence:
    """The words of one sentence, and which of them lie in findings."""

    def __init__(self, low: str, words: Words, sentence: Span, spans: Sequence[Span]):
        self.low, self.span, self.spans = low, sentence, spans
        self.starts, self.ends, self.classes = words.starts, words.ends, words.classes
        self.first, self.last = bisect_left(words.starts, sentence[0]), bisect_left(words.starts, sentence[1])
        self._found_at = [a for a, _ in spans]

    def word(self, i: int) -> str:
        return self.low[self.starts[i] : self.ends[i]]

    def is_found(self, at: int) -> bool:
        place = bisect_right(self._found_at, at) - 1
        return place >= 0 and at < self.spans[place][1]

    def is_side(self, i: int) -> bool:
        return self.classes[i] in letters("SIDE") and self.word(i) in _side_words()

    def sides(self) -> list[int]:
        """The words that are sides."""
        side, known = letters("SIDE"), _side_words()
        return [i for i in range(self.first, self.last) if self.classes[i] in side and self.word(i) in known]

    def site_of(self, i: int) -> int | None:
        """The last word of the part whose side is word ``i``: "knee" of "left knee", "hip" of "left knee/hip"."""
        parts, listed, breaks = (
            letters("SITE"),
            letters("SITE SLASH"),
            letters("STOP COMMA SEMICOLON HAS VERB"),
        )
        site = next((k for k in range(i + 1, min(i + 5, self.last)) if self.classes[k] in parts), None)
        if site is None or any(c in breaks for c in self.classes[i + 1 : site]):
            return None
        while site + 1 < self.last and self.classes[site + 1] in listed:
            site += 1
        return site

    def is_fronted(self, i: int) -> bool:
        """Whether the part begins its clause: "On the left knee, …"."""
        before = i - 1 - (self.classes[i - 1] in letters("ARTICLE"))
        if before < self.first or self.word(before) not in _words_of("fronts"):
            return False
        return before == self.first or self.classes[before - 1] in letters("SEMICOLON COMMA")

    def leads_over(self, i: int, site: int) -> int | None:
        """The word behind which the sentence says what the part has: "shows" in "the left knee MRI shows"."""
        fronted = self.is_fronted(i)
        for k in range(site + 1, min(site + 1 + _REACH, self.last)):
            word = self.word(k)
            stop = word == "." and k + 1 < self.last and self.starts[k + 1] > self.ends[k]
            if stop or word == ";" or self.is_found(self.starts[k]) or self.is_side(k):
                return None
            if word == ":" or (word == "," and k == site + 1 and fronted):
                return k
            near = k <= site + 3
            if word in (_words_of("reports", "reports_near") if near else _words_of("reports")):
                return k
            if word == "to" and k + 1 < self.last and self.word(k + 1) in _words_of("looked_for"):
                return k
        return None


def _frames(sentence: _Sentence) -> Iterator[tuple[int, int, str]]:
    """Where a part with its side begins and ends to be what the sentence is about, with the side."""
    end = sentence.span[1]
    for i in sentence.sides():
        site = sentence.site_of(i)
        side = side_of(sentence.word(i))
        if site is None:
            # "On the right, there is hand stiffness": all that the clause has.
            if sentence.is_fronted(i):
                yield sentence.ends[i], end, side
            continue
        # "left hip active flexion at 90 degrees, rotation at 5 degrees with pain": up to the semicolon.
        if any(
            sentence.word(k) in _words_of("motion") for k in range(site + 1, min(site + 3, sentence.last))
        ):
            stop = sentence.low.find(";", sentence.ends[site], end)
            yield sentence.ends[site], stop if stop >= 0 else end, side
        if not sentence.is_found(sentence.starts[i]):
            lead = sentence.leads_over(i, site)
            if lead is not None:
                # "left knee with laxity; gout": the next item is another's.
                near = sentence.word(lead) in _words_of("reports_near")
                stop = sentence.low.find(";", sentence.ends[lead], end) if near else -1
                yield sentence.ends[lead], stop if stop >= 0 else end, side


def sides(
    low: str, words: Words, sentence: Span, spans: Sequence[Span], has_side_word: bool
) -> list[str | None]:
    """The side of each of a sentence's findings, ``spans`` in text order.

    ``low`` is the text in lower case, ``has_side_word`` whether the sentence names a side at all.
    """
    found: list[str | None] = []
    named: list[bool] = []
    for a, b in spans:
        own, side = own_side(low[a:b])
        named.append(own)
        found.append(side)
    if all(named) or not (has_side_word or any(found)):
        return found
    frames = sorted(_frames(_Sentence(low, words, sentence, spans)))
    _sides_behind(low, sentence[1], spans, found, named)
    along = False
    for i, (start, _) in enumerate(spans):
        linked = i > 0 and found[i - 1] is not None
        along = linked and _goes_along(low, spans[i - 1][1], start, listed=along and not named[i - 1])
        accompanied = along or (linked and _is_there_too(low, spans[i - 1], spans[i]))
        if named[i]:
            continue
        if accompanied:
            found[i] = found[i - 1]
        else:
            last = bisect_right(frames, (start, len(low), ""))
            near = reversed(frames[max(0, last - 3) : last])
            found[i] = next((side for _, end, side in near if start < end), found[i])
    return found


def _sides_behind(
    low: str, end: int, spans: Sequence[Span], found: list[str | None], named: list[bool]
) -> None:
    """Sides named right behind a finding, or by the next one of a list: "positive Hawkins and Neer on the right"."""
    for i in range(len(spans) - 1, -1, -1):
        if named[i]:
            continue
        a, b = spans[i]
        if behind := _BEHIND.match(low, b, end):
            found[i], named[i] = side_of(behind["side"] or behind["alone"] or behind["short"]), True
        elif wording(r"\b{midline}\b").search(low, a, b):
            named[i] = True
        elif i + 1 < len(spans) and named[i + 1] and found[i + 1]:
            c, d = spans[i + 1]
            own_word = _SIDE.search(low, c, d)
            listed = low[c - 2 : c] != ". " and _LISTED.fullmatch(low, b, c)
            place = _PLACE_BEHIND.search(low, c, own_word.end()) if own_word else True
            tested = low.startswith("positive ", a) or low.endswith(_TESTS, a, b)
            if listed and place and (tested or " " not in low[a:b]):
                found[i], named[i] = found[i + 1], True


def _goes_along(low: str, end: int, start: int, *, listed: bool) -> bool:
    """Whether the words between two findings say that the second is where the first is.

    ``listed``: the first one was so itself, and a comma is enough.
    """
    if wording(patterns()["accompanied"]).fullmatch(low, end, start):
        return True
    return listed and _LISTED.fullmatch(low, end, start) is not None


def _is_there_too(low: str, before: Span, span: Span) -> bool:
    """Whether a finding without a side is where the one joined before it is: "left knee swelling and tenderness"."""
    if _JOINED.fullmatch(low, before[1], span[0]) is None or _LOCAL.search(low, *span) is None:
        return False
    return _parts_named(low[slice(*span)]) <= _parts_named(low[slice(*before)])
