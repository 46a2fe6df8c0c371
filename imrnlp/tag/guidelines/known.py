"""References to known guidelines: the MTUS with ACOEM, the Official Disability Guidelines, public bodies."""

from __future__ import annotations

import re

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines.chapters import (
    acoem_source,
    chapter_behind,
    chapter_chunks,
    chapter_label,
    document_title,
    find_called_chapter,
    in_force,
    is_acoem,
    later_chapter,
    numbered_chapter,
)
from imrnlp.tag.guidelines.details import PageRange, find_year, read_details, read_ranges, split_topics
from imrnlp.tag.guidelines.documents import CitedDocument
from imrnlp.tag.guidelines.groups import NameGroup, section_document
from imrnlp.tag.guidelines.patterns import GAP, SENTENCE_END, content_end, plain, single_gaps
from imrnlp.tag.guidelines.statements import Builder

_WORDS = Wordings("citation_words.tsv")

#: "Chapter 12 -", ", the Chapter": words about a chapter that its label has already.
_CHAPTER_WORDS = re.compile(
    r"""
      [\s,:(\-/]{0,4} \b (?: chapters? | ch | chap ) \b \.? \s* :? \s* \#? \d{1,2} \b \s* [-:,]? \s* \)?
    | ^ \s{0,3} [,:(\-]{0,3} \s{0,3} (?: the\s+ )? chapters? \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHAPTER_LIKELY = re.compile(r"[Cc][Hh](?:[Aa][Pp]|\.|\s)")
_BARE_RANGE = re.compile(r"(?:pgs?\.?\s*)?\d{1,3}\s*-\s*\d{1,3}")
_SECTION_NUMBER = re.compile(r"9792[\s.\d]*(?:\s*-\s*9792[\s.\d]*)?")
_WEB = re.compile(r"(?:\bhttps?:|\bwww\.)\S+", re.I)
_SEE_ALSO = re.compile(r"[,;]?\s*\bsee\s+also\b", re.I)
#: What FDA labels, package inserts and prescribing information are called, whoever prints them.
LABELS = "FDA Prescribing Information"
LABEL = _WORDS.compile(
    r"""
    (?: \b {leads_of_labels} \s+ )? \b{drug_labels}\b
    \s*(?: (?:for|of|on) (?=\s) | [:,] )?
    """,
    re.I | re.VERBOSE,
)
# "Medicare Benefit Policy Manual", "Physician Fee Schedule Search", "National Coverage Determination (NCD) for Home Oxygen (240.2)"
_MEDICARE_TITLE = r"""
    \b (?: (?-i: [A-Z] ) [\w()'’-]*+ \s (?: (?: and|for|of|& ) \s )?+ ){0,8}?
    (?: Manual | Fee\s+Schedule (?: \s+ Search )? | Coverage\s+ (?: Determinations?+ | Articles?+ ) | Transmittal | Program\s+Memorandum )
    (?! \s+ Manual )
    (?: \s \( [A-Z-]{2,6} \) )?
    (?: \s (?: for|on ) \s [^,;.()]{3,80} (?: \( [\d.]{2,9} \) )? )?
"""
# "Chapter 15 (Covered Services)", "Chapter 12-Surgeons and Global Surgery"
_MEDICARE_CHAPTER = r"""
    (?: chapter | ch\b\.? ) \s*
    (?P<chapter> \d{1,3}[A-Z]? (?: \s \([^()]{3,80}\) | \s? [-–] \s? (?-i: [A-Z] ) [^,;.:]{3,80} )? )
"""
#: A document of Medicare's, with its chapter.
_MANUAL = re.compile(
    rf"(?P<title> {_MEDICARE_TITLE} ) (?: \s? \( Rev\b [^()]{{1,40}} \) )? (?: [\s,:;(]* {_MEDICARE_CHAPTER} )?",
    re.VERBOSE | re.IGNORECASE,
)


def add_mtus(to: Builder, group: NameGroup, details: str) -> None:
    document = group.document
    named = to.text[group.start : group.last]
    length = len(details)
    details = single_gaps(group.lead + GAP + details if group.lead else details)
    if ". " in details:
        details = SENTENCE_END.sub(GAP, details)
    read = read_details(details)
    pages, year = read.pages, find_year(_without_sections(named, group))[0] or read.year
    if document is None and group.section:
        document = section_document(group.section, year)
    document = in_force(document, group, year, outside=to.kind == "outside")
    topics = _topics_of_mtus(read.rest)
    if not pages or len(topics) > 1:
        topics, bare = _bare_pages(topics, to.text[group.last : group.end])
        pages = pages + bare
    source = acoem_source(group, document, _cited_as_mtus(to, group, document))
    chapter, topics = _chapter_of_mtus(group, document, topics)
    reference = to.add(
        group.start,
        content_end(to.text, group.last, group.last + length),
        source,
        document_title(group, document),
        regulation=f"8 CCR {group.section}" if group.section else None,
        chapter=chapter,
        topics=topics,
        pages=pages,
        year=year,
    )
    limit = document.last_page if document is not None else None
    if limit and not (document and document.id == "chronic_pain" and (year or 0) > 2009):
        _check_limit(to, reference, limit)


def _topics_of_mtus(rest: str) -> list[str]:
    rest = plain(rest)
    if _CHAPTER_LIKELY.search(rest):
        rest = _CHAPTER_WORDS.sub(GAP, rest)
    return split_topics(_after_title(single_gaps(rest)))


def _cited_as_mtus(to: Builder, group: NameGroup, document: CitedDocument | None) -> bool:
    """Whether a document of the ACOEM's is cited as part of the schedule: by its frame, its section, or words nearby."""
    part = _part_of_mtus(to, group) if is_acoem(group, document) else None
    if part is not None:
        return part
    return group.frame or group.section is not None or to.kind == "mtus"


def _chapter_of_mtus(
    group: NameGroup, document: CitedDocument | None, topics: list[str]
) -> tuple[str | None, list[str]]:
    """The chapter, and the topics without it."""
    if document is not None and document.id == "general_approaches":
        # The regulation's name for four chapters is none of them.
        return numbered_chapter(topics[0]) if len(topics) == 1 else None, topics
    chapter = chapter_label(group, document)
    if chapter is None and topics and is_acoem(group, document) and (named := later_chapter(topics[0])):
        return named, topics[1:]
    return chapter, topics


def _part_of_mtus(to: Builder, group: NameGroup) -> bool | None:
    for at, part in to.parts_of_mtus:
        if group.start <= at <= group.end + 2:
            return part
    return None


def _check_limit(to: Builder, reference: GuidelineReference, limit: int) -> None:
    for first, last in reference.pages:
        if max(first, last) > limit:
            to.warn(
                "page_beyond_document",
                f"page {max(first, last)} is beyond the document's last page, {limit}",
                reference,
            )


def _without_sections(named: str, group: NameGroup) -> str:
    return _SECTION_NUMBER.sub(" ", named) if group.section else named


def _after_title(rest: str) -> str:
    return re.sub(r"^[\s>)\].,:]*(?:guidelines?\b)?", "", rest, count=1, flags=re.I)


def _bare_pages(topics: list[str], details: str) -> tuple[list[str], list[PageRange]]:
    """Page ranges without the word "page": list items that are only a range."""
    if not any(_BARE_RANGE.fullmatch(t) for t in topics):
        return topics, []
    pages: list[PageRange] = []
    kept = []
    for topic in topics:
        if _BARE_RANGE.fullmatch(topic):
            pages += read_ranges(topic)
        else:
            kept.append(topic)
    return kept, pages


def add_odg(to: Builder, group: NameGroup, details: str, start: int, end: int) -> None:
    """Adds one reference per chapter; pages and topics behind a chapter's name are that chapter's."""
    words = f"{group.lead}{GAP}{details}" if group.lead else details
    words = _WEB.sub(lambda m: GAP * len(m.group()), words)
    words = _SEE_ALSO.sub(lambda m: ";".ljust(len(m.group())), words)
    offset = start - (len(words) - len(details))
    chunks = chapter_chunks(words)
    last = len(chunks) - 1
    for i, (chapter, at, upto) in enumerate(chunks):
        read = read_details(words[at:upto], days=False)
        year = read.year
        if chapter is not None:
            year = find_year(chapter.edition)[0] or year
            if year is None and i == 0:
                year = find_year(words[: chapter.start], days=False)[0]
        rest = single_gaps(plain(read.rest))
        name = chapter.name if chapter else None
        if chapter is None and i == last == 0:
            called = find_called_chapter(rest)
            if called is not None:
                name = called.name
                rest = rest[: called.start] + GAP + rest[called.end :]
                year = year or (find_year(called.edition)[0] if called.edition else None)
        topics = split_topics(rest)
        if name is None and i == last == 0 and len(topics) == 1:
            name, topics = chapter_behind(topics[0])
        begin = group.start if i == 0 else offset + (chapter.start if chapter else at)
        to.add(
            begin,
            content_end(to.text, max(group.last, begin), max(offset + upto, group.last)),
            "ODG",
            "Official Disability Guidelines",
            chapter=name,
            topics=topics,
            pages=read.pages,
            year=year,
        )


def add_organisation(to: Builder, group: NameGroup, details: str) -> None:
    document = group.document
    assert document is not None
    kept = next((h for h in group.hits if h.names and h.names[0].kept), None)
    address = next((h for h in group.hits if h.kind == "address"), None)
    at = group.last
    if kept is not None and address is None:
        details, at = to.text[kept.start : group.last] + details, kept.start
    details = _WEB.sub(lambda m: GAP * len(m.group()), details)
    read = read_details(details)
    rest = single_gaps(plain(read.rest))
    title, chapter = document.title, None
    if document.id == "fda" and LABEL.search(rest):
        title, rest = LABELS, LABEL.sub(GAP, rest)
    elif document.id == "cms" and (manual := _MANUAL.search(rest)):
        title = manual["title"].strip()
        chapter = manual["chapter"]
        rest = rest[: manual.start()] + GAP + rest[manual.end() :]
    to.add(
        group.start,
        content_end(to.text, group.last, at + len(details)),
        document.source,
        title,
        chapter=chapter,
        topics=split_topics(rest),
        pages=read.pages,
        year=read.year,
    )
