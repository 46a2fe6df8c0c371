"""Word classes of a case summary: each word's part in a finding, as one letter.

A summary of 400 words becomes a string of 400 letters, over which the grammar of
:mod:`imrnlp.tag.conditions` is one regular expression.  Where a lexicon does not know a word its
ending may tell its class: ``-itis`` names a condition, ``-al`` an adjective.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from imrnlp.lexicons import document, table
from imrnlp.text.matcher import Matcher

_TOKEN = re.compile(r"[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2})?(?!\w)|[^\W_](?:[\w’'+-]|\.(?=\d))*|\S")
_LEVEL = re.compile(r"[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2})?$")
_NUMBER = re.compile(r"\d[\d.+-]*$")
_DIRECTION = re.compile(
    r"(?:postero|antero|infero|supero|medio|latero|dorso|volo|intra|extra|supra|infra|peri|retro|para)"
    r"[a-z]+(?:al|ar|ic|or|ous|an)$"
)
_MEASURE = re.compile(r"\d(?:[\d.-]*(?:mm|cm)|\+)$")
KINDS = {
    "head": "H", "weak": "h", "object": "o", "modifier": "M", "degree": "m", "side": "l", "site": "S",
    "function": "R", "abnormal": "F", "normal": "N", "sign": "T", "maneuver": "t", "adverb": "B",
    "induced": "I", "treatment": "z", "procedure": "Z", "plain": "v", "phrase": "v",
    "feeling": "f", "activity": "a", "with": "W", "radiating": "G", "verb": "V",
}  # fmt: skip
_CLOSED = {
    "and": "A", "or": "A", "&": "A", "and/or": "A", ",": ",", "/": "/", ".": ".", ";": ";", ":": ";",
    "of": "P", "in": "P", "at": "P", "over": "P", "on": "P", "to": "P", "along": "P", "about": "P",
    "across": "P", "throughout": "P", "around": "P", "within": "P", "into": "P", "down": "P", "from": "P",
    "through": "A", "any": "D", "some": "D", "has": "w", "have": "w", "had": "w", "the": "D", "his": "D", "her": "D", "a": "D", "an": "D",
    "with": "W", "was": "V", "is": "V", "were": "V", "are": "V", "be": "V", "remains": "V", "remained": "V",
    "radiating": "G", "radiates": "G", "radiated": "G", "radiation": "G", "extending": "E",
    "that": "K", "which": "K", "degrees": "d", "°": "d", "palpation": "p", "pressure": "p",
    "mm": "u", "degree": "u", "cm": "u", "grade": "g", "stage": "g", "type": "g", "class": "g",
    "i": "r", "ii": "r", "iii": "r", "iv": "r", "out": "q", "noted": "n", "found": "n", "seen": "n", "present": "n",
    "%": "d", "by": "b", "upon": "P", "toward": "P", "towards": "P", "+": "+", ">": ">", "<": ">",
    "all": "D", "also": "n", "both": "l", "no": "X", "not": "v", "without": "X", "normal": "N",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Endings:
    """What an unknown word's ending says of it."""

    head: re.Pattern[str]
    adjective: re.Pattern[str]


