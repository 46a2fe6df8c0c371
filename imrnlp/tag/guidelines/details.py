"""What stands behind a document's name: pages, the edition's year, topics.

Pages are lists (``Page(s): 41-42``, ``pgs. 78-80``), years are plain or in a date (``2004``, ``(May 2009)``).
Topics are split where headings are listed, not inside a heading: ``Cyclobenzaprine (Flexeril), Muscle relaxants
(for pain)`` are two, ``NSAIDs, GI symptoms & cardiovascular risk`` is one, which only a list of the headings can
show (``lexicons/guideline_topics.tsv``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.guidelines.patterns import GAP, blank, single_gaps, trim_end
from imrnlp.text.dates import MONTH
from imrnlp.text.searched import searched

_WORDS = Wordings("citation_words.tsv")

# -- pages --------------------------------------------------------------------------------------------

# "Page(s):", "pgs.", "pp", "page numbers"
_WORD = r"""
    \b (?: pages? | pgs? | pags? | pp? ) \b \s* \.? \s* (?: \(\s* s \s*\)? | s \s* \) )? \s*
    (?: (?: numbers? | nos? \b \.? ) \s* )?
    [:#.,]* \s* [\[(]?
"""
# A page: no date, share, rank or strength.
_NUMBER = r"\d{1,4} (?! [\d%] | \.\d | /\d | \s? (?: st|nd|rd|th|mg|mcg ) \b )"
# "78-80", "78 through 80"
_RANGE = rf"{_NUMBER} (?: \s* (?: -{{1,2}} | \bto\b | \bthru\b | \bthrough\b ) \s* {_NUMBER} )?"
# "; ", ", and ", ", page " between two of them
_JOIN = rf"\s* (?: [,;/&+] | \band\b ) (?: \s* (?: and\b | & ) )? \s* (?: {_WORD} )?"
# Behind a comma a number that is a year is no page.
_NO_YEAR = r"(?! (?: 19[89] | 20[0-4] ) \d \b (?! \s* - \s* \d ) )"
#: "Page(s): 41-42, 63-65", "page 46 of 127"
_LIST = re.compile(
    rf"""
    (?: {_WORD} | \b (?: pages? | pgs? | pp? ) \.? (?=\d) )
    (?P<list> {_RANGE} (?: \s+ of \s+ \d{{1,4}} )?
        (?: {_JOIN} {_NO_YEAR} {_RANGE} (?: \s+ of \s+ \d{{1,4}} )? )* )
    (?: \s+ (?: of | out \s+ of ) \s+ \d{{1,4}} \b )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: "Page(s):" with no number behind it
_EMPTY = re.compile(
    r"\b (?: pages? | pgs? | pp ) \b \s* \.? \s* (?: \(\s* s \s*\)? | s \s* \) ) \s* [:#.]* | \b pages? \s* : | \b (?: pgs? | pp ) \.",
    re.IGNORECASE | re.VERBOSE,
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


# -- years --------------------------------------------------------------------------------------------

_MONTH = rf"""
    {MONTH} \b \.?
"""
#: "11/22/16", "2004"
_DIGITS = searched(
    re.compile(
        r"""
    (?<! [\d/.-] ) (?! \d\.\d\.\d\d \s+ [A-Z] )       # "3.3.10 Opioids" is a section's number
    \d{1,2} [/.-] \d{1,2} [/.-] (?P<short> \d{4} | \d{2} ) (?! [\d/] )
    | (?<! [\d./$-] ) (?P<year> (?: 19[89] | 20[0-4] ) \d ) (?! [\d%] | [/-] \d | \.\d )
    """,
        re.VERBOSE,
    )
)
#: What stands before the digits and belongs to the date: "(updated on |", "(May |", "last reviewed: |"
_BEFORE = _WORDS.compile(
    rf"""
    (?P<open> [(\[] \s* )? (?: \b online \s+ version \b ,? \s* )?
    (?: (?: \b (?: last | as | most \s+ recently ) \s+ )?
        \b (?P<label> {{date_words}} ) \b :? \s*
        (?: date :? \s* )? (?: on \s+ )? )?
    (?: \b {_MONTH} \s* (?: \d{{1,2}} (?: st|nd|rd|th )? \b )? \s* ,? \s* )? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOSE = re.compile(r"\s*[)\]]")
_NOT_EDITION = frozenset(["accessed", "retrieved"])


def find_year(text: str, *, days: bool = True) -> tuple[int | None, list[tuple[int, int]]]:
    """The first edition year in ``text``, and the spans of every date.

    The date on which a web page was looked up is no edition.  Without ``days``, the date of a day gives no
    year either: a guideline that is updated all the time has none.

    >>> find_year("Knee & Leg (updated 11/22/16) Chapter")
    (2016, [(11, 29)])
    >>> find_year("2nd Edition (2004), Chapter 12")[0], find_year("Opioids")[0]
    (2004, None)
    >>> find_year("Pain 12/20/2016", days=False)
    (None, [(5, 15)])
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
        if year is None and label not in _NOT_EDITION and (days or not match["short"]):
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


def read_details(words: str, *, days: bool = True) -> Details:
    """Pages and year of ``words``, and what is left; ``days`` as in :func:`find_year`.

    >>> details = read_details("Opioids Page(s): 78-80 (2009)")
    >>> details.rest.strip(" \\x1f"), details.pages[0].first, details.year
    ('Opioids', 78, 2009)
    """
    pages, spans = find_pages(words)
    rest = single_gaps(blank(words, spans, GAP))
    year, spans = find_year(rest, days=days)
    return Details(single_gaps(blank(rest, spans, GAP)), pages, year)


# -- topics -------------------------------------------------------------------------------------------

#: No heading is longer.
_LONG = 150
_SPACES = re.compile(r"\s+")
_AND = re.compile(r"\s*&\s*|\s+and\s+")
_MARKS = re.compile("[\u00ae\u2122\u00a9]|\\s*\\*+")
_SOFT_HYPHEN = re.compile("[\u00ad\ufffe]\\s*")
_BROKEN = re.compile(r"(?<=[a-z])-\s?(?=[a-z])")
_DELIMITER = re.compile(rf"[()\[\],;{GAP}]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+[A-Z]")
_NEXT_NUMBERED = re.compile(r"[,;]\s*(?=\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-Z]|\d{1,2}\.\s+[A-Z])")
#: Words before a heading that do not belong to it: ", Section(s): |", "regarding the |".
_LEAD = _WORDS.compile(
    r"""
    ^ (?: \s*
        (?: [,;:.\-/<>|)\]]
          | (?: & | {before_headings} ) (?=\s)
          | (?: the | its | their ) \s+ (?=\w)
          | {parts_of_documents} \b
            \s* (?: \( \s* s \s* \)? )? \s*
            (?: (?: on | of | for | regarding | titled | entitled ) \b | [:,-] )
        )
      )+ \s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: Words behind a heading that do not belong to it: "| section of the".
_TAIL = _WORDS.compile(
    r"""
    (?: \s* (?: [,;:.\-<>]
              | \b {behind_headings} \b
              | & ) )+ \s* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What a topic list may hold that is no topic.
_NOT_TOPIC = _WORDS.compile(
    r"""
    {no_headings}
    """,
    re.IGNORECASE | re.VERBOSE,
)


@lru_cache(maxsize=8192)
def _normal(heading: str) -> str:
    """A heading as it is compared: lower case, ``and`` for ``&``, no trade marks."""
    return _SPACES.sub(" ", _AND.sub(" and ", _MARKS.sub("", heading.lower()))).strip(" .,;:")


def is_known(words: str) -> bool:
    """Whether ``words`` are a heading of the table; letter case and ``&`` for ``and`` do not matter."""
    return len(words) <= _LONG and _normal(words) in known_headings()


@cache
def known_headings() -> frozenset[str]:
    """All headings of the table, normalised."""
    return frozenset(
        _normal(heading)
        for row in lexicons.table("guideline_topics.tsv")
        for heading in row["headings"].split("|")
    )


@cache
def _longest() -> int:
    return max(heading.count(",") for heading in known_headings()) + 1


def split_topics(listed: str) -> list[str]:
    """The headings that ``listed`` names, each as written.

    >>> split_topics("Capsaicin, topical, Topical analgesics")
    ['Capsaicin, topical', 'Topical analgesics']
    >>> split_topics("2. Opioids for Subacute Pain, 4.1 Tapering Opioids: Indications")
    ['2. Opioids for Subacute Pain', '4.1 Tapering Opioids: Indications']
    """
    if not listed or listed.isspace():
        return []
    listed = _LEAD.sub("", listed)
    if _NUMBERED.match(listed):
        return _tidied(_NEXT_NUMBERED.split(listed.replace(GAP, " ")))
    topics: list[str] = []
    run: list[str] = []
    for piece, hard in _pieces(listed):
        run.append(piece)
        if hard:
            topics += _joined(run)
            run = []
    return _tidied(topics + _joined(run))


def _pieces(listed: str) -> list[tuple[str, bool]]:
    """Parts at commas and semicolons outside brackets, and whether the part ends for certain."""
    closers = _matched(listed)
    pieces: list[tuple[str, bool]] = []
    depth_until = -1
    at = 0
    for delimiter in _DELIMITER.finditer(listed):
        i = delimiter.start()
        mark = listed[i]
        if i < depth_until:
            continue
        if mark in "([":
            depth_until = closers.get(i, -1)
        elif mark in ",;" or mark == GAP:
            pieces.append((listed[at:i], mark != ","))
            at = i + 1
    pieces.append((listed[at:], True))
    return pieces


def _matched(listed: str) -> dict[int, int]:
    """Offset of each opening bracket -> offset of the one that closes it, where one does."""
    stack: list[int] = []
    closers: dict[int, int] = {}
    for bracket in re.finditer(r"[()\[\]]", listed):
        if bracket.group() in "([":
            stack.append(bracket.start())
        elif stack:
            closers[stack.pop()] = bracket.start()
    return closers


def _joined(pieces: list[str]) -> list[str]:
    """Joins parts that make one heading, then parts two headings joined by "and"."""
    topics: list[str] = []
    i = 0
    while i < len(pieces):
        take = 1
        for n in range(min(_longest(), len(pieces) - i), 1, -1):
            if is_known(_LEAD.sub("", ",".join(pieces[i : i + n]))):
                take = n
                break
        if take == 1:
            # A part that goes on in lower case belongs to the heading before it.
            while i + take < len(pieces) and _goes_on(pieces[i], pieces[i + take]):
                take += 1
        topics += _parted(",".join(pieces[i : i + take]))
        i += take
    return topics


def _goes_on(heading: str, part: str) -> bool:
    heading, part = heading.strip(), part.strip()
    if not (heading[:1].isupper() and part[:1].islower()) or part.startswith(("and ", "or ")):
        return False
    return not is_known(part) and not _NOT_TOPIC.fullmatch(part.rstrip(" .;:"))


def _parted(topic: str) -> list[str]:
    if len(topic) > 2 * _LONG or is_known(topic):
        return [topic]
    for joint in re.finditer(r"\s(?:and|&)\s", topic):
        left, right = topic[: joint.start()], topic[joint.end() :]
        if is_known(_LEAD.sub("", left)) and is_known(right):
            return [left, right]
    # Headings with nothing but a space between: "Salicylate topicals Topical analgesics".
    for joint in re.finditer(r"\s(?=[A-Z])", topic):
        left, right = topic[: joint.start()], topic[joint.end() :]
        if left[-1:] not in ":-/" and is_known(_LEAD.sub("", left)) and is_known(right):
            return [left, right]
    return [topic]


def _tidied(topics: list[str]) -> list[str]:
    tidy = (tidy_topic(topic) for topic in topics)
    return [topic for topic in tidy if topic]


def _mended(topic: str) -> str:
    """A heading that the page broke at a hyphen, whole again."""
    topic = _SOFT_HYPHEN.sub("", topic)
    if "-" in topic and not is_known(topic):
        whole = _BROKEN.sub("", topic)
        if is_known(whole):
            return whole
    return topic


def tidy_topic(topic: str) -> str:
    """One topic without leading and trailing words that do not belong to it; "" when nothing is left."""
    return _tidy_kept(topic) if len(topic) <= _LONG else _tidy(topic)


@lru_cache(maxsize=8192)
def _tidy_kept(topic: str) -> str:
    return _tidy(topic)


def _without_outer_brackets(topic: str) -> str:
    """``topic`` without a pair of brackets around all of it, or a leading one that never closes."""
    if topic[:1] not in ("(", "["):
        return topic
    closers = _matched(topic)
    start, end = 0, len(topic)
    while start < end and topic[start] in "([ ":
        closer = closers.get(start)
        if closer is not None and closer != end - 1:
            break
        if closer is not None:
            end = closer
        start += 1
    return topic[start:end].strip()


def _tidy(topic: str) -> str:
    topic = _mended(_SPACES.sub(" ", topic.replace(GAP, " ")).strip())
    if is_known(topic):
        return topic.strip(" .,;:")
    topic = trim_end(_TAIL, _LEAD.sub("", topic)).strip()
    topic = _without_outer_brackets(topic)
    if topic[-1:] in (")", "]") and topic.count("(") + topic.count("[") < topic.count(")") + topic.count("]"):
        topic = topic[:-1].rstrip(" .,;:")
    if topic.startswith('"') or topic.endswith('"'):
        topic = topic.strip('" ,.')
    if _NOT_TOPIC.fullmatch(topic) or not any(c.isalnum() for c in topic):
        return ""
    return topic
