"""Journal articles: authors, title, journal, year, volume and pages, PMID.

>>> article = find_articles("Deyo RA, Mirza SK. Back pain in adults. Spine. 2009;34(2):12-19. PMID: 19127150.")[0]
>>> article.title, article.year, article.pages
('Back pain in adults', 2009, [(12, 19)])
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from imrnlp import lexicons
from imrnlp.tag.guidelines.details import read_ranges
from imrnlp.tag.guidelines.words import trim_end

# -- volumes, pages and numbers: by these an article is known -----------------------------------------

_YEAR = r"(?: 19[4-9] | 20[0-4] ) \d"
# Behind the year: "Aug", "Jul-Aug", "Dec 4".
_MONTHS = r"(?: \s+ [A-Z][a-z]{2,8} \.? (?: \s? [-/] \s? [A-Z][a-z]{2,8} \.? )? (?: \s+ \d{1,2} )? )?"
# "237-251", "E31", "p12-19"
_PAGE_LIST = r"[A-Za-z]{0,3} \d+ (?: \s? - \s? [A-Za-z]? \d+ )?"
# ":", ", pp. " and ", pages " before them.
_TO_PAGES = r"\s* [:,] \s* (?: pp? \.? \s* | pages? \s* )?"
# The second way to write an issue: ", no. 3"
_ISSUE = r"(?: no | issue | number ) \.? \s* \d+"

#: Where an article's volume, pages or number stand; "a", "b" and "c" are the pages.
_ANCHOR = re.compile(
    rf"""
    # 2007;132(3):237-251
    (?P<year> \b{_YEAR} ) \b {_MONTHS} \s* [;,:.] \s*
        (?: vol(?:ume)? \.? \s* )? (?: \d{{1,4}} )? \s* (?: suppl \.? \s* \d* \s* )?
        (?: \( [^()]{{0,24}} \) | ,? \s* {_ISSUE} )? {_TO_PAGES} (?P<a> {_PAGE_LIST} )
    # 34(2):12-19
    | (?: \b vol(?:ume)? \.? \s* )? \b \d{{1,4}} \s* (?: \( \d [^()]{{0,16}} \) | , \s* {_ISSUE} ) {_TO_PAGES} (?P<b> {_PAGE_LIST} )
    # Volume 35, 2009, pages 12-19
    | \b vol(?:ume)? \.? \s* \d{{1,4}} \s* ,? \s* (?: \(? {_YEAR} \)? \s* ,? \s* )? (?: pp? \.? \s* | pages? \s* ) (?P<c> {_PAGE_LIST} )
    # 2010 Issue 3. Art. No.: CD006001
    | (?P<cochrane> \b{_YEAR} ) \s? [;,:.]? \s? (?: \(\d+\) \s? :? \s? | Issue \s \d+ \s? [.,;:]? \s? )? (?: Art\.? \s? No\.? :? \s? )? CD \d{{5,7}}
    # PMID: 19127150
    | \b PMID \b :? \s* \d+
    # doi: 10.1000/182
    | \b doi \b :? \s* 10\. \S+
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: What goes on behind an article's pages and belongs to it.
_AFTER = re.compile(
    r"""
    \s* (?: [.,;] \s* )?
    (?: \(? (?: PMID | PMCID | PubMed (?: \s+ PMID )? | doi | Epub | ISSN ) \b [:\s]* [^\s;,]+     # PMID: 19127150
            (?: \s (?: \d{4} \s )? [A-Z][a-z]{2} \s \d{1,2} )? \)?                                # Epub 2009 Jul 3
      | \[PubMed\]
      | Review \b
      | \(? (?: [A-Z][a-z]{2,8} \.? \s )? (?:19|20)\d\d \)? (?= [.,;] | $ )                        # (March 2009)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)

# -- authors and titles ------------------------------------------------------------------------------

# "van der Berg JK", "Deyo RA", "O'Neil P, Jr"
_PERSON = r"""
    (?: (?: van|von|de|der|den|la|le|du|di|da|dos|del|ter|ten ) \s ){0,3}
    [A-Z][\w'\u2019-]+ (?: \s [A-Z][\w'\u2019-]+ )? ,? \s+
    (?: [A-Z]{1,3} \b \.? [-\s]? ){1,4}
    (?: (?: Jr|Sr|II|III ) \b \.? \s? )?
