"""The side of a finding: its own words, those it is listed with, or what its sentence speaks of.

A finding's own side word comes first.  Without one, four things of the same sentence tell the side, in
this order: a place parted from the finding by its verb ("tenderness is noted over the right elbow"),
the place that ends a list ("clicking and popping of the left knee"), the complaint it accompanies
("right hand pain with numbness"), and the part that the sentence is about ("Left shoulder: no
deformity", "the scan of the right knee, dated 1/2/2017, showed an effusion").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from imrnlp.tag.condition_words import Words, letters
from imrnlp.text.strings import Span

_SIDE_LETTERS = re.compile(r"left|right|bilat|both|[lr][lu]e|\bb(?:[lu]e|/l)|\b[lr]\b")
_SIDE = re.compile(
    r"\b(left|right|bilateral|bilaterally|both|lle|rle|lue|rue|bles?|bues?|b/l|[lr])\b(?!\.\w)"
)
_SIDES = {
    "lle": "left", "lue": "left", "l": "left", "rle": "right", "rue": "right", "r": "right",
    "bilaterally": "bilateral", "both": "bilateral", "ble": "bilateral", "bue": "bilateral",
    "bles": "bilateral", "bues": "bilateral", "b/l": "bilateral",
}  # fmt: skip
_SIDE_WORDS = frozenset(("left", "right", "bilateral", "both"))
# "Tenderness is noted over the right elbow": the verb parts the finding from its side.
_BEHIND = re.compile(
    r"""
    (?:\ to\ palpation)?
    \ (?:(?:is|are|was|were|remains|remained)\ (?:also\ )?)?
    (?:noted\ |present\ |seen\ |found\ |felt\ |elicited\ |observed\ |palpated\ |palpable\ |appreciated\ |reported\ |documented
      \ |evident\ |localized\ |located\ |affecting\ |affects\ |involving\ |involves\ ){0,2}
    (?:(?:over|in|at|of|to|about|along|on|around|throughout|within)\ )?
    (?:the\ |his\ |her\ )?(?:said\ |same\ )?
    (left|right|bilateral|both)\b
    """,
    re.VERBOSE,
)
# What stands between two findings of one list: "clicking, popping, and instability".
_LISTED = re.compile(r"\s*(?:,|/|,?\s*\b(?:and|or|and/or|&)\b)(?:\s*(?:also|no|any|some|a|an))?\s*")
# "pain with associated numbness"; a bare "with" does not say where the second is felt.
_ACCOMPANIED = re.compile(
    r",?\s*(?:and\s+)?(?:(?:is\s+|are\s+)?(?:accompanied\s+by|associated\s+with|along\s+with)|with\s+(?:an?\s+)?(?:associated|accompanying))"
    r"\s*(?:some\s+|any\s+|an?\s+|no\s+)?"
)
# The side that stands behind its head governs the list before it; the one before its head does not.
_PLACE_BEHIND = re.compile(
    r"\b(?:of|in|on|at|to|over|about|along|around|with|throughout|from)\b|bilaterally$"
)
# Nothing of these has the side of another part.
_MIDLINE = re.compile(
    r"\b(?:cervical|thoracic|lumbar|lumbosacral|thoracolumbar|spine|spinal|neck|(?:low|lower|mid|upper) back|head|headaches?|chest|abdom\w+"
    r"|sleep|insomnia|depression|depressed|anxiety|nausea|fatigue|stress|vomiting|dizziness|gait|cough|fever|chills)\b"
)
# Verbs behind which the part before them is what the findings are of.
_TELLS = frozenset(
    [
        "revealed",
        "reveals",
        "reveal",
        "showed",
        "shows",
        "show",
        "demonstrated",
        "demonstrates",
        "demonstrate",
        "noted",
        "notes",
        "documented",
        "documents",
        "indicated",
        "indicates",
        "reported",
        "reports",
        "identified",
        "identifies",
        "found",
        "finds",
        "confirmed",
        "confirms",
        "exhibited",
        "exhibits",
        "had",
        "has",
        "displayed",
        "displays",
        "evidenced",
        "suggested",
        "suggests",
        "with",
        "for",
        "documenting",
        "showing",
        "revealing",
        "demonstrating",
        "noting",
    ]
)
_SHORT_TELLS = frozenset(("had", "has", "with", "for"))
_LOOKED_FOR = frozenset(("rule", "evaluate", "assess", "exclude", "confirm", "investigate", "r/o"))
_FRONTED = frozenset(("to", "in", "on", "at", "over", "about", "along", "of", "for", "regarding"))
_MOTIONS = frozenset(
    [
        "flexion",
        "extension",
        "abduction",
        "adduction",
        "rotation",
        "supination",
        "pronation",
        "dorsiflexion",
        "inversion",
        "eversion",
        "motion",
    ]
)
#: Words between the part and the verb that tells of it, at most: "dated 1/2/2017, which was read as normal, showed".
_REACH = 16


def side_of(word: str) -> str:
    """``left``, ``right`` or ``bilateral`` for a side's word or shorthand in lower case.

    >>> side_of("rle"), side_of("both")
    ('right', 'bilateral')
    """
    return _SIDES.get(word, word)


def own_side(low: str) -> tuple[bool, str | None]:
    """Whether the words of a finding name a side, and which one, when it is one.

    The left and the right of one part are ``bilateral``; two sides of different parts are none.

    >>> own_side("left shoulder and right shoulder pain"), own_side("left knee and right hip pain")
    ((True, 'bilateral'), (True, None))
    """
    if not _SIDE_LETTERS.search(low):
        return False, None
    places = list(_SIDE.finditer(low))
    named = {side_of(m[1]) for m in places}
    if len(named) < 2:
        return bool(named), next(iter(named), None)
    ends = [m.start() for m in places[1:]] + [len(low)]
    parts = [(side_of(m[1]), _parts_named(low[m.end() : end])) for m, end in zip(places, ends, strict=True)]
    return True, "bilateral" if named >= {"left", "right"} and _one_part(parts) else None


_PART = re.compile(
    r"shoulder|elbow|wrist|hand|finger|thumb|arm|hip|thigh|groin|knee|leg|calf|shin|ankle|foot|feet|heel|toe|ear|eye"
    r"|extremit|limb|buttock|gluteal|rib|breast|temple|jaw|side"
)


def _parts_named(low: str) -> frozenset[str]:
    return frozenset(_PART.findall(low))


def _one_part(parts: Sequence[tuple[str, frozenset[str]]]) -> bool:
    """Whether left and right are said of the same: "left and mild right narrowing", "left wrist, right wrist"."""
    left = [p for side, p in parts if side == "left"]
    right = [p for side, p in parts if side == "right"]
    others = [p for side, p in parts if side == "bilateral"]
    if others and any(a != b for a in others for b in (*left, *right)):
        return False
    return any(not a or not b or a & b for a in left for b in right)


def _frames(low: str, words: Words, sentence: Span, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """Where a part with its side begins and ends to be what the sentence is about, with the side."""
    first, last = bisect_left(words.starts, sentence[0]), bisect_left(words.starts, sentence[1])
    starts, ends, classes = words.starts, words.ends, words.classes
    side, site_of, article = letters("SIDE"), letters("SITE"), letters("ARTICLE")
    listed, opened, breaks = (
        letters("SITE SLASH"),
        letters("SEMICOLON COMMA"),
        letters("STOP COMMA SEMICOLON"),
    )
    found_at = [a for a, _ in spans]

    def within(at: int) -> bool:
        place = bisect_right(found_at, at) - 1
        return place >= 0 and at < spans[place][1]

    def word(i: int) -> str:
        return low[starts[i] : ends[i]]

    for i in range(first, last):
        if classes[i] not in side or word(i) not in _SIDE_WORDS:
            continue
        site = next((k for k in range(i + 1, min(i + 5, last)) if classes[k] in site_of), None)
        if site is None or any(c in breaks for c in classes[i + 1 : site]):
            continue
        while site + 1 < last and classes[site + 1] in listed:
            site += 1
        # "left hip active flexion at 90 degrees, rotation at 5 degrees with pain": up to the semicolon.
        if any(word(k) in _MOTIONS for k in range(site + 1, min(site + 3, last))):
            stop = low.find(";", ends[site], sentence[1])
            yield ends[site], stop if stop >= 0 else sentence[1], side_of(word(i))
        if within(starts[i]):
            continue
        before = i - 1 - (classes[i - 1] in article)
        fronted = before >= first and word(before) in _FRONTED
        fronted = fronted and (before == first or classes[before - 1] in opened)
        for k in range(site + 1, min(site + 1 + _REACH, last)):
            if within(starts[k]) or (classes[k] in side and word(k) in _SIDE_WORDS):
                break
            kind = word(k)
            if kind == ";" or (kind == "." and k + 1 < last and starts[k + 1] > ends[k]):
                break
            if kind == ":" or (kind == "," and k == site + 1 and fronted):
                yield ends[k], sentence[1], side_of(word(i))
                break
            if kind in _TELLS and not (kind in _SHORT_TELLS and k > site + 3):
                yield ends[k], sentence[1], side_of(word(i))
                break
            if kind == "to" and k + 1 < last and word(k + 1) in _LOOKED_FOR:
                yield ends[k], sentence[1], side_of(word(i))
                break


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
    frames = sorted(_frames(low, words, sentence, spans))
    for i in range(len(spans) - 1, -1, -1):
        if named[i]:
            continue
        a, b = spans[i]
        if behind := _BEHIND.match(low, b, sentence[1]):
            found[i], named[i] = side_of(behind[1]), True
        elif _MIDLINE.search(low, a, b):
            named[i] = True
        elif i + 1 < len(spans) and named[i + 1] and found[i + 1]:
            c, d = spans[i + 1]
            own_word = _SIDE.search(low, c, d)
            listed = low[c - 2 : c] != ". " and _LISTED.fullmatch(low, b, c)
            place = _PLACE_BEHIND.search(low, c, own_word.end()) if own_word else True
            if listed and place and (low.startswith("positive ", a) or " " not in low[a:b]):
                found[i] = found[i + 1]
                named[i] = True
    accompanied = False
    for i, (a, _) in enumerate(spans):
        gap = (spans[i - 1][1], a) if i else None
        linked = gap is not None and found[i - 1] is not None
        with_it = linked and gap is not None and _ACCOMPANIED.fullmatch(low, *gap) is not None
        accompanied = with_it or (
            accompanied
            and linked
            and not named[i - 1]
            and gap is not None
            and _LISTED.fullmatch(low, *gap) is not None
        )
        if named[i]:
            continue
        last = bisect_right(frames, (a, len(low), ""))
        about = next((side for _, end, side in reversed(frames[max(0, last - 3) : last]) if a < end), None)
        if accompanied:
            found[i] = found[i - 1]
        elif about is not None:
            found[i] = about
    return found
