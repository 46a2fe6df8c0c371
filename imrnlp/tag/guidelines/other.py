"""Documents that no table of guidelines holds: books, policies, websites, journal articles."""

from __future__ import annotations

import re
from functools import cache

from imrnlp import lexicons
from imrnlp.record import GuidelineSource
from imrnlp.tag.guidelines.articles import Article, is_journal
from imrnlp.tag.guidelines.citations import Builder
from imrnlp.tag.guidelines.details import PageRange, find_year, read_details, split_topics
from imrnlp.tag.guidelines.documents import Hit
from imrnlp.tag.guidelines.groups import NameGroup
from imrnlp.tag.guidelines.known import LABEL, LABELS
from imrnlp.tag.guidelines.words import EDITION, GAP, NOISE, content_end, single_gaps, trim_end

_NUMBER_ALONE = re.compile(r"(?:pubmed\s+)?pmid:?\s*\d+|doi:?\s*\S+", re.I)
#: Who prints a book and where is no topic of it.
_PUBLISHER = re.compile(
    r"""
    \b (?: press | publish\w+ | copyright | inc | ltd
        | mcgraw | elsevier | saunders | lippincott | wolters | springer | churchill | livingstone | wiley | thieme | williams
        | new[ ]york | philadelphia | st\.?[ ]louis | baltimore ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BOOK_CHAPTER = re.compile(r"\bchapters?\s+(?P<number>\d{1,3})\b\s*[:.,-]?\s*", re.I)
#: Where a title ends: at a comma, a dash, a full stop that no initial has, its last bracket, a chapter.
_TITLE_END = re.compile(rf"[,;{GAP}]|\s-\s|(?<!\b[A-Z])(?<!\bNo)\.\s|\s\((?=[^)]*$)|\bchapters?\s+\d")
#: Words in the place of a document that name none: "N/A", "clinical judgment", "the reviewer".
NO_TITLE = re.compile(
    r"""
    (?: n\s*/?\s*a | not\s+applicable | none | not\s+(?: cited|stated|provided|given|available ) | no | yes | unknown | blank
      | medical\s+evidence | same | above | clinical\s+judge?ment | guidelines? | the
      | (?: the\s+ )? (?: claims\s+administrator | (?: expert|physician|professional|medical )\s+reviewer | reviewer ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABBREVIATION = re.compile(r"\s*\((?=[^()]*[A-Z])[A-Z][A-Za-z&/.-]{0,9}\)\s*$")
_NGC = re.compile(
    r"^(?P<who>[^.]{3,120})\.\s+(?P<title>[^.]{6,300})\.\s+[A-Z][A-Za-z .]{2,30}\s*\([A-Z]{2}\)\s*:"
)
ARTICLE = re.compile(r"^[\s,;:.\-<>()]*(?:(?:the|an?|on|by|see|also|and|its|their)\s+)*", re.I)
#: Bodies that publish documents with names of their own.
BODIES = frozenset(["societies", "states", "payers"])
#: By such words a document of a body has a name of its own.
_OWN_NAME = re.compile(
    r"""
    \b (?: guidelines? | criteria | statements? | position | recommendations? | consensus | handbook | manual | parameters? | policy
        | bulletin | study | trial | standards? | protocols? ) \b
    | ^ (?: the\s+ )? (?: treatment | management | diagnosis | evaluation | use | prevention | practice\s+topic ) \s+ (?: of|and|in ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABBREVIATED = re.compile(r"([A-Z]{3,6})\b(?=\s+[A-Z])")
_IN_BRACKETS = re.compile(r"^\s*\([A-Z][A-Za-z/-]{1,9}\)")
#: "Guidelines: | Interventional Techniques": the word tells nothing that the colon's name does not.
_GENERIC = re.compile(r"^['’s\s:,-]*(?:(?:practice\s+|clinical\s+)*guidelines?\s*:\s*)?", re.I)
_PREPOSITION = re.compile(r"\s(?:of|for|on|in)\s")
#: Works of reference, whose entries are topics.
_WORKS = frozenset(["drug_information", "medscape", "uptodate", "pdr", "mdguidelines", "ngc"])


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
    reference_work = hit is not None and hit.document is not None and hit.document.id in _WORKS
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
    rest = EDITION.sub(lambda m: GAP * len(m.group()), read.rest)
    if (label := LABEL.search(rest)) is not None:
        # "DailyMed: Savella prescribing information": the work of reference is no topic.
        begin = min(hit.end - hit.start, label.start()) if hit is not None else 0
        topics = split_topics(rest[begin : label.start()] + GAP + rest[label.end() :])
        to.add(start, content_end(to.text, start, end), "FDA", LABELS, topics=topics, pages=pages, year=year)
        return
    at = _title_end(rest, hit)
    title, rest = rest[:at], rest[at:]
    title = " ".join(trim_end(_ABBREVIATION, title.strip(" .,;:\"'-")).split())
    if _NUMBER_ALONE.fullmatch(title):
        to.add(start, content_end(to.text, start, end), "journal", None)
        return
    if not any(c.isalpha() for c in title) or NO_TITLE.fullmatch(title):
        return
    title = _without_body(title, hit)
    source: GuidelineSource = "journal" if is_journal(title) else "other"
    stop_at = content_end(to.text, start, end)
    chapters = _book_chapters(rest)
    for i, (chapter, named) in enumerate(chapters):
        its_pages = pages if i == 0 else []
        to.add(start, stop_at, source, title, chapter=chapter, topics=named, pages=its_pages, year=year)
    if chapters:
        return
    topics = [t for t in split_topics(NOISE.sub(GAP, rest)) if not _PUBLISHER.search(t)]
    if source == "journal" or any(is_journal(t) and (t[:1].isupper() or " " in t) for t in topics):
        # The article's title, on either side of its journal's.
        named = [t for t in (title, *topics) if not is_journal(t)]
        source, title, topics = "journal", named[0] if named else title, []
    elif topics and hit and hit.document and hit.document.id in BODIES and _OWN_NAME.search(topics[0]):
        # What a body publishes is titled by its own name, not the body's.
        title, topics = topics[0], topics[1:]
    to.add(start, stop_at, source, title, topics=topics, pages=pages, year=year)
