"""Dates as letters write them."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings, names

_WORDS = Wordings("text_words.tsv")


@cache
def months() -> dict[str, int]:
    """The names of months in lower case, the longest first, with their numbers.

    >>> months()["october"], months()["sept"]
    (10, 9)
    """
    rows = [row for row in lexicons.table("number_words.tsv") if row["kind"] == "month"]
    return {row["word"]: int(row["value"]) for row in sorted(rows, key=lambda row: -len(row["word"]))}


#: The name of a month in the patterns of :class:`~imrnlp.lexicons.wordings.Wordings`.
MONTH = names("month", lambda: "|".join(months()))
#: "10-13-16", "10/13/2016"; one with a further number behind it is not a date ("10/13/16/2"), unless that one is the next
#: date of a range ("10/13/16-1/4/17").
_MONTH_DAY_YEAR = r"""
    (?<! [\d/.-] ) (?P<m> \d{1,2} ) \s? (?P<sep> [/-] ) \s? (?P<d> \d{1,2} ) \s? (?P=sep) \s? (?P<y> \d{4} | \d{2} )
    (?! [\d/] | [-.] \d (?! \d? / \d ) )
"""
#: "2016-10-13"
_ISO = r"(?<! [\d/.-] ) (?P<iy> (?: 19|20 ) \d{2} ) - (?P<im> \d{2} ) - (?P<id> \d{2} ) (?! [\d/-] )"
#: "October 13, 2016", "Oct. 13th 2016"
_NAME_DAY_YEAR = rf"""
    \b (?P<name> {MONTH} ) \b \.? \s+ (?P<nd> \d{{1,2}} ) (?: st|nd|rd|th )? \s* ,? \s+ (?P<ny> \d{{4}} ) (?! \d )
"""
#: "13 October 2016"
_DAY_NAME_YEAR = rf"""
    (?<! [\d/-] ) (?P<dd> \d{{1,2}} ) \s+ (?P<dname> {MONTH} ) \b \.? ,? \s+ (?P<dy> \d{{4}} ) (?! \d )
"""
_DATE = _WORDS.compile(
    f"{_MONTH_DAY_YEAR} | {_ISO} | {_NAME_DAY_YEAR} | {_DAY_NAME_YEAR}", re.IGNORECASE | re.VERBOSE
)


def _year(text: str, pivot: int | None) -> int:
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    limit = (pivot or dt.date.today().year) + 1
    return year if year <= limit else year - 100


def _build(m: re.Match[str], pivot: int | None) -> dt.date | None:
    date = _calendar(m, pivot)
    # A letter of this century has no dates outside these years: the rest are misprints.
    return date if date and 1900 <= date.year < 2100 else None


def _calendar(m: re.Match[str], pivot: int | None) -> dt.date | None:
    try:
        if m["m"]:
            return dt.date(_year(m["y"], pivot), int(m["m"]), int(m["d"]))
        if m["iy"]:
            return dt.date(int(m["iy"]), int(m["im"]), int(m["id"]))
        if m["name"]:
            return dt.date(int(m["ny"]), months()[m["name"].lower()], int(m["nd"]))
        return dt.date(int(m["dy"]), months()[m["dname"].lower()], int(m["dd"]))
    except ValueError:
        return None


_CANDIDATE = r"""
    [\dINITIALS] (?:
        (?<= \d ) \d{0,3} (?:
            \s? ([/-]) \s? \d{1,2} \s? \1 \s? \d{2,4}               # 10-13-2016, 2016-10-13
          | \s+ [A-Za-z]{3,9} \.? ,? \s+ \d{4}                      # 13 October 2016
        )
      | (?<= [A-Z] ) [A-Za-z]{2,8} \.? \s+ \d{1,2} (?: st|nd|rd|th )? \s* ,? \s+ \d{4}   # October 13, 2016
    )
"""
#: Characters behind a date that :data:`_DATE` looks at: "13-1/4" in "10/13/16-1/4".
_LOOKED_AHEAD = 5


@cache
def _candidate() -> re.Pattern[str]:
    """What may be a date, found fast: it begins with one class of characters, which the engine skips to."""
    initials = "".join(sorted({month[0].upper() for month in months()}))
    return re.compile(_CANDIDATE.replace("INITIALS", initials), re.VERBOSE)


@cache
def _lower_case() -> tuple[str, ...]:
    return tuple(month for month in months() if len(month) > 4)


def find_dates(text: str, pivot: int | None = None) -> list[tuple[int, int, dt.date | None]]:
    """Dates with their offsets; an impossible one is ``None``.

    Two-digit years are of this century unless they lie beyond ``pivot`` (a year; today's by default).

    >>> find_dates("on 10-13-16 and 13/45/2016, L4/5, 10/325")
    [(3, 11, datetime.date(2016, 10, 13)), (16, 26, None)]
    """
    if any(map(text.__contains__, _lower_case())):
        return [(m.start(), m.end(), _build(m, pivot)) for m in _DATE.finditer(text)]
    found = []
    at = 0
    maybe = _candidate()
    while (candidate := maybe.search(text, at)) is not None:
        m = _DATE.search(text, candidate.start(), candidate.end() + 6)
        # Near the end of what was looked at, what stands behind it may still say that it is no date.
        if m is not None and (m.end() + _LOOKED_AHEAD <= candidate.end() + 6 or _DATE.match(text, m.start())):
            found.append((m.start(), m.end(), _build(m, pivot)))
            at = m.end()
        else:
            at = candidate.start() + 1
    return found


def parse_date(text: str, pivot: int | None = None) -> dt.date | None:
    """The one date that ``text`` is, or ``None``.

    >>> parse_date("October 13, 2016")
    datetime.date(2016, 10, 13)
    """
    m = _DATE.fullmatch(text.strip())
    return _build(m, pivot) if m else None
