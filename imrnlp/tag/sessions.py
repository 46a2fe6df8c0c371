"""How many visits, treatments or sessions are asked for, and how often.

Each wording is a piece of its own in :data:`WORDINGS`, with an example that the tests read; the words of visits and
weeks are those of ``lexicons/posology_words.tsv``.
"""

from __future__ import annotations

import re
from functools import cache
from math import prod
from typing import NamedTuple

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.posology_words import meanings, posology_pieces
from imrnlp.text.numbers import count, number_words
from imrnlp.text.pieces import Wording, compiled, either

MAX_SESSIONS = 500

_RANGE = re.compile(r"(?:-|–|\bto\b|\bor\b)", re.I)


#: Pieces of the patterns below, beside those of posology.
_PIECES = {
    # 8, eight, eight (8)
    "several": r"(?: \d{1,3} | {word} \b ) (?: \s? \( \d{1,3} \) )?",
    # 8-12, two to three
    "range": r"{several} (?: \s? (?: - | – | to | or ) \s? {several} )?",
    "digits": r"\d{1,2} (?: \s? - \s? \d{1,2} )?",
    "weeks_long": r"(?: {week} | w ) \b",
    # "a week", "x wk", "weekly"
    "a_week": r"(?: a | per | / | each | x )? \s? (?: weekly | {week} ) \b",
    "a_period": r"(?: a | per | / | each | every ) \s? (?: weeks? | wks? | months? | days? | years? ) \b",
    "some": r"\d+ | {numbers_of_weeks}",
    # Words between a number and its visits: "6 additional (post-operative) visits"; none that counts otherwise.
    "qualifier": r"""
        (?! {not_sessions} )
        [\w/()-]+ \s+
    """,
    # "4 hours a day, 3 days a week"
    "hours": r"""
        (?: hours? | hrs? ) \s? (?: a | per | / | each | x ) \s?
        (?: week\b
          | day\b \s* ,? \s* (?: x\s+ | and\s+ | for\s+ )?
            (?: {range} \s? (?: days? | times? | x )? \s? (?: a | per | / | each | x ) \s? week\b )? (?<! [\s,] ) )
    """,
}
WORDINGS = (
    Wording(
        "explicit",
        r"""
        (?<! [\w./#-] ) (?P<n> {count} ) (?P<to> \s? (?: - | – | to | or ) \s? {several} )? \s+
        {qualifier}{0,4}? (?P<unit> {session} ) \b
        (?! \s* (?: a | per | each | every | / ) \s? (?: week | wk | month | day | year ) )    # "2 visits a week"
        """,
        "PT 6-8 additional sessions of the knee",
        "6-8 additional sessions",
    ),
    Wording(
        "after",
        r"""
        \b (?P<unit> visits? | sessions? | treatments? ) \b \s* [,:]? \s* (?: \# | x | times | of )? \s*
        (?P<n> {count} ) (?!\d) (?: \s? \( \d{1,3} \) )?+ (?P<to> \s? (?: - | – | to ) \s? {several} )?+
        (?! \s* (?: x? \s? {weeks_long} | {behind_session_number} ) | \d )    # "treatment two (2) times a week"
        """,
        "Acupuncture sessions x 6",
        "sessions x 6",
    ),
    Wording(
        "times_weeks",
        r"""
        (?<! [\w./#-] )
        (?: (?P<a> {range} ) \s? (?: times? | x | visits? | sessions? )? \s? {a_week}
          | (?P<adv> {often} ) \s? {a_week} )
        \s* ,? \s* (?: for | x | times | over | per )? \s* (?: the[ ]next\s | an?\s? )?
        (?: (?P<b> {range} ) \s? (?: {weeks_long} | months? \b ) )?
        """,
        "PT two times a week for 6 weeks",
        "two times a week for 6 weeks",
    ),
    Wording(
        "weekly",
        r"\b (?P<freq> weekly | once[ ]weekly | every[ ]week ) \b \s* (?: for | x | times ) \s* (?P<b> {range} ) (?: \s? {weeks_long} )?",
        "CBT weekly x 6 weeks",
        "weekly x 6 weeks",
    ),
    Wording(
        "grid",
        r"""
        (?<! [\w./#-] ) (?P<a> {digits} ) \s? (?: x | X | × | times ) \s?
        (?: wk | week | /wk | /week | per[ ]week | per[ ]wk | a[ ]week )? \s? (?: x | X | for )? \s?
        (?P<b> {digits} ) (?: \s? (?: wks? | weeks? ) )?
        (?! [\w.%/] | \s?mg | -\d )
        """,
        "PT 2x6",
        "2x6",
        0,
    ),
    Wording(
        "times",
        r"""
        (?: \b x | \b times ) \s? (?P<n> {count} )
        (?! [\w.%/] | -\d
          | \s? {behind_times} )
        """,
        "Physical therapy x 8",
        "x 8",
    ),
    Wording("hash", r"(?<! \w ) \# \s? (?P<n> \d{1,3} ) (?! [\w.] )", "Acupuncture #6", "#6"),
    Wording(
        "series",
        r"""
        \b series[ ]of \s+ (?P<n> {count} )
      | \b (?: qty | quantity ) \b \.? \s* [:#=]? \s* (?P<q> \d{1,3} ) (?: \.0+ )? (?!\d)
        """,
        "A series of three epidural injections",
        "series of three",
    ),
    Wording(
        "leading",
        r"""
        ^ (?: additional\s+ | another\s+ | initial\s+ )?
        (?P<n> {several} (?: \s* \( \d+ \) )? ) \s+
        (?: more\s+ | additional\s+ | initial\s+ | further\s+ )?
        (?! {counted_otherwise} \b ) [a-z]
        """,
        "Twelve aquatic therapy",
        "Twelve a",
    ),
    # A total in brackets: "two to three times a week (12)".
    Wording(
        "bracket",
        r"\( (?P<n> \d{1,3} ) \) (?! \s* {bracketed_otherwise} )",
        "2-3 times a week for 4 weeks (12)",
        "(12)",
        0,
    ),
    Wording(
        "monthly",
        r"\b (?: monthly | once[ ]a[ ]month | once[ ]per[ ]month ) \s* (?: for | x ) \s* (?P<b> \d{1,2} ) \b",
        "Follow-up monthly x 6",
        "monthly x 6",
    ),
    Wording(
        "total",
        r"\b (?: total (?: \s+ of )? | for[ ]a[ ]total[ ]of ) \s* [:=]? \s* (?P<n> {count} )",
        "PT 2 times a week, total of 8",
        "total of 8",
    ),
    Wording(
        "frequency",
        r"""
        (?<! [\w] ) (?= [\ddehfnostz] ) {range} \s?
        (?: {hours}
          | (?: x | times? | days? | visits? | sessions? )? \s? {a_period}
          | x\s (?: a | per ) \s (?: week | wk ) \b
          | (?: times? | x ) \s? (?: weekly | monthly | yearly | daily | wk ) \b
          | x\s? (?: wk | week ) \b )
      | \b (?= [otwbmdyaqe] )
        (?: {often} \s? (?: a | per | / | each )? \s? {a_week_or_month} \b
          | (?: once\s+every\s+ {some} \s+ (?: weeks | months ) | every[ ] {some} [ ] (?: weeks | months | days ) | {regularly} ) \b )
        """,
        "Acupuncture two times a week times six weeks",
        "two times a week",
    ),
)


