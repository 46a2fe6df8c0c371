"""How many visits, treatments or sessions are asked for, and how often."""

from __future__ import annotations

import re
from math import prod
from typing import NamedTuple

from imrnlp.text.numbers import COUNT, WORD, WORDS, count

MAX_SESSIONS = 500

_W = WORD
_N = rf"(?:\d{{1,3}}|(?:{_W})\b)(?:\s?\(\d{{1,3}}\))?"
_R = rf"{_N}(?:\s?(?:-|–|to|or)\s?{_N})?"
_WEEK = r"(?:weeks?|wks?|wk|w)\b"
_PER_WEEK = r"(?:a|per|/|each|x)?\s?(?:weekly|weeks?|wks?|wk)\b"
_RANGE = re.compile(r"(?:-|–|\bto\b|\bor\b)", re.I)
_ADVERB = {"once": 1, "twice": 2, "thrice": 3}

_UNIT = r"(?:visits?|sessions?|treatments?|appointments?|office visits|units of therapy|consultations?|follow[- ]?ups?|injections?|blocks?|classes)"
_EXPLICIT = re.compile(
    rf"(?<![\w./#-])(?P<n>{COUNT})(?P<to>\s?(?:-|–|to|or)\s?{_N})?\s+(?:(?!mg|cc\b|ml\b|mcg|units?\b|weeks?|days?|hours?|months?|times|x\b|of\b|per\b|and\b|for\b)[\w/()-]+\s+){{0,4}}?(?P<unit>{_UNIT})\b(?!\s*(?:a|per|each|every|/)\s?(?:week|wk|month|day|year))",
    re.I,
)
_AFTER = re.compile(
    rf"\b(?P<unit>visits?|sessions?|treatments?)\b\s*[,:]?\s*(?:#|x|times|of)?\s*(?P<n>{COUNT})(?!\d)(?P<to>\s?(?:-|–|to)\s?{_N})?(?!\s*(?:{_WEEK}|times|x\b|x\s?\d|/|%|mg|days?|months?|hours?|per|a\s)|\d)",
    re.I,
)
_TIMES_WEEKS = re.compile(
    rf"(?<![\w./#-])(?:(?P<a>{_R})\s?(?:times?|x|visits?|sessions?)?\s?(?:{_PER_WEEK})|(?P<adv>once|twice|thrice)\s?(?:{_PER_WEEK}))"
    rf"\s*,?\s*(?:for|x|times|over|per)?\s*(?:the next\s|an?\s?)?(?:(?P<b>{_R})\s?(?:{_WEEK}|months?\b))?",
    re.I,
)
_WEEKLY = re.compile(
    rf"\b(?P<freq>weekly|once weekly|every week)\b\s*(?:for|x|times)\s*(?P<b>{_R})(?:\s?{_WEEK})?", re.I
)
_GRID = re.compile(
    r"(?<![\w./#-])(?P<a>\d{1,2}(?:\s?-\s?\d{1,2})?)\s?(?:x|X|×|times)\s?(?:wk|week|/wk|/week|per week|per wk|a week)?\s?(?:x|X|for)?\s?(?P<b>\d{1,2}(?:\s?-\s?\d{1,2})?)(?:\s?(?:wks?|weeks?))?(?![\w.%/]|\s?mg|-\d)"
)
_TIMES_N = re.compile(
    rf"(?:\bx|\btimes|\bX)\s?(?P<n>{COUNT})(?![\w.%/]|-\d|\s?(?:mg|days?|weeks?|wks?|months?|hours?|times|per|a\b|x\s?\d|refills?))",
    re.I,
)
_HASH = re.compile(r"(?<!\w)#\s?(?P<n>\d{1,3})(?![\w.])")
_SERIES = re.compile(
    rf"\bseries of\s+(?P<n>{COUNT})|\b(?:qty|quantity)\b\.?\s*[:#=]?\s*(?P<q>\d{{1,3}})(?:\.0+)?(?!\d)", re.I
)
_LEADING = re.compile(
    rf"^(?:additional\s+|another\s+|initial\s+)?(?P<n>{_N}(?:\s*\(\d+\))?)\s+(?:more\s+|additional\s+|initial\s+|further\s+)?(?!(?:weeks?|days?|hours?|hrs?|months?|years?|units?|level|view|panel|point)\b)[a-z]",
    re.I,
)
# "3 times a week for 2 weeks, then 2 times a week for 3 weeks" adds up.
_THEN = re.compile(r"[\s,;]*(?:and\s+)?(?:then|followed by|thereafter)\b\s*", re.I)
_PAREN = re.compile(r"\((?P<n>\d{1,3})\)(?!\s*(?:weeks?|days?|months?|times|hours?|x|levels?))")
_MONTHLY = re.compile(r"\b(?:monthly|once a month|once per month)\s*(?:for|x)\s*(?P<b>\d{1,2})\b", re.I)
_TOTAL = re.compile(rf"\b(?:total(?:\s+of)?|for a total of)\s*[:=]?\s*(?P<n>{COUNT})", re.I)
_HOURS = rf"(?:hours?|hrs?)\s?(?:a|per|/|each|x)\s?(?:week\b|day\b\s*,?\s*(?:x\s+|and\s+|for\s+)?(?:(?:{_R})\s?(?:days?|times?|x)?\s?(?:a|per|/|each|x)\s?week\b)?(?<![\s,]))"
_FREQUENCY = re.compile(
    rf"(?<![\w])(?=[\ddehfnostz])(?:{_R})\s?(?:{_HOURS}|(?:x|times?|days?|visits?|sessions?)?\s?(?:a|per|/|each|every)\s?(?:weeks?|wks?|months?|days?|years?)\b"
    r"|x\s(?:a|per)\s(?:week|wk)\b|(?:times?|x)\s?(?:weekly|monthly|yearly|daily|wk)\b|x\s?(?:wk|week)\b)"
    r"|\b(?=[otwbmdyaqe])(?:(?:once|twice|thrice)\s?(?:a|per|/|each)?\s?(?:week|wk|weekly|month|monthly|day|daily|year)\b"
    r"|(?:once\s+every\s+(?:\d+|two|three|four|six|eight|twelve)\s+(?:weeks|months)|weekly|biweekly|bi-weekly|monthly|daily|yearly|annually|quarterly"
    r"|every other (?:week|day|month)|every (?:\d+|two|three|four|six|eight|twelve) (?:weeks|months|days)|every (?:week|month|day))\b)",
    re.I,
)