"""
# What parts two persons: ", ", "; and ", " & "; before a colon, full stop or "et al." the last one stands.
_BETWEEN_PERSONS = r"""
    (?: \s? [,;] \s* (?: and\s+ | &\s* )?
      | \s* (?: \band\b | & ) \s+
      | (?= \s? (?: [.:(] | et\b ) ) )
"""
_AUTHORS = re.compile(
    rf"""
    # Deyo RA, Mirza SK, et al. / Deyo, et al.
    (?: (?: {_PERSON} {_BETWEEN_PERSONS} | [A-Z][\w'\u2019-]+ (?= ,? \s+ et \s+ al ) ){{1,40}}
            (?: \s{{0,3}} ,? \s{{0,3}} \b et \s+ al \b \.? )?
            (?: \s{{0,3}} ,? \s{{0,3}} \(? eds? \b \.? \)? )?
    # Deyo and Mirza (2009)
      | [A-Z][\w'\u2019-]+ (?: ,? \s+ (?: and | & ) \s+ [A-Z][\w'\u2019-]+ )? (?= ,? \s+ \( (?:19|20)\d\d \) )
    # Deyo et al.
      | [A-Z][\w'\u2019-]+ \s+ et \s+ al \b \.? )
    \s{{0,3}} [.:,]? \s{{0,3}}
    (?: \( (?P<year> {_YEAR} ) [^()]{{0,20}} \) \s* [.:,]? \s* | (?P<bare> {_YEAR} ) \. \s+ )?
    """,
    re.VERBOSE,
)
_PART_END = re.compile(r"(?<!\bvs)(?<!\b[A-Z])[.?!]['\"]?\s+(?=[\"'A-Z0-9(])")
_QUOTED = re.compile(r"\"(?P<title>[^\"]{8,300})\"")
_BRACKETED_YEAR = re.compile(rf"\( ({_YEAR}) \) | \b ({_YEAR}) \b", re.VERBOSE)
_VOLUME = re.compile(
    rf"[\s,;:.(]* (?: \(? {_YEAR} \)? [\s,;.]* | \b vol(?:ume)? \b \.? \s* )* $", re.IGNORECASE | re.VERBOSE
)
_JOURNAL_END = re.compile(rf"[\s,;.]* (?: \(? {_YEAR} \)? )? [\s,;.(]* $", re.VERBOSE)
#: Words by which a title shows itself to be a journal's.
JOURNAL = re.compile(
    r"""
      \b [Jj]ournal \b                                               # Journal of Hand Therapy
    | \b J \.? \s+ [A-Z][a-z]+                                       # J Pain
    | \b N \.? \s? Engl \b | \b NEJM \b | \b JAMA \b | \b Lancet \b | \b BMJ \b
    | \b Ann (?:als)? \b \.? \s+ (?: of\b | [A-Z] )                    # Ann Intern Med
    | \b Arch (?:ives)? \b \.? \s+ (?: of\b | [A-Z] )                  # Archives of Neurology
    | \b (?: Am|Eur|Br|Clin|Int|Can|Scand ) \b \.? \s+ J \b            # Eur J Pain
    | \b Spine \b \s* (?: \( | J\b | $ )                               # Spine (Phila Pa 1976)
    | \b Cochrane \b | \b PLoS \b | \b Acta \b | \b Clinics \b
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Article:
    """A journal article at ``[start, end)``; ``title`` is the article's, else the journal's."""

    start: int
    end: int
    title: str
    year: int | None = None
    pages: list[tuple[int, int]] = field(default_factory=list)
    authors: bool = False


def is_journal(title: str) -> bool:
    """Whether ``title`` shows itself to be a journal's."""
    return JOURNAL.search(title) is not None or title.lower() in _periodicals()


@cache
def _periodicals() -> frozenset[str]:
    return frozenset(
        name
        for row in lexicons.table("guidelines.tsv")
        if row["kind"] == "periodical"
        for name in row["aliases"].split("|")
    )


def find_articles(text: str, begins: list[int] | None = None, ends: list[int] | None = None) -> list[Article]:
    """Journal articles in ``text``, in order.

    ``begins`` are offsets at which another document's words end, ``ends`` those at which one begins; an
    article begins at the last of the former before its year, at its authors, or at the text's own start.
    Linear in the text.
    """
    articles: list[Article] = []
    at = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < at:
            continue
        floor = max([at, *(b for b in begins or [] if at <= b <= anchor.start())])
        floor = max(floor, anchor.start() - 900)
        start = _begin(text, floor, anchor.start())
        article = _article_at(text, start, anchor)
        if article is not None:
            articles.append(article)
            at = article.end
    if not articles and " et al" in text:
        return _without_volume(text, ends or [])
    return articles


def _without_volume(text: str, ends: list[int]) -> list[Article]:
    """An article known by its authors alone: "Smith et al. 2008. Title. Journal"."""
    authors = _AUTHORS.search(text)
    if authors is None or " et al" not in authors.group():
        return []
    start = authors.start()
    end = min([e for e in ends if e > start] or [len(text)])
    end = min(end, start + 600)
    parts = [p for p in _PART_END.split(text[authors.end() : end]) if p.strip(" .,;:()")]
    if not parts:
        return []
    title = " ".join(parts[0].strip(" .,;:\"'").split())
    years = [a or b for a, b in _BRACKETED_YEAR.findall(text[start:end])]
    end = start + len(text[start:end].rstrip(" .,;:"))
    return [Article(start, end, title, int(years[0]) if years else None, [], True)] if len(title) > 5 else []


def _begin(text: str, floor: int, limit: int) -> int:
    """Where the article begins: at its first author after a boundary, else at ``floor``."""
    for authors in _AUTHORS.finditer(text, floor, limit):
        before = text[floor : authors.start()].rstrip()
        if not before or before[-1] in ".;:," or before.endswith((" and", " by", "&", "see")):
            return authors.start()
    lead = len(text[floor:limit]) - len(text[floor:limit].lstrip(" ,;:.()-"))
    return floor + lead


def _article_at(text: str, start: int, anchor: re.Match[str]) -> Article | None:
    """The article that begins at ``start`` and whose volume and pages are ``anchor``; none without a title."""
    end = anchor.end()
    while after := _AFTER.match(text, end):
        end = after.end()
    body = text[start : anchor.start()]
    authors = _AUTHORS.match(body)
    year = _year(anchor, authors, text[start:end])
    title = _title(body[authors.end() :] if authors else body, authors is not None)
    if len(title) < 3:
        return None
    listed = anchor["a"] or anchor["b"] or anchor["c"] or ""
    pages = [(r.first, r.last) for r in read_ranges(listed)] if listed[:1].isdigit() else []
    while end > start and text[end - 1] in " .,;":
        end -= 1
    return Article(start, end, " ".join(title.split()), year, pages, authors is not None)


def _year(anchor: re.Match[str], authors: re.Match[str] | None, article: str) -> int | None:
    """The year beside the volume, else behind the authors, else the last in brackets."""
    said = anchor["year"] or anchor["cochrane"]
    if not said and authors:
        said = authors["year"] or authors["bare"]
    if said:
        return int(said)
    years = [a or b for a, b in _BRACKETED_YEAR.findall(article)]
    return int(years[-1]) if years else None


def _title(words: str, after_authors: bool) -> str:
    """The title, without the journal, in the ``words`` before the volume; empty where there is none."""
    quoted = _QUOTED.search(words)
    title = quoted["title"] if quoted else _first_part(words, after_authors)
    shorter = trim_end(_JOURNAL_END, title)
    if shorter.count("(") <= shorter.count(")"):
        title = shorter
    return title.strip(" .,;:\"'")


def _first_part(words: str, after_authors: bool) -> str:
    """The part of the words that is the title: the first behind authors, else the one before the journal."""
    named = trim_end(_VOLUME, words)
    if named.count("(") > named.count(")"):
        named = words.rstrip(" .,;:")
    parts = [p for p in _PART_END.split(named) if p.strip(" .,;:()")]
    if not parts:
        return ""
    title = parts[0] if after_authors or len(parts) == 1 else parts[-2]
    return _title_before_journal(title) if len(parts) == 1 else title


def _title_before_journal(words: str) -> str:
    """ "Title, Journal of X" is the title; a journal's name alone stays."""
    journal = JOURNAL.search(words)
    if journal and journal.start() > 12:
        comma = words.rfind(",", 0, journal.start() + 1)
        if comma > 8:
            return words[:comma]
    return words
