"""Links a condition's words to ICD-10-CM.  When in doubt there is no code rather than a wrong one.

``lexicons/icd10cm_keys.tsv.gz`` maps a *key*, the set of a phrase's important words without side and
without the list's own formulas ("unspecified", "initial encounter"), to codes by side.  It is made by
``scripts/build_icd10cm.py`` from the official tabular list (descriptions and inclusion terms) and from
``lexicons/icd10cm_phrases.tsv``.  A condition gets the code whose key has exactly its words.  A word that
is not in the list may be a misspelling of one that is (rapidfuzz), which lowers the score.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from imrnlp import lexicons
from imrnlp.tag.side_words import sides_alone

#: Below this similarity (0 to 1) a condition gets no code.
THRESHOLD = 0.9
#: A word must be this long, and this like a known one (0 to 100), to be read as its misspelling.
_LONG_WORD, _ALIKE = 7, 88

_WORD = re.compile(r"[a-z0-9]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEVEL = re.compile(r"\b([ctls])\d{1,2}(?:\s?[-/]\s?([ctls])?\d{1,2})*\b")
_REGIONS = (
    (re.compile(r"\b(?:low(?:er)? back|lumbar spine|lower lumbar)\b"), "lumbar"),
    (re.compile(r"\b(?:neck|cervical spine)\b"), "cervical"),
    (re.compile(r"\b(?:mid(?:dle)?[- ]back|upper back|thoracic spine)\b"), "thoracic"),
    (re.compile(r"\blumbosacral spine\b"), "lumbosacral"),
)
_LEVEL_REGIONS = {"c": "cervical", "t": "thoracic", "l": "lumbar", "s": "sacral"}
_PAST_PROCEDURE = re.compile(r"\s*(?:status[- ]post|s/p)\b", re.I)
_UPPER_LOWER = re.compile(r"\b(upper|lower)\s+(?:limb|extremit(?:y|ies))s?\b")


@cache
def _words_of(kind: str) -> frozenset[str]:
    """The words of one kind of ``icd10cm_words.tsv``."""
    rows = (row for row in lexicons.table("icd10cm_words.tsv") if row["kind"] == kind)
    return frozenset(word for row in rows for word in row["words"].split("|"))


class Entry(NamedTuple):
    """One code of a key; ``side`` is ``left``, ``right``, ``bilateral`` or empty."""

    code: str
    side: str


def phrase_key(phrase: str) -> tuple[str, str | None]:
    """The phrase's important words, sorted and joined, and the side that it names.

    >>> phrase_key("Radiculopathy, lumbar region"), phrase_key("bilateral low back pain")
    (('lumbar radiculopathy', None), ('lumbar pain', 'bilateral'))
    """
    text = _BRACKETS.sub(" ", phrase.lower().replace("’", "'")).replace("'s", "")
    text = _UPPER_LOWER.sub(r"\1limb", text)
    text = _LEVEL.sub(_region, text)
    for pattern, name in _REGIONS:
        text = pattern.sub(name, text)
    words, side, empty, sides = set(), None, _words_of("empty"), sides_alone()
    for word in _WORD.findall(text):
        if word in sides:
            side = sides[word] if side in (None, sides[word]) else "bilateral"
        elif word not in empty:
            words.add(_singular(word))
    return " ".join(sorted(words)), side


def _region(match: re.Match[str]) -> str:
    first, last = match[1], match[2] or match[1]
    if first == "l" and last == "s":
        return "lumbosacral"
    return _LEVEL_REGIONS[first]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "is", "us", "os", "as")):
        return word[:-1]
    return {"tendonitis": "tendinitis", "disk": "disc", "herniated": "herniation", "bulging": "bulge"}.get(
        word, word
    )


@cache
def entries() -> dict[str, list[Entry]]:
    """The codes of every key."""
    packed = files("imrnlp").joinpath("lexicons", "icd10cm_keys.tsv.gz").read_bytes()
    index: dict[str, list[Entry]] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        if line.startswith("#"):
            continue
        phrase, side, code = line.split("\t")
        index.setdefault(phrase, []).append(Entry(code, side))
    return index


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in entries() for word in phrase.split(" "))


@cache
def _long_words() -> dict[str, list[str]]:
    """The list's long words by their first letter, which a misspelling leaves alone."""
    words: dict[str, list[str]] = {}
    for word in _vocabulary():
        if len(word) >= _LONG_WORD and word.isalpha():
            words.setdefault(word[0], []).append(word)
    return words


