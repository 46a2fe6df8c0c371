"""Numbers of a citation: page lists (``Page(s): 41-42``, ``pgs. 78-80``) and the year of an edition (``2004``, ``(May 2009)``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imrnlp.tag.guidelines.words import GAP, blank, squeezed

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


_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DIGITS = re.compile(
    r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?P<short>\d{4}|\d{2})(?![\d/])|(?<![\d./$-])(?P<year>(?:19[89]|20[0-4])\d)(?![\d%]|[/-]\d|\.\d)"
)
# What stands before the digits and belongs to the date.
_BEFORE = re.compile(
    rf"(?P<open>[(\[]\s*)?(?:\bonline\s+version\b,?\s*)?"
    r"(?:(?:\b(?:last|as|most\s+recently)\s+)?\b(?P<label>updated?|revised|revision|effective|adopted|dated|accessed|retrieved|reviewed|version|published|of)\b:?\s*(?:date:?\s*)?(?:on\s+)?)?"
    rf"(?:\b{_MONTH}\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?\s*,?\s*)?$",
    re.I,
)
_CLOSE = re.compile(r"\s*[)\]]")
_NOT_EDITION = frozenset(["accessed", "retrieved"])


def find_year(text: str) -> tuple[int | None, list[tuple[int, int]]]:
    """The first edition year in ``text``, and the spans of every date.

    The date on which a web page was looked up is no edition.

    >>> find_year("Knee & Leg (updated 11/22/16) Chapter")
    (2016, [(11, 29)])
    >>> find_year("2nd Edition (2004), Chapter 12")[0], find_year("Opioids")[0]
    (2004, None)
    """
    year: int | None = None
    spans: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        floor = max(start - 60, spans[-1][1] if spans else 0)
        before = _BEFORE.search(text[floor:start])
        close = _CLOSE.match(text, end)
        label = ""
        if before is not None:
            label = (before["label"] or "").lower()
            # An opened bracket that does not close here stays with what follows.
            start = floor + (before.end("open") if before["open"] and not close else before.start())
            if close and before["open"]:
                end = close.end()
        spans.append((start, end))
        if year is None and label not in _NOT_EDITION:
            year = _four_digits(match["short"] or match["year"])
    return year, spans


def _four_digits(digits: str) -> int:
    value = int(digits)
    if len(digits) == 4:
        return value
    return value + (2000 if value < 50 else 1900)


@dataclass(slots=True)
class Details:
    """The details of a reference: the words left, with a gap for each page list and date read from them."""

    rest: str
    pages: list[PageRange]
    year: int | None


def read_details(words: str) -> Details:
    """Pages and year of ``words``, and what is left.

    >>> details = read_details("Opioids Page(s): 78-80 (2009)")
    >>> details.rest.strip(" \\x1f"), details.pages[0].first, details.year
    ('Opioids', 78, 2009)
    """
    pages, spans = find_pages(words)
    rest = squeezed(blank(words, spans, GAP))
    year, spans = find_year(rest)
    return Details(squeezed(blank(rest, spans, GAP)), pages, year)
