"""Documents that no table of guidelines holds: journal articles, books, policies, websites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineSource
from imrnlp.tag.guidelines.details import PageRange, find_year, read_details, read_ranges, split_topics
from imrnlp.tag.guidelines.documents import Hit
from imrnlp.tag.guidelines.groups import NameGroup
from imrnlp.tag.guidelines.known import LABEL, LABELS
from imrnlp.tag.guidelines.patterns import EDITION, GAP, NOISE, content_end, single_gaps, trim_end
from imrnlp.tag.guidelines.statements import Builder

_WORDS = Wordings("citation_words.tsv")

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
_AFTER = _WORDS.compile(
    r"""
    \s* (?: [.,;] \s* )?
    (?: \(? {indexes} \b [:\s]* [^\s;,]+     # PMID: 19127150
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
    (?: {particles_of_authors} \s ){0,3}
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
_AUTHORS = _WORDS.compile(
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
JOURNAL = _WORDS.compile(
    r"""
      {journals}
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
    """Whether ``title`` looks like the title of a journal."""
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


_NUMBER_ALONE = re.compile(r"(?:pubmed\s+)?pmid:?\s*\d+|doi:?\s*\S+", re.I)
#: Who prints a book and where is no topic of it.
_PUBLISHER = _WORDS.compile(
    r"""
    \b {publishers} \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BOOK_CHAPTER = re.compile(r"\bchapters?\s+(?P<number>\d{1,3})\b\s*[:.,-]?\s*", re.I)
#: Where a title ends: at a comma, a dash, a full stop that no initial has, its last bracket, a chapter.
_TITLE_END = re.compile(rf"[,;{GAP}]|\s-\s|(?<!\b[A-Z])(?<!\bNo)\.\s|\s\((?=[^)]*$)|\bchapters?\s+\d")
#: Words in the place of a document that name none: "N/A", "clinical judgment", "the reviewer".
NO_TITLE = _WORDS.compile(
    r"""
    {no_titles}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABBREVIATION = re.compile(r"\s*\((?=[^()]*[A-Z])[A-Z][A-Za-z&/.-]{0,9}\)\s*$")
_NGC = re.compile(
    r"^(?P<who>[^.]{3,120})\.\s+(?P<title>[^.]{6,300})\.\s+[A-Z][A-Za-z .]{2,30}\s*\([A-Z]{2}\)\s*:"
)
ARTICLE = _WORDS.compile(r"^[\s,;:.\-<>()]*(?:{before_titles}\s+)*", re.I)
#: Bodies that publish documents with names of their own.
BODIES = frozenset(["societies", "states", "payers"])
#: By such words a document of a body has a name of its own.
_OWN_NAME = _WORDS.compile(
    r"""
    \b {works} \b
    | ^ (?: the\s+ )? {subjects_of_works} \s+ (?: of|and|in ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABBREVIATED = re.compile(r"([A-Z]{3,6})\b(?=\s+[A-Z])")
_IN_BRACKETS = re.compile(r"^\s*\([A-Z][A-Za-z/-]{1,9}\)")
#: "Guidelines: | Interventional Techniques": the word tells nothing that the colon's name does not.
_GENERIC = re.compile(r"^['’s\s:,-]*(?:(?:practice\s+|clinical\s+)*guidelines?\s*:\s*)?", re.I)
_PREPOSITION = re.compile(r"\s(?:of|for|on|in)\s")


def add_listed(to: Builder, start: int, end: int) -> bool:
    """A guideline as the National Guideline Clearinghouse lists it: who, title, place, who again, year."""
    words = to.text[start:end]
    begin = start + len(words) - len(words.lstrip())
    listed = _NGC.match(words.lstrip())
    if listed is None:
        return False
    year = find_year(words)[0]
    end = content_end(to.text, begin, end)
    title = " ".join(listed["title"].split())
    if listed["who"].lower().startswith("work loss data institute"):
        to.add(begin, end, "ODG", "Official Disability Guidelines", chapter=title, year=year)
    else:
        to.add(begin, end, "other", title, year=year)
    return True


def add_cochrane(to: Builder, group: NameGroup, details: str) -> None:
    """The Cochrane database: the review's title, else the database's name."""
    read = read_details(details)
    rest = single_gaps(EDITION.sub(GAP, read.rest))
    title = " ".join(ARTICLE.sub("", rest.split(GAP)[0].strip(" .,;:\"'-")).split()).strip(" .,;:\"'-")
    if len(title) < 6:
        title = " ".join(to.text[group.start : group.last].split())
    to.add(
        group.start,
        content_end(to.text, group.last, group.last + len(details)),
        "journal",
        title,
        pages=read.pages,
        year=read.year,
    )


def add_article(to: Builder, article: Article, hit: Hit) -> None:
    """A journal article; ``None`` is the title of one known by its number alone."""
    pages = [PageRange(a, b, 0, 0) for a, b in article.pages]
    to.add(hit.start, hit.end, "journal", article.title, pages=pages, year=article.year)


def _title_end(words: str, hit: Hit | None) -> int:
    """Where a title ends and topics begin; ``hit`` is a known name with which the words begin."""
    known = hit.end - hit.start if hit is not None else 0
    # "Medscape: Insomnia" is a topic; "Clinical Policy Bulletin: Ketamine" a title.
    reference_work = (
        hit is not None and hit.document is not None and hit.document.id in _WORDS.of("works_of_reference")
    )
    if reference_work and words[known:].lstrip().startswith(":"):
        return known
    stop = _TITLE_END.search(words, known)
    return stop.start() if stop else len(words)


def _book_chapters(words: str) -> list[tuple[str, list[str]]]:
    """The chapters of a book that are named, each with its topics: "chapter 12 (Low back), fusion"."""
    found = list(_BOOK_CHAPTER.finditer(words))
    chapters = []
    for i, chapter in enumerate(found):
        upto = found[i + 1].start() if i + 1 < len(found) else len(words)
        named = split_topics(words[chapter.end() : upto])
        number = chapter["number"]
        chapters.append((f"{number} ({named[0]})" if named else number, named[1:]))
    return chapters


@cache
def _bodies() -> frozenset[str]:
    """Abbreviations of bodies that publish guidelines, ``AANEM``."""
    rows = lexicons.table("grounds.tsv")
    return frozenset(n.upper() for row in rows if row["kind"] == "body" for n in row["names"].split("|"))


def _without_body(title: str, hit: Hit | None) -> str:
    """``title`` without the body before a document's own name: "AANEM | Position Statement", "CDC | Guideline for …".

    ``hit`` is the body's name, where the table of guidelines has it.
    """
    named = _ABBREVIATED.match(title)
    known = hit is not None and hit.document is not None and hit.document.id in BODIES
    if known and hit is not None:
        start = hit.end - hit.start
    elif named and named[1] in _bodies():
        start = named.end()
    else:
        return title
    own = _GENERIC.sub("", _IN_BRACKETS.sub("", title[start:], count=1))
    short = title[:start].isupper() or named is not None
    telling = len(own.split()) > 1 if short else _PREPOSITION.search(own) is not None
    return own if telling and own[:1].isupper() and _OWN_NAME.search(title[start:]) else title


def add_other(to: Builder, words: str, start: int, end: int, hit: Hit | None = None) -> None:
    """A book, a publisher, a policy: its title as written, without edition and abbreviation."""
    read = read_details(words)
    pages, year = read.pages, read.year
    stop = content_end(to.text, start, end)
    rest = EDITION.sub(lambda m: GAP * len(m.group()), read.rest)
    if (label := LABEL.search(rest)) is not None:
        # "DailyMed: Savella prescribing information": the work of reference is no topic.
        begin = min(hit.end - hit.start, label.start()) if hit is not None else 0
        topics = split_topics(rest[begin : label.start()] + GAP + rest[label.end() :])
        to.add(start, stop, "FDA", LABELS, topics=topics, pages=pages, year=year)
        return
    at = _title_end(rest, hit)
    title, rest = rest[:at], rest[at:]
    title = " ".join(trim_end(_ABBREVIATION, title.strip(" .,;:\"'-")).split())
    if _NUMBER_ALONE.fullmatch(title):
        to.add(start, stop, "journal", None)
        return
    if not any(c.isalpha() for c in title) or NO_TITLE.fullmatch(title):
        return
    title = _without_body(title, hit)
    chapters = _book_chapters(rest)
    source: GuidelineSource = "journal" if is_journal(title) else "other"
    for i, (chapter, named) in enumerate(chapters):
        its_pages = pages if i == 0 else []
        to.add(start, stop, source, title, chapter=chapter, topics=named, pages=its_pages, year=year)
    if not chapters:
        topics = [t for t in split_topics(NOISE.sub(GAP, rest)) if not _PUBLISHER.search(t)]
        source, title, topics = _titled(title, topics, hit)
        to.add(start, stop, source, title, topics=topics, pages=pages, year=year)


def _titled(title: str, topics: list[str], hit: Hit | None) -> tuple[GuidelineSource, str, list[str]]:
    """The source, title and topics of what has no chapters: a journal's article, what a body publishes, a book."""
    if is_journal(title) or any(is_journal(t) and (t[:1].isupper() or " " in t) for t in topics):
        # The article's title stands on either side of its journal's.
        named = [t for t in (title, *topics) if not is_journal(t)]
        return "journal", named[0] if named else title, []
    if topics and hit and hit.document and hit.document.id in BODIES and _OWN_NAME.search(topics[0]):
        # What a body publishes is titled by its own name, not the body's.
        return "other", topics[0], topics[1:]
    return "other", title, topics