@cache
def session_pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of the wording ``name``."""
    wording = next(w for w in WORDINGS if w.name == name)
    weeks = [word for word, days in meanings("period").items() if days == "7"]
    words = {
        "week": either(weeks),
        "session": either(list(meanings("session"))),
        "often": either(list(meanings("often"))),
    }
    return compiled(wording.pattern, {**posology_pieces(), **_PIECES, **words}, wording.flags)


# "3 times a week for 2 weeks, then 2 times a week for 3 weeks" adds up.
_THEN = re.compile(r"[\s,;]*(?:and\s+)?(?:then|followed by|thereafter)\b\s*", re.I)
# A frequency names its period; without one nothing is looked for.
_PERIOD = Wordings("prescription_words.tsv").compile("{signs_of_a_period}")


def _value(words: str) -> int | None:
    """A count; of a range its larger end."""
    words = words.strip()
    often = meanings("often").get(words.lower())
    if often:
        return int(often)
    if not is_range(words):
        return count(words)
    return max((n for n in map(count, _RANGE.split(words)) if n is not None), default=None)


def is_range(words: str) -> bool:
    """Whether the words of a count are a range.

    >>> is_range("two (2) to three (3)"), is_range("8-12"), is_range("twenty-four")
    (True, True, False)
    """
    return bool(_RANGE.search(words)) and words.strip().lower() not in number_words()


def _believed(value: int | None) -> int | None:
    return value if value is not None and 0 < value <= MAX_SESSIONS else None


class Sessions(NamedTuple):
    """A number of visits, treatments or sessions; ``of_range`` is true where a range's larger end was taken."""

    count: int | None  # type: ignore[assignment]  # a tuple counts its values by this name
    of_range: bool = False


