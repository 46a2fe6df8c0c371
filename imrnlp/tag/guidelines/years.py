"""The year of an edition: ``2004``, ``(May 2009)``, ``(updated 11/22/16)``, ``(Effective July 18, 2009)``."""

from __future__ import annotations

import re

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_LABEL = r"(?:(?:last\s+|most\s+recently\s+|as\s+)?(?P<label>updated?|revised|revision|effective|adopted|dated|accessed|retrieved|reviewed|version|published|of)\b:?\s*(?:date:?\s*)?(?:on\s+)?)?"
_DATE = re.compile(
    rf"(?P<open>[(\[]\s*)?(?:\bonline\s+version\b,?\s*)?{_LABEL}"
    rf"(?:(?<![\d/.-])\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<short>\d{{4}}|\d{{2}})(?![\d/])"
    rf"|\b{_MONTH}\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\b)?\s*,?\s*(?P<month>(?:19[89]|20[0-4])\d)\b"
    rf"|(?<![\d./$-])(?P<year>(?:19[89]|20[0-4])\d)(?![\d%]|[/-]\d|\.\d))(?P<close>\s*[)\]])?",
    re.I,
)
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
    for match in _DATE.finditer(text):
        start, end = match.span()
        # An opened bracket that does not close here stays with what follows.
        if match["open"] and not match["close"]:
            start = match.end("open")
        elif match["close"] and not match["open"]:
            end = match.start("close")
        spans.append((start, end))
        if year is None and (match["label"] or "").lower() not in _NOT_EDITION:
            year = _four_digits(match["short"] or match["month"] or match["year"])
    return year, spans


def _four_digits(digits: str) -> int:
    value = int(digits)
    if len(digits) == 4:
        return value
    return value + (2000 if value < 50 else 1900)
