"""Which chapters of the Official Disability Guidelines a citation lists, and what belongs to each."""

from __future__ import annotations

import re

from imrnlp.tag.guidelines.clean import GAP
from imrnlp.tag.guidelines.noise import hush
from imrnlp.tag.guidelines.odg import OdgChapter, read_chapter
from imrnlp.tag.guidelines.topics import is_known

_CHUNK = re.compile(rf"(?P<mark>[;,{GAP}]|\band\b|&)\s*(?:and\s+)?")


def chapter_chunks(words: str) -> list[tuple[OdgChapter | None, int, int]]:
    """Chapters in ``words`` with the span of what belongs to each.

    A further chapter begins after a semicolon, or where the words call it a chapter, or before any topic
    in a list that ends in "chapters".
    """
    lead = re.match(
        r"(?:[\s,:;.>)/\x1f-]|\b(?:guidelines?|the|in|on|from|for|of|under|per|treatment|index|online|web|version|edition|section(?=\s*:))\b|\([\x1f\s]{0,20}(?:odg|web|online)?[\x1f\s]{0,20}\))*",
        hush(words),
        re.I,
    )
    at = lead.end() if lead else 0
    if words[at : at + 1] == "(" and read_chapter(words, at + 1):
        at += 1
    first = read_chapter(words, at, listed=_more_ahead(words, at))
    if first is None:
        return [(None, 0, len(words))]
    chapters = [first]
    refused = 0
    for mark in _CHUNK.finditer(words, first.end):
        if mark.start() < max(chapters[-1].end, refused):
            continue
        chapter = read_chapter(words, mark.end(), listed=_more_ahead(words, mark.end()))
        if chapter is None:
            continue
        between = words[chapters[-1].end : mark.start()]
        if _begins_chapter(words, mark["mark"].lower(), between, chapter):
            chapters.append(chapter)
        else:
            # "and" inside a name that is no chapter here parts nothing.
            refused = chapter.end
    ends = [c.start for c in chapters[1:]] + [len(words)]
    return [(c, c.end, end) for c, end in zip(chapters, ends, strict=True)]


def _begins_chapter(words: str, mark: str, between: str, chapter: OdgChapter) -> bool:
    """Whether a chapter's name after ``mark`` begins a chapter; ``between`` stands since the last one."""
    untouched = not any(c.isalnum() for c in between)
    listed = words[chapter.end : chapter.end + 1]
    if chapter.said and not is_known(words[chapter.start : chapter.end]):
        return untouched or mark in (";", ",", GAP)
    if mark == ";":
        return True
    if untouched:
        return _plural_ahead(words, chapter.end) or (
            mark in ("and", "&") and listed in (",", ":", ";", ".", "")
        )
    if mark == "and":
        return listed in (",", ":")
    return mark == "," and listed in (",", ":") and " " in chapter.name


_AND_NEXT = re.compile(r"\s+(?:and|&)\s+", re.I)


def _more_ahead(words: str, at: int) -> bool:
    """A list of chapters begins at ``at``: "… and Neck", "… chapters"."""
    if _plural_ahead(words, at):
        return True
    chapter = read_chapter(words, at, listed=True)
    joint = _AND_NEXT.match(words, chapter.end) if chapter else None
    following = read_chapter(words, joint.end()) if joint else None
    return following is not None and words[following.end : following.end + 1] in (",", ":", ";", "", ".")


_PLURAL_AHEAD = re.compile(r"[^;:]{0,120}\bchapters\b", re.I)


def _plural_ahead(words: str, at: int) -> bool:
    return _PLURAL_AHEAD.match(words, at) is not None
