"""Page lists: ``Page(s): 41-42, 63-65``, ``pgs. 78-80``, ``page 11 of 127``, ``p. 46``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = r"\b(?:pages?|pgs?|pags?|pp?)\b\s*\.?\s*(?:\(\s*s\s*\)?|s\s*\))?\s*(?:(?:numbers?|nos?\b\.?)\s*)?[:#.,]*\s*[\[(]?"
_NUMBER = r"\d{1,4}(?![\d%]|\.\d|/\d|\s?(?:st|nd|rd|th|mg|mcg)\b)"
_RANGE = rf"{_NUMBER}(?:\s*(?:-{{1,2}}|\bto\b|\bthru\b|\bthrough\b)\s*{_NUMBER})?"
_JOIN = rf"\s*(?:[,;/&+]|\band\b)(?:\s*(?:and\b|&))?\s*(?:{_WORD})?"
_YEAR = r"(?!(?:19[89]|20[0-4])\d\b(?!\s*-\s*\d))"
_LIST = re.compile(
    rf"(?:{_WORD}|\b(?:pages?|pgs?|pp?)\.?(?=\d))(?P<list>{_RANGE}(?:\s+of\s+\d{{1,4}})?(?:{_JOIN}{_YEAR}{_RANGE}(?:\s+of\s+\d{{1,4}})?)*)(?:\s+(?:of|out\s+of)\s+\d{{1,4}}\b)?",
    re.I,
)
_EMPTY = re.compile(
    r"\b(?:pages?|pgs?|pp)\b\s*\.?\s*(?:\(\s*s\s*\)?|s\s*\))\s*[:#.]*|\bpages?\s*:|\b(?:pgs?|pp)\.", re.I
)
_ONE = re.compile(
    r"(?P<first>\d{1,4})(?:\s*(?:-{1,2}|\bto\b|\bthru\b|\bthrough\b)\s*(?P<last>\d{1,4}))?", re.I
)
_TOTAL = re.compile(r"\bof\s+\d{1,4}", re.I)


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages ``first`` to ``last`` as written, with their place in the text."""

    first: int
    last: int
    start: int
    end: int


def find_pages(text: str) -> tuple[list[PageRange], list[tuple[int, int]]]:
    """The page ranges of ``text`` in its order, and the spans that name them.

    >>> ranges, _ = find_pages("Opioids Page(s): 78; 80; 91-94")
    >>> [(r.first, r.last) for r in ranges]
    [(78, 78), (80, 80), (91, 94)]
    >>> [(r.first, r.last) for r in find_pages("Table 12-8, page 46 of 127")[0]]
    [(46, 46)]
    """
    ranges: list[PageRange] = []
    spans: list[tuple[int, int]] = []
    for match in _LIST.finditer(text):
        spans.append(match.span())
        start, end = match.span("list")
        listed = _TOTAL.sub(lambda m: " " * len(m.group()), text[start:end])
        ranges += read_ranges(listed, start)
    for match in _EMPTY.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            spans.append(match.span())
    spans.sort()
    return ranges, spans


def read_ranges(listed: str, offset: int = 0) -> list[PageRange]:
    """The ranges of a bare list (``41-42, 63-65``); a shortened end (``111-13``) is filled up."""
    return [
        PageRange(
            int(one["first"]),
            _full(one["first"], one["last"]) if one["last"] else int(one["first"]),
            offset + one.start(),
            offset + one.end(),
        )
        for one in _ONE.finditer(listed)
    ]


def _full(first: str, last: str) -> int:
    """``13`` after ``111`` is 113; an end that is no shortened one stays as written."""
    if len(last) < len(first):
        full = first[: len(first) - len(last)] + last
        if int(full) > int(first):
            return int(full)
    return int(last)
