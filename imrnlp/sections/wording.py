"""An item's own words within its request: without number, "retrospective request for", and what UR authorized."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imrnlp.tag.passages import Passage
from imrnlp.text.dates import find_dates
from imrnlp.text.searched import searched

#: Beyond this many characters an item's words are cut, with a warning: no letter has such an item.
MAX_REQUEST_CHARACTERS = 4000
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]\s+|\d{1,2}\.\s*(?=[A-Za-z]))")
#: "the (retrospective) review of", "a request (DOS 3/4/2014) for authorization of the", "prospective request:"
_LEAD = re.compile(
    r"""
    (?: (?: the|an? ) \s+ )?
    (?: \(? (?P<when> retrospective(?:ly)? | retro\b | prospective | concurrent ) \)? \s* (?: review\b \s* :? \s* (?: of\s+ )? )? )?
    (?: (?: \(? (?P<dos> [^()]{0,40} ) \)? \s* )? request \s* (?: \( [^()]{0,40} \) \s* )? (?: for | : ) | : )? \s*
    (?: authorization \s+ (?: for | of ) \s+ )?
    (?: the\s+ | an? \s+ (?=[a-z]) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WHEN = searched(re.compile(r"\b(?:retrospective(?:ly)?|retro)\b", re.I))
_TAIL = searched(re.compile(r"(?<![\s:;,])[\s:;,]++$|\s+(?:is|are)\s*:?\s*$", re.I))
# "by the Claims Administrator"; ", leaving the original request IMR eligible"
_BY_ADMINISTRATOR = r"by \s+ the \s+ claims \s+ administrator"
_LEAVING = r"leaving \s+ the \s+ original \s+ request \s+ imr \s+ eligible \s* [.,]?"
#: "X was the original request. Y was authorized by the Claims Administrator. The remaining IMR eligible portion of the
#: original request, Z"
_PARTIAL = re.compile(
    rf"""
    ^ (?P<original> .*? ) \s+ w(?:as|ere) \s+ the \s+ original \s+ request \.? \s*
    # Y was authorized by the Claims Administrator, leaving the original request IMR eligible.
    (?: (?P<authorized> .*? ) \s+ (?: w(?:as|ere) | has[ ]been | have[ ]been ) \s+ (?: authorized|approved|certified ) \s+
        {_BY_ADMINISTRATOR} \s* [.,]? (?: \s* {_LEAVING} )?
    # The Claims Administrator approved Y leaving the original request IMR eligible.
      | the \s+ claims \s+ administrator \s+ (?: authorized|approved|certified ) \s+ (?P<authorized2> .*? ) \s* ,? \s* {_LEAVING} )
    \s*
    # The remaining portion of the original request, Z; or: The original request, X
    (?: the \s+ remaining \s+ (?: imr \s+ eligible \s+ )? portion \s+ of \s+ the \s+ original \s+ request \s* ,? \s* (?P<remaining> .* )
      | (?: the \s+ original \s+ request \s* ,? \s* ) (?P<again> .* ) )? $
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class RequestWording:
    """A request with the item's own words in it, and what stood around them.

    ``around`` holds what the request says besides: the original request that was granted in part.
    """

    request: Passage
    words: Passage
    retrospective: bool
    original: str | None = None
    authorized: str | None = None
    around: list[Passage] = field(default_factory=list)


def own_wording(request: Passage) -> RequestWording:
    """The span of the item's own words in its request.

    >>> own_wording(Passage("1. Retrospective request for Norco 10/325mg #60")).words.text
    'Norco 10/325mg #60'
    """
    text = request.text[:MAX_REQUEST_CHARACTERS]
    start, end = 0, len(text)
    numbered = _NUMBERED.match(text)
    if numbered and re.search(r"[A-Za-z]", text[numbered.end() :]):
        start = numbered.end()
    wording = RequestWording(request, request, _WHEN.search(text) is not None)
    partial = _PARTIAL.match(text[start:end])
    if partial:
        wording.original = _clean(partial["original"])
        wording.authorized = _clean(partial["authorized"] or partial["authorized2"] or "") or None
        own = _asked_now(partial)
        start, end = start + partial.start(own), start + partial.end(own)
    start, end = _trim(text, start, end)
    wording.words = request.part(start, end)
    if partial:
        wording.around = [request.part(a, b) for a, b in ((0, start), (end, len(text))) if b > a]
    return wording


def _asked_now(partial: re.Match[str]) -> str:
    """The group that holds the request that is left."""
    own = (
        "remaining"
        if partial["remaining"] is not None
        else "again"
        if partial["again"] is not None
        else "original"
    )
    return own if (partial[own] or "").strip(" :,") else "original"


def _clean(words: str) -> str:
    start, end = _trim(words, 0, len(words))
    return words[start:end]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while True:
        tail = _TAIL.search(text, start, end)
        if not tail or tail.start() < start or tail.start() == end:
            break
        end = tail.start()
    if (
        text[start:end].strip()
        and text[start:end].strip()[-1] == "."
        and not text[start:end].rstrip().endswith("...")
    ):
        trimmed = text[start:end].rstrip()
        end = start + len(trimmed) - 1
    while start < end and text[start] in " ,;:":
        start += 1
    lead = _LEAD.match(text, start, end)
    if lead and lead.end() > start and lead.end() < end:
        dos = lead["dos"] or ""
        if not dos.strip() or find_dates(dos) or _WHEN.search(lead.group()):
            start = lead.end()
    while start < end and text[start] in " ,;:":
        start += 1
    return start, end
