"""Chapters of the Official Disability Guidelines: ``Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrnlp import lexicons
from imrnlp.tag.guidelines.topics import is_known

_QUALIFIER = r"(?:\s{0,3}\((?:\s{0,3}(?:acute|chronic|sub-?acute|and|&|or|lumbar|thoracic|cervical|trauma|spine|,|/|-))+\s{0,3}\))"
# The full name of the chapter on the head goes on in brackets.
_QUALIFIER = rf"(?:{_QUALIFIER}|\s{{0,3}}\(trauma,[^()]{{0,90}}\))"
_EDITION = r"(?:\s{0,3}\((?=[^()]{0,60}(?:updated?|online|web|version|revised|effective|internet|edition|\b(?:19|20)\d\d\b|\d/\d))[^()]{0,60}\))"
_WORD = r"(?:\s{0,3}[-,]?\s{0,3}\b(?:chapters?|sections?|procedure\s{1,3}summary|procedures|procedure)\b(?!\s{0,3}\(s))"
_REGIONS = r"(?:\s{0,3}[-,/&]?\s{0,3}(?:\band\s{1,3})?(?:lumbar\s{0,3}(?:and|&|/|,)\s{0,3}thoracic|thoracic\s{0,3}(?:and|&|/|,)\s{0,3}lumbar|thoracic|lumbar)(?:\s{1,3}spine)?(?=\s{0,3}(?:[,:;.()\x1f-]|$|chapter|section|procedure|and\b)))"


@dataclass(frozen=True, slots=True)
class OdgChapter:
    """A chapter's name as written, without "Chapter" or "Section", at ``[start, end)``.

    ``said``: the words call it a chapter or section.  ``edition``: what stands in brackets about the
    edition ("updated 11/22/16").
    """

    name: str
    start: int
    end: int
    said: bool
    plural: bool
    edition: str


@cache
def _names() -> str:
    names = {
        name
        for row in lexicons.table("odg_chapters.tsv")
        for name in (row["chapter"], *filter(None, row["aliases"].split("|")))
    }
    return "|".join(_flexible(name) for name in sorted(names, key=len, reverse=True))


def _flexible(name: str) -> str:
    """A pattern for a chapter's name: "&", "and", commas and slashes are read alike."""
    words = [w for w in re.split(r"[\s,&/-]+|\band\b", name) if w]
    return r"(?:\s{0,3},)?\s{0,3}(?:\band\b|&|/|-)?\s{0,3}".join(map(re.escape, words))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:the\s+)?(?P<lead>chapters?\b|ch\b\.?|sections?\b)?\s{{0,3}}[:,-]?\s{{0,3}}(?:on\s+|for\s+)?(?:the\s+)?"
        rf"(?P<name>\b(?:{_names()})\b{_REGIONS}?)(?P<rest>(?:{_QUALIFIER}|{_EDITION}|{_WORD})*)",
        re.I,
    )


_PARTS = re.compile(rf"(?P<qualifier>{_QUALIFIER})|(?P<edition>{_EDITION})|(?P<word>{_WORD})", re.I)
_BOUNDARY = re.compile(r"\s{0,3}(?:[,:;.(\x1f/>]|-\s|--|$)|\s{1,3}\d{1,2}/\d{1,2}/\d{2}")
_JOINED = re.compile(r"\s*(?:\band\b|&)\s", re.I)
_NEXT_PIECE = re.compile(r"\s{0,3}([^,;\x1f]{0,160})")


def read_chapter(text: str, at: int = 0, *, listed: bool = False) -> OdgChapter | None:
    """The chapter that begins at ``at`` in ``text``, or ``None``; ``listed``: "and" may follow it.

    >>> read_chapter("Low Back Chapter, MRIs").name
    'Low Back'
    >>> read_chapter("Neck & Upper Back (Acute & Chronic) Chapter (online version), Pillow").name
    'Neck & Upper Back (Acute & Chronic)'
    >>> read_chapter("Pain management consultation") is None
    True
    """
    match = _pattern().match(text, at)
    if match is None:
        return None
    name = " ".join(match["name"].split())
    said, plural = bool(match["lead"]), (match["lead"] or "").lower().endswith("s")
    edition = []
    for part in _PARTS.finditer(match["rest"]):
        if part["qualifier"]:
            name += " " + " ".join(part["qualifier"].split())
        elif part["edition"]:
            edition.append(part["edition"])
        else:
            said = True
            plural = plural or part["word"].lower().rstrip().endswith("chapters")
    end = match.end()
    if not match["rest"] and not _BOUNDARY.match(text, end):
        # "Knee MRI" is the chapter and a heading of its own; "Pain management" is not.
        following = _NEXT_PIECE.match(text, end)
        joined = listed and _JOINED.match(text, end)
        if not joined and (following is None or not is_known(following[1])):
            return None
    return OdgChapter(name, match.start(), end, said, plural, " ".join(edition))


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_names()})\b(?:{_QUALIFIER})?\s+(?:chapter|section)\b", re.I)


def find_called_chapter(text: str) -> OdgChapter | None:
    """The first place in ``text`` that calls a name a chapter ("…, elbow chapter")."""
    lowered = text.lower()
    if "chapter" not in lowered and "section" not in lowered:
        return None
    match = _called().search(text)
    return read_chapter(text, match.start()) if match else None
