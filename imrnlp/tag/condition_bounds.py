"""Where a finding's words begin and end: what an annotator would still take in.

The grammar of :mod:`imrnlp.tag.conditions` sees a finding's core.  Behind it may stand its quality
("pain that was dull and sharp"), what brings it on ("pain with gripping and lifting"), where it goes
("going down the right arm"), what it touches ("contacting the left L5 nerve root"), how it was
tested ("to light touch") and how far it reaches ("in all planes"); before it, how much there is
("a significant amount of").  Each is one row of ``lexicons/finding_tails.json``, chosen by the word behind the finding.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.condition_words import Words, findings_grammar, letters
from imrnlp.text.strings import Span

_WORDS = Wordings("condition_bound_words.tsv")

# What stands before a finding and says how much of it there is; "a" stays outside.
_AMOUNT = _WORDS.compile(
    r"""
    (?:{sizes}\ (?:amount|degree|level)s?\ of
    |(?:{counts}\ )
     {times_of_a_finding}\ of
    |(?P<count>multiple|numerous)
    |(?<!\S)(?:\d+(?:\.\d+)?(?:\ ?[cm]m)?\ (?:x|by|×)\ )?\d+(?:\.\d+)?(?:\ ?[cm]m)?\ (?:x|by|×)
    |(?<=\bno\ )(?:(?:further|significant)\ )?{rises}(?:\ {owners})?
    |(?<=\bhad\ )some|(?<=\bhas\ )some|(?<=\bwith\ )some|(?<=,\ )some|(?<=\band\ )some|(?<=\bis\ )some|(?<=\bwas\ )some
    )\ $
    """,
    re.VERBOSE,
)
_AMOUNT_REACH = 40


@dataclass(frozen=True, slots=True)
class Tail:
    """Words behind a finding that belong to it: a row of ``finding_tails.json``.

    ``of`` is searched in the finding's own words, ``words`` matched right behind it.
    ``place``: a place "must follow", "may follow", or is not looked for (empty).
    """

    of: re.Pattern[str]
    words: re.Pattern[str]
    place: str


@dataclass(frozen=True, slots=True)
class Tails:
    """The tails that one word begins, and one pattern of their words: of ten "and" nine begin none of them."""

    tails: tuple[Tail, ...]
    words: re.Pattern[str]


#: What makes a finding of a bare "pain": what brings it on and where it goes, not "at night".
_OF_BARE = ("provoked", "course")


@lru_cache(maxsize=2)
def _by_word(bare: bool) -> dict[str, Tails]:
    """The tails by the word that begins them; of a bare "pain" those that make a finding of it."""
    data = lexicons.document("finding_tails.json")
    found: dict[str, list[Tail]] = {}
    for row in data["tails"]:
        if bare and not row["name"].startswith(_OF_BARE):
            continue
        of, words = (
            re.compile(lexicons.filled(pattern, data["pieces"]))
            for pattern in (row.get("of", ""), row["words"])
        )
        tail = Tail(of, words, row.get("place", ""))
        for word in row["first"]:
            found.setdefault(word, []).append(tail)
    return {
        word: Tails(tuple(tails), re.compile("|".join(f"(?:{tail.words.pattern})" for tail in tails)))
        for word, tails in found.items()
    }


_LEAD_TO_PLACE = re.compile(r" (?:in|of|at|over|to|on) ")
_NEXT = re.compile(r" ?([a-z]+|[,/])")
_MAX_TAILS = 4
# "palpation of the elbow elicited", before "pain"
_PROVOKES = _WORDS.compile(
    r"""
    (?<=[.;:,]\ ) (?P<by> [a-z][\w'/-]*+ (?:\ [\w'/-]++){0,8}? )
    \ (?:also\ )? {provokes} \ (?:{sizes}\ |local\ |some\ )? $
    """,
    re.VERBOSE,
)
_PROVOKED_REACH = 110
#: Classes of what is done in an examination.
_MOVEMENTS = "FUNCTION MANEUVER SIGN PALPATION ACTIVITY"
#: Words of a place behind a finding, at most.
_PLACE_WORDS = 30


# How many last letters are looked at before a pattern that ends there is tried.
_LAST_LETTERS = 3


def _last_letters(words: Iterable[str], count: int, behind: str) -> set[str]:
    """The last letters of plain words, with what stands behind them; any text where a word is a pattern."""
    return {f"{word[-count:]}{behind}" if word[-count:].isalpha() else "" for word in words}


@lru_cache(maxsize=1)
def _provoked_ends() -> tuple[str, ...]:
    """The last letters of a text that :data:`_PROVOKES` may match, so that few texts are searched."""
    words = {"local", "some", *_WORDS.of("provokes"), *_WORDS.of("sizes")}
    return tuple(_last_letters(words, _LAST_LETTERS, " "))


@lru_cache(maxsize=1)
def _amount_ends() -> tuple[str, ...]:
    """The last letters of a text that :data:`_AMOUNT` may match."""
    owned = [f"{owner} " for owner in _WORDS.of("owners")]
    before_of = {"amount", "degree", "level", "amounts", *_WORDS.of("times_of_a_finding")}
    rises = [f"{rise} {owner}" for rise in _WORDS.of("rises") for owner in ("", *owned)]
    return (
        "some ",
        "multiple ",
        "numerous ",
        " x ",
        " by ",
        " × ",
        *rises,
        *_last_letters(before_of, 1, " of "),
    )


# "obesity with a body mass index of 43": the number is a value.
_WEIGHED = re.compile(r"\ (?:with|and|at)\ (?:an?|his|her|the)\ (?:body\ mass\ index|bmi)\b", re.VERBOSE)
# "guarding noted on the cervical examination": the place is the examination's.
_EXAMINED = re.compile(r"\ (?:noted|found|seen|present)\ (?:on|in|upon|during|at)\ the\ [a-z ]+$", re.VERBOSE)
_AND = re.compile(r",? and (?=[a-z])")
_JOINED = re.compile(r"(?:some )?(?:pain|discomfort) and \w+ (?:with|on|upon) ")
_CURRENT = ("current ", "ongoing ", "continued ", "reported ", "new ")


def _place(low: str, words: Words, at: int) -> int:
    """Where the place that begins at ``at`` ends; ``at`` itself where there is none."""
    first = bisect_left(words.starts, at)
    if first == len(words.starts) or words.starts[first] != at:
        return at
    m = findings_grammar().pattern("place_behind").match(words.classes, first, first + _PLACE_WORDS)
    # "as well as hip stiffness": the place is that of the next finding.
    if m is None or words.classes[m.end() : m.end() + 1] in letters("HEAD WEAK"):
        return at
    return words.ends[m.end() - 1]


def _end(low: str, words: Words, start: int, end: int, bare: bool) -> int:
    """The end of the finding ``low[start:end]`` with what belongs to it behind."""
    tails = _by_word(bare)
    for _ in range(_MAX_TAILS):
        following = _NEXT.match(low, end)
        if following is None:
            return end
        kinds = tails.get(following[1])
        if kinds is None or kinds.words.match(low, end) is None:
            return end
        for tail in kinds.tails:
            m = tail.words.match(low, end)
            if m is None or not tail.of.search(low[start:end]):
                continue
            stop = m.end()
            if tail.place == "must follow":
                place = _place(low, words, stop)
                if place == stop:
                    continue
                stop = place
            elif tail.place == "may follow":
                lead = _LEAD_TO_PLACE.match(low, stop)
                place = _place(low, words, lead.end()) if lead else stop
                stop = place if lead and place > lead.end() else stop
            end = stop
            break
        else:
            return end
    return end


def widened(
    low: str, words: Words, spans: Sequence[Span], bare: frozenset[Span] | set[Span] = frozenset()
) -> list[Span]:
    """``spans``, in text order, each with the words that belong to it; those that lie within another are left out.

    A span of ``bare`` ("pain") is a finding only with such words ("pain with compression").

    >>> from imrnlp.tag.condition_words import word_classes
    >>> low = "neck pain that was dull and sharp"
    >>> widened(low, word_classes(low), [(0, 9)])
    [(0, 33)]
    """
    found: list[Span] = []
    weighed = _WEIGHED.search(low) is not None
    for start, end in spans:
        if found and start < found[-1][1]:
            # what belongs to another finding is not its own: "a spur indenting the tendon and mild bursitis"
            own = _AND.match(low, found[-1][1], end)
            if own is None:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
                continue
            start = own.end()
        too_bare = (start, end) in bare
        if low.startswith(_CURRENT, start) or _is_of_two(low, words, start, end):
            start = low.index(" ", start) + 1
        stop = _end(low, words, start, end, too_bare)
        if too_bare and (start, end) not in bare and stop == end:
            continue
        stop = _before_examination(low, start, stop, weighed)
        if found and low[found[-1][1] : start] == " and " and _JOINED.match(low[found[-1][0] : stop]):
            # "some pain and weakness with adduction": what brings it on is said of both
            found[-1] = (found[-1][0], stop)
            continue
        a = _from_what_provokes(low, words, start) if too_bare else start
        if low.endswith(_amount_ends(), 0, start):
            a = _with_amount(low, start, (start, end) in bare)
        if found and a < found[-1][1]:
            if found[-1] in bare:
                found.pop()
            else:
                a = start
        found.append((a, stop))
    return [s for s in found if s not in bare]


def _is_of_two(low: str, words: Words, start: int, end: int) -> bool:
    """Whether "both" is of two findings, and no side of this one: "both obesity and gout", not "both knees"."""
    return low.startswith("both ", start) and not letters("SITE LEVEL") & set(words.between(start, end))


def _from_what_provokes(low: str, words: Words, start: int) -> int:
    """Where a bare "pain" begins with what brings it on: "lumbar extension produced | pain"."""
    if not low.endswith(_provoked_ends(), 0, start):
        return start
    first = max(0, start - _PROVOKED_REACH)
    lead = "" if first else ". "
    m = _PROVOKES.search(lead + low[first:start])
    a = first + m.start("by") - len(lead) if m else start
    return a if letters(_MOVEMENTS) & set(words.between(a, start)) else start


def _before_examination(low: str, start: int, stop: int, weighed: bool) -> int:
    """Where the words end that belong to a finding, before an examination or a weight that comes with it.

    ``weighed`` says whether there is such a weight anywhere.
    """
    if low.startswith(" exam", stop) and (parted := _EXAMINED.search(low, start, stop)):
        stop = parted.start()
    weight = _WEIGHED.search(low, start, stop) if weighed else None
    return weight.start() if weight else stop


def _with_amount(low: str, start: int, bare: bool) -> int:
    """Where a finding begins with the amount before it: "several episodes of | dizziness"."""
    amount = _AMOUNT.search(low, max(0, start - _AMOUNT_REACH), start)
    return amount.start() if amount and not (amount["count"] and bare) else start
