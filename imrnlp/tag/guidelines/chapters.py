"""Chapters: of the Official Disability Guidelines as written, of ACOEM and the MTUS as the record names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineSource
from imrnlp.tag.guidelines.details import find_year, is_known
from imrnlp.tag.guidelines.documents import CitedDocument, chapters, documents, later_sections
from imrnlp.tag.guidelines.groups import NameGroup
from imrnlp.tag.guidelines.patterns import EDITION, GAP, MAYBE_NOISE, NOISE, blank

_WORDS = Wordings("citation_words.tsv")

# -- one chapter of the Official Disability Guidelines --------------------------------------------

# "(Acute & Chronic)", "(Lumbar and Thoracic)"
_PHASES = r"""
    (?: \s{0,3} \( (?: \s{0,3} {parts_of_chapters} )+
        \s{0,3} \) )
"""
# "(trauma, headaches, etc.)": the full name of the chapter on the head goes on in brackets.
_QUALIFIER = rf"(?: {_PHASES} | \s{{0,3}} \( trauma, [^()]{{0,90}} \) )"
# "(updated 11/22/16)", "(online version)"
_EDITION = r"""
    (?: \s{0,3} \(
        (?= [^()]{0,60} {edition_words} )
        [^()]{0,60} \) )
"""
# "Chapter", "- Procedure Summary"; not "Section(s)"
_WORD = r"""
    (?: \s{0,3} [-,]? \s{0,3} \b (?: chapters? | sections? | procedure\s{1,3}summary | procedures | procedure ) \b (?! \s{0,3} \(s ) )
"""
# "- Lumbar & Thoracic" behind "Low Back"
_REGIONS = r"""
    (?: \s{0,3} [-,/&]? \s{0,3} (?: \band\s{1,3} )?
        (?: lumbar \s{0,3} (?: and | & | / | , ) \s{0,3} thoracic | thoracic \s{0,3} (?: and | & | / | , ) \s{0,3} lumbar | thoracic | lumbar )
        (?: \s{1,3} spine )?
        (?= \s{0,3} (?: [,:;.()\x1f-] | $ | chapter | section | procedure | and\b ) ) )
"""


@dataclass(frozen=True, slots=True)
class NamedChapter:
    """A chapter's name as written, without "Chapter" or "Section", at ``[start, end)``.

    ``said``: the words call it a chapter or section.  ``edition``: a year that stands behind it in brackets.
    """

    name: str
    start: int
    end: int
    said: bool
    plural: bool
    edition: str


@cache
def _names() -> str:
    names = {
        name
        for row in lexicons.table("odg_chapters.tsv")
        for name in (row["chapter"], *filter(None, row["aliases"].split("|")))
    }
    return "|".join(_flexible(name) for name in sorted(names, key=len, reverse=True))


def _flexible(name: str) -> str:
    """A pattern for a chapter's name: "&", "and", commas and slashes are read alike."""
    words = [w for w in re.split(r"[\s,&/-]+|\band\b", name) if w]
    return r"(?:\s{0,3},)?\s{0,3}(?:\band\b|&|/|-)?\s{0,3}".join(map(re.escape, words))


@cache
def _pattern() -> re.Pattern[str]:
    # "the Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter", "Chapter: Pain (updated 11/22/16)"
    return _WORDS.compile(
        rf"""
        (?: the \s+ )? (?P<lead> chapters?\b | ch\b\.? | sections?\b )? \s{{0,3}} [:,-]? \s{{0,3}} (?: on\s+ | for\s+ )? (?: the\s+ )?
        (?P<name> \b (?: {_names()} ) \b {_REGIONS}? )
        (?P<rest> (?: {_QUALIFIER} | {_EDITION} | {_WORD} )* )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


_PARTS = _WORDS.compile(
    rf"(?P<qualifier> {_QUALIFIER} ) | (?P<edition> {_EDITION} ) | (?P<word> {_WORD} )",
    re.IGNORECASE | re.VERBOSE,
)
#: "(2015)" tells the year; "(updated 11/22/16)" and "(online version)" stay in the chapter's name.
_YEAR_ALONE = re.compile(r"\s*\(\s*(?:19|20)\d\d\s*\)")
_BOUNDARY = re.compile(r"\s{0,3}(?:[,:;.(\x1f/>]|-\s|--|$)|\s{1,3}\d{1,2}/\d{1,2}/\d{2}")
_JOINED = re.compile(r"\s*(?:\band\b|&)\s", re.I)
_NEXT_PIECE = re.compile(r"\s{0,3}([^,;\x1f]{0,160})")


def read_chapter(text: str, at: int = 0, *, listed: bool = False) -> NamedChapter | None:
    """The chapter that begins at ``at`` in ``text``, or ``None``; ``listed``: "and" may follow it.

    >>> read_chapter("Low Back Chapter, MRIs").name
    'Low Back'
    >>> read_chapter("Neck & Upper Back (Acute & Chronic) Chapter (online version), Pillow").name
    'Neck & Upper Back (Acute & Chronic) (online version)'
    >>> read_chapter("Pain management consultation") is None
    True
    """
    match = _pattern().match(text, at)
    if match is None:
        return None
    name = " ".join(match["name"].split())
    said, plural = bool(match["lead"]), (match["lead"] or "").lower().endswith("s")
    edition = []
    for part in _PARTS.finditer(match["rest"]):
        if part["qualifier"]:
            name += " " + " ".join(part["qualifier"].split())
        elif part["edition"] and _YEAR_ALONE.fullmatch(part["edition"]):
            edition.append(part["edition"])
        elif part["edition"]:
            name += " " + " ".join(part["edition"].split())
        else:
            said = True
            plural = plural or part["word"].lower().rstrip().endswith("chapters")
    end = match.end()
    if not match["rest"] and not _BOUNDARY.match(text, end):
        # "Knee MRI" is the chapter and a heading of its own; "Pain management" is not.
        following = _NEXT_PIECE.match(text, end)
        joined = listed and _JOINED.match(text, end)
        if not joined and (following is None or not is_known(following[1])):
            return None
    return NamedChapter(name, match.start(), end, said, plural, " ".join(edition))


@cache
def _called() -> re.Pattern[str]:
    return re.compile(
        rf"\b (?: {_names()} ) \b (?: {_QUALIFIER} )? \s+ (?: chapter | section ) \b",
        re.IGNORECASE | re.VERBOSE,
    )


def find_called_chapter(text: str) -> NamedChapter | None:
    """The first place in ``text`` that calls a name a chapter ("…, elbow chapter")."""
    lowered = text.lower()
    if "chapter" not in lowered and "section" not in lowered:
        return None
    match = _called().search(text)
    return read_chapter(text, match.start()) if match else None


def chapter_behind(topic: str) -> tuple[str | None, list[str]]:
    """A chapter's name behind a heading: "MRI Elbow" is the heading "MRI" of the chapter "Elbow"."""
    for gap in re.finditer(r"\s", topic):
        chapter = read_chapter(topic, gap.end())
        whole = chapter is not None and chapter.end == len(topic)
        if chapter and whole and is_known(topic[: gap.start()]):
            return chapter.name, [topic[: gap.start()]]
    return None, [topic]


# -- several chapters in one citation -------------------------------------------------------------


def hush(words: str) -> str:
    """``words`` with the edition's words before the chapter as gaps of the same length."""
    head, rest = words[:120], words[120:]
    if MAYBE_NOISE.search(head):
        head = EDITION.sub(lambda m: GAP * len(m.group()), head)
        head = NOISE.sub(lambda m: GAP * len(m.group()), head)
    _, spans = find_year(head[:60])
    return blank(head, spans, GAP) + rest


#: What stands between the guideline's name and its first chapter: " Treatment Index (web) section: |".
_BEFORE_CHAPTER = _WORDS.compile(
    r"""
    (?: [\s,:;.>)/\x1f-]
      | \b {around_chapters} \b
      | \( [\x1f\s]{0,20} (?: odg | web | online )? [\x1f\s]{0,20} \)
    )*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHUNK = re.compile(rf"(?P<mark>[;,{GAP}]|\band\b|&|\bas well as\b)\s*(?:and\s+)?")


def chapter_chunks(words: str) -> list[tuple[NamedChapter | None, int, int]]:
    """Chapters in ``words`` with the span of what belongs to each.

    A further chapter begins after a semicolon, or where the words call it a chapter, or before any topic
    in a list that ends in "chapters".
    """
    lead = _BEFORE_CHAPTER.match(hush(words))
    at = lead.end() if lead else 0
    if words[at : at + 1] == "(" and read_chapter(words, at + 1):
        at += 1
    first = read_chapter(words, at, listed=_more_ahead(words, at))
    if first is None:
        return [(None, 0, len(words))]
    chapters, ends = [first], []
    refused = 0
    for mark in _CHUNK.finditer(words, first.end):
        if mark.start() < max(chapters[-1].end, refused):
            continue
        chapter = read_chapter(words, mark.end(), listed=_more_ahead(words, mark.end()))
        if chapter is None:
            continue
        between = words[chapters[-1].end : mark.start()]
        if _begins_chapter(words, mark["mark"].lower(), between, chapter):
            chapters.append(chapter)
            ends.append(mark.start() if mark["mark"] == "as well as" else chapter.start)
        else:
            # "and" inside a name that is no chapter here parts nothing.
            refused = chapter.end
    return [(c, c.end, end) for c, end in zip(chapters, [*ends, len(words)], strict=True)]


def _begins_chapter(words: str, mark: str, between: str, chapter: NamedChapter) -> bool:
    """Whether a chapter's name after ``mark`` begins a chapter; ``between`` stands since the last one."""
    untouched = not any(c.isalnum() for c in between)
    listed = words[chapter.end : chapter.end + 1]
    if chapter.said and not is_known(words[chapter.start : chapter.end]):
        return untouched or mark in (";", ",", GAP) or listed in (",", ":")
    if mark == ";":
        return True
    if untouched:
        return _plural_ahead(words, chapter.end) or (
            mark in ("and", "&") and listed in (",", ":", ";", ".", "")
        )
    if mark == "and":
        return listed in (",", ":")
    return mark == "," and listed in (",", ":") and " " in chapter.name


_AND_NEXT = re.compile(r"\s+(?:and|&)\s+", re.I)


def _more_ahead(words: str, at: int) -> bool:
    """A list of chapters begins at ``at``: "… and Neck", "… chapters"."""
    if _plural_ahead(words, at):
        return True
    chapter = read_chapter(words, at, listed=True)
    joint = _AND_NEXT.match(words, chapter.end) if chapter else None
    following = read_chapter(words, joint.end()) if joint else None
    return following is not None and words[following.end : following.end + 1] in (",", ":", ";", "", ".")


_PLURAL_AHEAD = re.compile(r"[^;:]{0,120}\bchapters\b", re.I)


def _plural_ahead(words: str, at: int) -> bool:
    return _PLURAL_AHEAD.match(words, at) is not None


# -- ACOEM and the MTUS ---------------------------------------------------------------------------

_ACOEM = "ACOEM Practice Guidelines"


def is_acoem(group: NameGroup, document: CitedDocument | None) -> bool:
    return group.acoem or (document is not None and document.source == "ACOEM")


def acoem_source(group: NameGroup, document: CitedDocument | None, cited_as_mtus: bool) -> GuidelineSource:
    """``ACOEM`` when its guidelines are cited by themselves, ``MTUS`` when they are cited as part of it."""
    return "ACOEM" if is_acoem(group, document) and not cited_as_mtus else "MTUS"


def document_title(group: NameGroup, document: CitedDocument | None) -> str | None:
    """The canonical title; ``None`` for the MTUS alone."""
    if is_acoem(group, document):
        return _ACOEM
    return document.title if document else None


def chapter_label(group: NameGroup, document: CitedDocument | None) -> str | None:
    """ACOEM's chapter (``12 (Low Back Complaints)``), where the group names one."""
    if not is_acoem(group, document):
        return None
    label = document.label if document and document.id != "acoem" else None
    return label or (group.number if group.acoem else None)


def in_force(
    document: CitedDocument | None, group: NameGroup, year: int | None, *, outside: bool
) -> CitedDocument | None:
    """The edition that is meant.  From 2017, and outside the MTUS, a name shared with ACOEM's later chapters means those."""
    later = year >= 2017 if year is not None else outside and not group.frame
    if document is None or not later or document.kind == "later":
        return document
    hit = group.hits[-1]
    names = next((h.names for h in group.hits if h.names and h.names[0].document is document), hit.names)
    for name in names:
        if name.document.kind == "later":
            return name.document
    if group.section and document.kind == "chapter" and document.regulation == group.section and not names:
        return later_sections().get(group.section, document)
    return document


def later_chapter(topic: str) -> str | None:
    """A later ACOEM chapter that a list begins with: "ACOEM 3rd Edition, Chronic Pain"."""
    wanted = topic.lower()
    for document in documents().values():
        if document.kind == "later" and document.chapter.lower() == wanted:
            return document.chapter
    return None


def numbered_chapter(heading: str) -> str | None:
    """The chapter of the second edition that ``heading`` names.

    >>> numbered_chapter("Initial Approaches to Treatment")
    '3 (Initial Approaches to Treatment)'
    """
    words = heading.lower()
    return next((d.label for d in chapters().values() if d.chapter.lower() == words), None)
