"""The year of an edition: ``2004``, ``(May 2009)``, ``(updated 11/22/16)``, ``(Effective July 18, 2009)``."""

from __future__ import annotations

import re

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