# A frequency names its period; without one nothing is looked for.
_PERIOD = re.compile(
    r"annual|[wWmMdDyYqQ](?:k\b|ee[kK]|on?th|ay|ai|ear|uarter|[kK])|WEEK|MONTH|DAY|DAILY|YEAR"
)


def _value(words: str) -> int | None:
    """A count; of a range its larger end."""
    words = words.strip()
    if words.lower() in _ADVERB:
        return _ADVERB[words.lower()]
    if not is_range(words):
        return count(words)
    return max((n for n in map(count, _RANGE.split(words)) if n is not None), default=None)


def is_range(words: str) -> bool:
    """Whether the words of a count are a range.

    >>> is_range("two (2) to three (3)"), is_range("8-12"), is_range("twenty-four")
    (True, True, False)
    """
    return bool(_RANGE.search(words)) and words.strip().lower() not in WORDS


def _believed(value: int | None) -> int | None:
    return value if value is not None and 0 < value <= MAX_SESSIONS else None


class Sessions(NamedTuple):
    """A number of visits, treatments or sessions; ``of_range`` is true where a range's larger end was taken."""

    count: int | None  # type: ignore[assignment]  # a tuple counts its values by this name
    of_range: bool = False


_NONE = Sessions(None)


def find_sessions(text: str, *, counted: bool = True) -> int | None:
    """Visits, treatments or sessions asked for; of a range the larger end, ``None`` where the text gives none.

    ``counted`` says that the item is given in sessions, so that a bare ``x 4`` or ``#6`` counts them.

    >>> find_sessions("2x6"), find_sessions("2 times a week for 6 weeks"), find_sessions("2-3 x 4-6")
    (12, 12, 18)
    >>> find_sessions("additional 8 visits"), find_sessions("six (6) sessions"), find_sessions("12-18 visits")
    (8, 6, 18)
    """
    return read_sessions(text, counted=counted).count


def read_sessions(text: str, *, counted: bool = True) -> Sessions:
    """Like :func:`find_sessions`, with word of whether a range was read.

    >>> read_sessions("PT 8-12 visits")
    Sessions(count=12, of_range=True)
    """
    said = _EXPLICIT.search(text) or _AFTER.search(text)
    if said:
        return _sessions(said["n"] + (said["to"] or ""))
    if not counted:
        return _NONE
    total = _TOTAL.search(text)
    if total:
        return Sessions(_believed(count(total["n"])))
    weeks = _TIMES_WEEKS.search(text)
    if weeks and weeks["b"]:
        return _by_weeks(text, weeks)
    weekly = _WEEKLY.search(text) or _MONTHLY.search(text)
    if weekly:
        return _sessions(weekly["b"])
    grid = _GRID.search(text)
    if grid:
        return _sessions(grid["a"], grid["b"])
    series = _SERIES.search(text)
    if series:
        return Sessions(_believed(count(series["n"] or series["q"])))
    for pattern in (_TIMES_N, _HASH, _LEADING):
        match = pattern.search(text)
        if match:
            return _sessions(match["n"])
    return _NONE


def _sessions(*factors: str) -> Sessions:
    """The product of counts, each with the larger end of its range."""
    values = [_value(words) for words in factors]
    if None in values:
        return _NONE
    return Sessions(_believed(prod(v for v in values if v is not None)), any(map(is_range, factors)))


def _by_weeks(text: str, weeks: re.Match[str]) -> Sessions:
    """ "3 times a week for 2 weeks, then 2 times a week for 3 weeks"; a total in brackets counts before a range."""
    said = (weeks["a"] or weeks["adv"], weeks["b"])
    first = _sessions(*said)
    then = _THEN.match(text, weeks.end())
    if then is not None and first.count is not None:
        more = _TIMES_WEEKS.match(text, then.end())
        second = _sessions(more["a"] or more["adv"], more["b"]) if more and more["b"] else _NONE
        if second.count is None:
            return _NONE
        return Sessions(_believed(first.count + second.count), first.of_range or second.of_range)
    if first.count is None or first.of_range:
        bracket = _PAREN.search(text, weeks.end())
        if bracket:
            return Sessions(_believed(int(bracket["n"])))
    return _NONE if re.search(r"months?\b", weeks.group()[-8:], re.I) else first


def find_frequency(text: str) -> str | None:
    """How often, in the text's words.

    >>> find_frequency("Acupuncture two times a week times six weeks")
    'two times a week'
    """
    if not _PERIOD.search(text):
        return None
    match = _FREQUENCY.search(text)
    return " ".join(match.group().split()) if match else None