_NONE = Sessions(None)


def find_sessions(text: str, *, counted: bool = True) -> int | None:
    """The number of visits, treatments or sessions; the larger end of a range; ``None`` when the text gives none.

    ``counted`` says that the item is given in sessions, so that a bare ``x 4`` or ``#6`` counts them.

    >>> find_sessions("2x6"), find_sessions("2 times a week for 6 weeks"), find_sessions("2-3 x 4-6")
    (12, 12, 18)
    >>> find_sessions("additional 8 visits"), find_sessions("six (6) sessions"), find_sessions("12-18 visits")
    (8, 6, 18)
    """
    return read_sessions(text, counted=counted).count


def read_sessions(text: str, *, counted: bool = True) -> Sessions:
    """Like :func:`find_sessions`, and also says whether a range was read.

    >>> read_sessions("PT 8-12 visits")
    Sessions(count=12, of_range=True)
    """
    said = session_pattern("explicit").search(text)
    if said:
        return _explicit(text, said)
    said = session_pattern("after").search(text)
    if said:
        return _sessions(said["n"] + (said["to"] or ""))
    if not counted:
        return _NONE
    total = session_pattern("total").search(text)
    if total:
        return Sessions(_believed(count(total["n"])))
    weeks = session_pattern("times_weeks").search(text)
    if weeks and weeks["b"]:
        return _by_weeks(text, weeks)
    weekly = session_pattern("weekly").search(text) or session_pattern("monthly").search(text)
    if weekly:
        return _sessions(weekly["b"])
    grid = session_pattern("grid").search(text)
    if grid:
        return _sessions(grid["a"], grid["b"])
    series = session_pattern("series").search(text)
    if series:
        return Sessions(_believed(count(series["n"] or series["q"])))
    for name in ("times", "hash", "leading"):
        match = session_pattern(name).search(text)
        if match:
            return _sessions(match["n"])
    return _NONE


def _sessions(*factors: str) -> Sessions:
    """The product of counts, each with the larger end of its range."""
    values = [_value(words) for words in factors]
    if None in values:
        return _NONE
    return Sessions(_believed(prod(v for v in values if v is not None)), any(map(is_range, factors)))


#: "6 visits | and | 4 visits"
_ALSO = re.compile(r"(?:\band|[,;])\s+\Z", re.I)
#: What the sessions are of, behind them: "6 visits | of acupuncture".
_OF_WHAT = re.compile(r"\s+of\s+(?P<what>[\w-]+(?:\s+therapy)?)", re.I)


def _explicit(text: str, first: re.Match[str]) -> Sessions:
    """The visits told; of the same service for two sites they add up: "6 PT visits for the neck and 4 PT visits for the back"."""
    total = _sessions(first["n"] + (first["to"] or ""))
    for more in session_pattern("explicit").finditer(text, first.end()):
        again = _of_what(text, more) == _of_what(text, first) and _ALSO.search(
            text, first.end(), more.start()
        )
        count_of = _sessions(more["n"] + (more["to"] or ""))
        if not again or total.count is None or count_of.count is None:
            break
        total = Sessions(_believed(total.count + count_of.count), total.of_range or count_of.of_range)
    return total


def _of_what(text: str, said: re.Match[str]) -> str:
    """What sessions are of: the words between their number and "sessions", and what follows "of"."""
    of = _OF_WHAT.match(text, said.end())
    words = text[said.end("to") if said["to"] else said.end("n") : said.end()]
    return " ".join([*words.lower().split(), of["what"].lower() if of else ""]).replace("visits", "visit")


def _by_weeks(text: str, weeks: re.Match[str]) -> Sessions:
    """ "3 times a week for 2 weeks, then 2 times a week for 3 weeks"; a total in brackets counts before a range."""
    said = (weeks["a"] or weeks["adv"], weeks["b"])
    first = _sessions(*said)
    then = _THEN.match(text, weeks.end())
    if then is not None and first.count is not None:
        more = session_pattern("times_weeks").match(text, then.end())
        second = _sessions(more["a"] or more["adv"], more["b"]) if more and more["b"] else _NONE
        if second.count is None:
            return _NONE
        return Sessions(_believed(first.count + second.count), first.of_range or second.of_range)
    if first.count is None or first.of_range:
        bracket = session_pattern("bracket").search(text, weeks.end())
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
    match = session_pattern("frequency").search(text)
    return " ".join(match.group().split()) if match else None