@lru_cache(maxsize=65536)
def link(name: str, laterality: str | None = None, body_site: str | None = None) -> tuple[str | None, float]:
    """The code of a condition and its score (0 to 1), ``(None, best score)`` where none is certain.

    ``name`` is the condition's words; ``laterality`` and ``body_site`` help where the words lack them.

    >>> link("carpal tunnel syndrome", "right")
    ('G56.01', 1.0)
    >>> link("positive straight leg raise")[0] is None
    True
    """
    best = 0.0
    if _PAST_PROCEDURE.match(name):
        return None, best
    for phrase, score in _readings(name, body_site):
        if not phrase:
            continue
        found = _choose(entries().get(phrase), phrase_key(name)[1] or laterality)
        if found:
            return found, round(score, 3)
        best = max(best, score if phrase in entries() else 0.0)
    return None, 0.0 if best >= THRESHOLD else best


def _readings(name: str, body_site: str | None) -> Iterator[tuple[str, float]]:
    """Keys to try, the surest first, each with the score that meeting it would have."""
    phrase, _ = phrase_key(written_out(name))
    degrees = _words_of("degree")
    bare = " ".join(w for w in phrase.split(" ") if w not in degrees)
    site = phrase_key(body_site)[0] if body_site else ""
    if site and not {*site.split(" ")} & {*phrase.split(" ")}:
        yield " ".join(sorted({*phrase.split(" "), *site.split(" ")})), 1.0
        yield " ".join(sorted({*bare.split(" "), *site.split(" ")})), 0.95
    yield phrase, 1.0
    yield bare, 0.95
    corrected, likeness = _corrected(bare)
    if corrected != bare and likeness >= THRESHOLD:
        yield corrected, 0.95 * likeness


@cache
def _abbreviations() -> dict[str, str]:
    return {row["short"].lower(): row["long"] for row in lexicons.table("abbreviations.tsv")}


def written_out(name: str) -> str:
    """The name with its abbreviations written out."""
    expansions = _abbreviations()
    return " ".join(expansions.get(word.lower().strip(",.()"), word) for word in name.split())


def _corrected(phrase: str) -> tuple[str, float]:
    """The phrase with unknown long words read as known ones, and the least likeness among them (0 to 1)."""
    from rapidfuzz import fuzz, process

    words, least = [], 1.0
    for word in phrase.split(" "):
        if word in _vocabulary() or len(word) < _LONG_WORD:
            words.append(word)
            continue
        alike = _long_words().get(word[0], ())
        found = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is None:
            return phrase, 0.0
        words.append(found[0])
        least = min(least, found[1] / 100)
    return " ".join(sorted(words)), least


def _choose(entries: list[Entry] | None, side: str | None) -> str | None:
    """The code of the side; without one the code that names none.

    Where the list has codes by side, a side without one (mostly bilateral) gets no code.
    """
    if not entries:
        return None
    by_side = {entry.side: entry.code for entry in reversed(entries)}
    if side is None or (len(by_side) == 1 and "" in by_side):
        return by_side.get("")
    return by_side.get(side)


class WrittenCode(NamedTuple):
    """A code that the letter itself writes; ``kind`` is ``icd9cm`` or ``icd10cm``."""

    code: str
    kind: str
    start: int
    end: int


_WRITTEN = re.compile(
    r"""
    (?<! [\w.$\#/-] )
    (?:
        (?P<ten> [A-TV-Z] \d [0-9A-Z] \. [0-9A-Z]{1,4} )                  # M54.2
      | (?P<nine> (?: \d{3} | V\d{2} | E\d{3} ) \. \d{1,2} )             # 724.2, V58.69
    )
    (?! [\w%/] | \.\d | \s? (?: mg|mcg|ml|mm|cm|gm|grams?|lbs?|kg|degrees ) \b )   # not "187.5 mg"
    """,
    re.VERBOSE,
)


# The point of a code behind its third character: found fast, and where it is, a code may be.
_POINT = re.compile(r"\.(?<=[\dA-Z].)(?=[\dA-Z])")


def find_written_codes(text: str) -> list[WrittenCode]:
    """ICD-10-CM and ICD-9-CM codes written in ``text``; three digits count only in brackets or after "ICD".

    >>> [(c.code, c.kind) for c in find_written_codes("Lumbago (724.2); cervicalgia M54.2")]
    [('724.2', 'icd9cm'), ('M54.2', 'icd10cm')]
    """
    found = []
    for point in _POINT.finditer(text):
        start = point.start() - 3
        m = _WRITTEN.match(text, start) if start >= 0 else None
        if m is None:
            continue
        if m["nine"]:
            before = text[max(0, m.start() - 14) : m.start()]
            if not re.search(r"[\[(]\s*$|\bICD\b|\bcodes?\b|[;,]\s*$|:\s*$", before, re.I):
                continue
            found.append(WrittenCode(m["nine"], "icd9cm", m.start(), m.end()))
        else:
            found.append(WrittenCode(m["ten"], "icd10cm", m.start(), m.end()))
    return found
