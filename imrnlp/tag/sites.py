"""Body sites, sides and spinal levels, in the letter's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from imrnlp import lexicons
from imrnlp.tag.mentions import SiteMention
from imrnlp.tag.side_words import SIDE_WORDS, side_of
from imrnlp.text.matcher import Matcher, longest_first
from imrnlp.text.searched import searched
from imrnlp.text.strings import lower

_SIDE = SIDE_WORDS.compile(
    r"""
    # the left knee, (R) knee, left-sided
    (?<! [\w/-] )
    ( {left} | {right} | {bilateral} | {bilaterally} | {left_in_short} | {right_in_short} | {bilateral_in_short}
      | \( (?: {left_letter} | {right_letter} | left | right | bilateral ) \) )
    (?! \w | - (?! sided ) ) \.?
    # R. knee
  | (?<! [\w/-] ) (?P<letter> (?-i: [RL] ) ) \.? \s+
    (?= {paired_parts} s? \b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BOTH = searched(re.compile(r"\b(?:left and right|right and left|left/right|right/left)\b", re.I))
_LEVEL = searched(
    re.compile(
        r"(?<![\w-])(?P<a>[CTLS]\s?-?\d{1,2})(?P<rest>(?:\s?(?:-|/|to|through|–)\s?[CTLS]?\d{1,2})+)?(?![\w])",
        re.I,
    )
)
_STEP = re.compile(r"\s?(-|/|to|through|–)\s?([CTLS]?)(\d{1,2})", re.I)
_VERTEBRAE = {"C": 8, "T": 12, "L": 6, "S": 5}


@cache
def _parts() -> tuple[str, ...]:
    """Words for a place inside a site, which say nothing beside the site."""
    rows = lexicons.table("body_sites.tsv")
    return tuple(s for row in rows if row["kind"] == "part" for s in row["site"].split("|"))


@cache
def _no_sites() -> frozenset[str]:
    """Phrases that hold a site's word and name something else: ``by mouth``, ``hand surgeon``."""
    rows = lexicons.table("body_sites.tsv")
    return frozenset(s for row in rows if row["kind"] == "none" for s in row["site"].split("|"))


@cache
def _matcher() -> Matcher[str]:
    rows = lexicons.table("body_sites.tsv")
    return Matcher({site: site for row in rows for site in row["site"].split("|")})


def laterality(text: str) -> str | None:
    """The side that ``text`` names; both sides, or ``bilateral``, are bilateral.

    >>> laterality("MRI of the left knee"), laterality("bilateral wrists"), laterality("lumbar spine")
    ('left', 'bilateral', None)
    """
    if _BOTH.search(text):
        return "bilateral"
    sides = {side_of((m.group(1) or m["letter"]).lower()) for m in _SIDE.finditer(text)}
    return sides.pop() if len(sides) == 1 else None


def _sites(text: str) -> list[tuple[int, int]]:
    found = longest_first(_matcher().words(lower(text)))
    return [(start, end) for start, end, site in found if site not in _no_sites()]


def find_sites(text: str) -> list[SiteMention]:
    """Sites with the side before them, and spinal levels, in text order.

    >>> [(m.text, m.site, m.laterality, m.levels) for m in find_sites("right knee and L4-5")]
    [('right knee', 'knee', 'right', ()), ('L4-5', '', None, ('L4-L5',))]
    """
    mentions = []
    for start, end in _sites(text):
        side = None
        begin = start
        before = _SIDE_BEFORE.search(text, max(0, start - 14), start)
        if before:
            side = side_of(before.group(1).lower())
            begin = before.start()
        mentions.append(
            SiteMention("BODY_SITE", begin, end, text[begin:end], site=text[start:end], laterality=side)
        )
    mentions += [SiteMention("BODY_SITE", s, e, text[s:e], levels=levels) for s, e, levels in _levels(text)]
    return sorted(mentions, key=lambda m: m.start)


_SIDE_BEFORE = SIDE_WORDS.compile(
    r"""
    (?<! [\w/-] ) ( {left} | {right} | {bilateral} | {left_in_short} | {right_in_short}
      | \( (?: {left_letter} | {right_letter} ) \) ) \.? \s+ $
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _levels(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    found = []
    for m in _LEVEL.finditer(text):
        letter = m["a"][0].upper()
        number = int(re.sub(r"\D", "", m["a"]))
        if not 0 < number <= _VERTEBRAE[letter]:
            continue
        if m["rest"] is None and not (m["a"][0].isupper() and m["a"][1:].isdigit()):
            continue
        levels: list[str] = []
        at = f"{letter}{number}"
        valid = True
        for step in _STEP.finditer(m["rest"] or ""):
            to_letter = (step[2] or _next_letter(letter, number, int(step[3]))).upper()
            if not 0 < int(step[3]) <= _VERTEBRAE[to_letter]:
                valid = False
                break
            other = f"{to_letter}{int(step[3])}"
            levels.append(f"{at}-{other}")
            at, letter, number = other, to_letter, int(step[3])
        if not valid:
            continue
        found.append((m.start(), m.end(), tuple(levels) or (at,)))
    return found


def _next_letter(letter: str, number: int, to: int) -> str:
    """``L5-1`` is L5-S1."""
    following = {"C": "T", "T": "L", "L": "S"}
    return following[letter] if to < number and to == 1 and letter in following else letter


def spinal_levels(text: str) -> list[str]:
    """Spinal levels as ``L4-L5``, each once, in order.

    >>> spinal_levels("bilateral L4-5, L5-S1 and L3/4")
    ['L4-L5', 'L5-S1', 'L3-L4']
    """
    return distinct_levels(find_sites(text))


def body_sites(text: str) -> list[str]:
    """Sites in the text's words without their sides, each once, in order.

    >>> body_sites("MRI of the right knee and lumbar spine")
    ['knee', 'lumbar spine']
    """
    return distinct_sites(find_sites(text))


def distinct_levels(sites: Iterable[SiteMention]) -> list[str]:
    """The levels of sites that were found, each once, in order."""
    return list(dict.fromkeys(level for mention in sites for level in mention.levels))


def distinct_sites(sites: Iterable[SiteMention]) -> list[str]:
    """The places of sites that were found, each once, in order."""
    found: dict[str, str] = {}
    for mention in sites:
        if mention.site:
            found.setdefault(mention.site.lower(), mention.site)
    if not found.keys() <= {*_parts()}:
        # "subacromial, right shoulder" is one place; so is "shoulder arthroscopy with rotator cuff repair".
        for part in _parts():
            found.pop(part, None)
    return list(found.values())