@dataclass(slots=True)
class Words:
    """The classes of a text's words with the words' starts and ends."""

    classes: str
    starts: list[int]
    ends: list[int]

    def between(self, start: int, end: int) -> str:
        """The classes of the words that start from ``start`` to before ``end``."""
        return self.classes[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@lru_cache(maxsize=1)
def patterns() -> Any:
    """``condition_patterns.json``: endings, clauses and cues of findings."""
    return document("condition_patterns.json")


@lru_cache(maxsize=1)
def _anchor_matcher() -> Matcher[tuple[str, ...]]:
    announced: dict[str, tuple[str, ...]] = {}
    for name, words in patterns()["anchors"].items():
        for word in words:
            # A word may announce several patterns.
            announced[word] = (*announced.get(word, ()), name)
    return Matcher(announced)


def anchors(low: str) -> dict[str, list[int]]:
    """Where in ``low`` a word stands that may begin a list, a cue or a clause, by its kind.

    One pass for all patterns, which are then matched at these places only.
    """
    found: dict[str, list[int]] = {}
    for start, _, names in _anchor_matcher().everywhere(low):
        if not start or not low[start - 1].isalnum():
            for name in names:
                found.setdefault(name, []).append(start)
    return found


@lru_cache(maxsize=1)
def _endings() -> Endings:
    endings = patterns()["endings"]
    return Endings(
        re.compile(rf"[a-z-]{{3,}}(?:{'|'.join(endings['head'])})$"),
        re.compile(rf"[a-z-]{{2,}}(?:{'|'.join(endings['adjective'])})$"),
    )


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    words: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in table("drugs.tsv"):
        for name in re.split(r"[/|\s]", f"{row['name']}|{row['brands']}|{row['aliases']}".lower()):
            if len(name) > 3:
                words[name] = "y"
    # A later table overrides an earlier one: the general words first, the exceptions last.
    for name in (
        "condition_words.tsv",
        "findings.tsv",
        "conditions.tsv",
        "not_conditions.tsv",
        "complaints.tsv",
    ):
        for row in table(name):
            kind = KINDS[row["kind"]]
            parts = tuple(row["term"].split())
            if len(parts) == 1:
                words[parts[0]] = kind
            else:
                phrases.setdefault(parts[0], []).append((parts, kind))
    words.update(_CLOSED)
    return words, {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()}


def _kind(word: str) -> str:
    known = _lexicon()[0]
    kind = known.get(word)
    if kind:
        return kind
    if word.endswith("s") and known.get(word[:-1]) in ("S", "H"):
        return known[word[:-1]]
    if _LEVEL.match(word):
        return "L"
    if _MEASURE.match(word):
        return "Q"
    if _NUMBER.match(word):
        return "#"
    if not word[0].isalnum():
        return "."
    if "-" in word:
        last = known.get(word.rsplit("-", 1)[-1], "x")
        if last == "I":
            return "M"
        if last in "HhSMFTRml":
            return last
    if word.endswith(("'s", "s'")):
        return "T" if known.get(word.rstrip("s").rstrip("'")) == "T" else "j"
    if word.endswith("'"):
        return _kind(word.rstrip("'"))
    endings = _endings()
    if _DIRECTION.match(word):
        return "M"
    if endings.head.match(word):
        return "H"
    return "J" if endings.adjective.match(word) else "x"


class _Known(dict[str, str]):
    """Class of each word, found out once for each word that occurs."""

    LIMIT = 50_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.LIMIT:
            self.clear()
        kind = self[word] = _kind(word)
        return kind


_KNOWN = _Known()


def word_classes(low: str) -> Words:
    """The class of each word of ``low``, a text in lower case."""
    tokens: list[str] = _TOKEN.findall(low)
    find = low.find
    # Only white space parts the words, so that each is the first of its kind after the last one.
    at = 0
    ends = [at := find(word, at) + len(word) for word in tokens]
    starts = [end - len(word) for end, word in zip(ends, tokens, strict=True)]
    kinds = [_KNOWN[word] for word in tokens]
    phrases = _lexicon()[1]
    # A phrase takes the place of its words.
    reach = 0
    taken: list[tuple[int, int, str]] = []
    for i in [i for i, word in enumerate(tokens) if word in phrases]:
        if i < reach:
            continue
        for parts, kind in phrases[tokens[i]]:
            size = len(parts)
            if tuple(tokens[i : i + size]) == parts:
                reach = i + size
                taken.append((i, reach, kind))
                break
    for i, j, kind in reversed(taken):
        kinds[i:j] = [kind]
        ends[i:j] = [ends[j - 1]]
        del starts[i + 1 : j]
    return Words("".join(kinds), starts, ends)
