"""Guideline references in prose: a rationale's sentences, where little of what follows a name belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines.chapters import acoem_source, chapter_label, document_title, read_chapter
from imrnlp.tag.guidelines.details import PageRange, find_pages, find_year, is_known
from imrnlp.tag.guidelines.documents import Hit, find_hits
from imrnlp.tag.guidelines.groups import NameGroup, group_hits
from imrnlp.tag.guidelines.other import find_articles
from imrnlp.tag.guidelines.patterns import clean, closed_end

_WORDS = Wordings("citation_words.tsv")

#: A guideline that is said to be silent is not relied on.
_NOT_RELIED_ON = _WORDS.compile(
    r"""
      \b (?: do | does | did ) \s* (?: not | n't ) \s+ (?: \w+ly \s+ )?
          {silent_on} \w*     # do not directly address it
    | \b silent \b
    | \b not \s+ (?: \w+ly \s+ )? (?: addressed | discussed | mentioned | referenced | covered ) \b
    | \b (?: has | have | contains? | makes? ) \s+ no \b                                            # have no section on it
    | \b no \s+ (?: section | mention | discussion ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_END = _WORDS.compile(r"\.\s+(?=[\"'A-Z(])|;|,?\s+\b{turning_words}\b", re.I)
_KINDS = frozenset(
    ["frame", "guideline", "section", "section_number", "chapter", "later", "address", "article"]
)
_BETWEEN = re.compile(r"[\s,:()\-]*(?:\b(?:and|at|on|see|in|the)\s+)?")
_PAGES_NEXT = re.compile(r"(?:pages?|pgs?|pp?)\b", re.I)
_CHAPTER = re.compile(r"[\s,:(\-]*\bchapters?\s+(?:on\s+)?\d{1,2}\b", re.I)
_TABLE = re.compile(r"(?:table|figure|algorithm)\s+\d{1,2}(?:-\d{1,2})?\b", re.I)
#: "2nd Edition (2004)", "(updated 11/22/16)", "(ODG)"
_EDITION = re.compile(
    r"""
    \(? (?: 2nd | 3rd | second | third ) \s+ ed (?: ition | \. )? \s* (?: \(? (?:19|20)\d\d \)? )? \)?
    | \( (?= [^()]* \d ) [^()]{0,60} \)
    | \( \w{2,6} \)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PIECE = re.compile(r"[^,.;:()\"]{3,90}(?:\([^()]{2,60}\))?")
_SECTION = re.compile(r"\s+(?:sections?|guidelines?|criteria|recommendations?)$", re.I)


def read_prose(text: str) -> list[GuidelineReference]:
    """References to known documents in ``text``; precise rather than complete, in order."""
    text_clean = clean(text)
    hits = [h for h in find_hits(text_clean) if h.kind in _KINDS]
    articles = [
        Hit(a.start, a.end, "article", value=a)
        for a in (find_articles(text_clean) if "et al" in text or "PMID" in text else [])
        if a.authors
    ]
    hits = [h for h in hits if not any(a.start < h.end and h.start < a.end for a in articles)]
    hits = sorted([*hits, *articles], key=lambda h: h.start)
    references = []
    for group in group_hits(text_clean, 0, len(text_clean), hits, "prose"):
        if _denied(text_clean, group):
            continue
        reference = _reference(text_clean, group)
        if reference is not None:
            reference.text = text[reference.start : reference.end]
            references.append(reference)
    return references


def _denied(text: str, group: NameGroup) -> bool:
    floor = max(0, group.start - 240)
    starts = [m.end() for m in _CLAUSE_END.finditer(text, floor, group.start)]
    start = starts[-1] if starts else floor
    end = _CLAUSE_END.search(text, group.last, min(len(text), group.last + 240))
    stop = end.start() if end else min(len(text), group.last + 240)
    return _NOT_RELIED_ON.search(text, start, stop) is not None


def _reference(text: str, group: NameGroup) -> GuidelineReference | None:
    if group.hits[0].kind in ("address", "article"):
        return _address_or_article(group.hits[0])
    document = group.document
    is_odg = document is not None and document.id == "odg"
    chapter = None if is_odg else chapter_label(group, document)
    at = group.last
    if is_odg:
        named = read_chapter(text, _skip(text, at))
        # In prose only what is called a chapter is one: "ODG recommends", "ODG low back pain".
        if named is not None and (named.said or text[named.end : named.end + 1] in ",:("):
            chapter, at = named.name, named.end
    elif group.number is not None and (numbered := _CHAPTER.match(text, at)):
        at = numbered.end()
    details = _details(text, at, group.end)
    year = None if group.section else find_year(text[group.start : group.last])[0]
    end = details.end
    if end > group.start and text[end - 1 : end] in " ,:-":
        end = group.start + len(text[group.start : end].rstrip(" ,:-"))
    return GuidelineReference(
        text="",
        start=group.start,
        end=closed_end(text, group.start, end),
        source="ODG" if is_odg else acoem_source(group, document, group.frame or bool(group.section)),
        title=document.title if is_odg and document else document_title(group, document),
        regulation=f"8 CCR {group.section}" if group.section else None,
        chapter=chapter,
        topics=details.topics,
        pages=[(p.first, p.last) for p in details.pages],
        year=year or details.year,
    )


def _address_or_article(hit: Hit) -> GuidelineReference:
    """What stands for itself, without details behind it."""
    if hit.kind == "address":
        return GuidelineReference(text="", start=hit.start, end=hit.end, source="other", title=hit.value)
    article = hit.value
    return GuidelineReference(
        text="",
        start=hit.start,
        end=hit.end,
        source="journal",
        title=article.title,
        pages=article.pages,
        year=article.year,
    )


@dataclass
class _Details:
    """What stands behind a document's name: "pages 78-80, opioids (updated 11/22/16)"."""

    end: int
    topics: list[str] = field(default_factory=list)
    pages: list[PageRange] = field(default_factory=list)
    year: int | None = None


def _details(text: str, at: int, stop: int) -> _Details:
    """Pages, tables, editions and known topics from ``at`` on, up to the first words that are something else."""
    found = _Details(at)
    while at < stop:
        at = _skip(text, at)
        if _PAGES_NEXT.match(text, at):
            ranges, spans = find_pages(text[at : min(stop, at + 80)])
            if not ranges or spans[0][0] != 0:
                break
            upto = at + spans[0][1]
            found.pages += [r for r in ranges if at + r.end <= upto]
            at = upto
        elif table := _TABLE.match(text, at):
            found.topics.append(table.group())
            at = table.end()
        elif edition := _EDITION.match(text, at):
            found.year = found.year or find_year(edition.group())[0]
            at = edition.end()
        else:
            piece = _PIECE.match(text, at, min(stop, at + 160))
            words = _SECTION.sub("", piece.group()) if piece else ""
            if piece is None or not is_known(words):
                break
            found.topics.append(words.strip())
            at += len(words)
        found.end = at
    return found


def _skip(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
