"""Which names in a statement make one reference: ``MTUS`` ``ACOEM`` ``Chapter 12`` ``Low Back Complaints``.

Names with nothing between them but what belongs to a title (an edition, a year, brackets) are one
document; a name with other words before it begins the next reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.guidelines.documents import (
    CitedDocument,
    Hit,
    chapters,
    documents,
    later_sections,
    sections,
)
from imrnlp.tag.guidelines.patterns import GAP
from imrnlp.text.dates import MONTH

_WORDS = Wordings("citation_words.tsv")

#: What may stand between two names of one document: "MTUS | (2009) Guidelines, | ACOEM".
_LIGHT = _WORDS.compile(
    rf"""
    (?: [\s,:.()\[\]<>/\-\"'\u00a7{GAP}]
      | \b (?: {{words_of_citations}} | {MONTH} | section\(s\) | \d{{1,2}} (?: st|nd|rd|th ) | (?:19|20)\d\d | \d{{1,2}} ) \b
    )*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"\b(?:chapters?|ch|chap)\b\.?\s*:?\s*#?(?P<number>\d{1,2})\b", re.I)
_NUMBERED = re.compile(r"\b(?:chapter|ch)\b\.?\s?#?(?P<number>\d{1,2})[\s:,(-]{0,3}$", re.I)
#: "Chapters 8, 10 and 12"
_MORE = re.compile(
    r"""
    \b (?: chapters? | ch ) \b \.? \s* \#? \d{1,2} \b
    (?: (?: \s* , \s* (?: and\s+ )? | \s* & \s* | \s+ and \s+ ) \d{1,2} \b (?! \s* - | \d ) )*
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: A list's item begins behind one of these, or the words before are no part of the citation.
_BEGINS = _WORDS.compile(
    rf"""
    (?: ^ | [,;.(:/{GAP}]
      | \b {{begins_a_citation}} \b
      | & )
    [\s"'(]* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: A second document is joined: "…, and the |"
_JOINED = re.compile(
    rf"""(?: ^ | [.;{GAP}] | [,]? \s* \b (?: and | or | also | plus ) \b | & ) [\s"'(]* (?: the\s+ )? $""",
    re.IGNORECASE | re.VERBOSE,
)
#: By what follows a name it is a document's: "| (2009)", "| guidelines", "| Section(s):"
_CALLED = re.compile(
    r"""
    \s* (?: \(? (?:19|20)\d\d \)? | guidelines?\b | ,? \s* section \(? s? \)? \s* : | ,? \s* (?: page | pg ) | chapter\b | $ )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LISTED = re.compile(r"\bsection\s*(?:\(\s*s\s*\)?|s)\s*:?", re.I)


@dataclass(slots=True)
class NameGroup:
    """The names of one reference at ``[start, last)``; its details stand in ``[last, end)``."""

    start: int
    last: int
    end: int = 0
    hits: list[Hit] = field(default_factory=list)
    frame: bool = False
    acoem: bool = False
    document: CitedDocument | None = None
    section: str | None = None
    number: str | None = None
    lead: str = ""

    @property
    def family(self) -> bool:
        """The reference is to the MTUS, to one of its documents or to ACOEM."""
        return self.frame or self.acoem or self.section is not None or _of_mtus(self.document)


def _of_mtus(document: CitedDocument | None) -> bool:
    return document is not None and document.source in ("MTUS", "ACOEM")


def group_hits(text: str, start: int, end: int, hits: list[Hit], kind: str) -> list[NameGroup]:
    """Groups the hits of the statement ``[start, end)`` of ``text``; ``kind`` is the statement's."""
    groups: list[NameGroup] = []
    for hit in hits:
        current = groups[-1] if groups else None
        if current is not None and _joins(text, current, hit):
            continue
        if hit.names and not _stands(text, start, end, hit, current, kind):
            continue
        groups.append(_begin(hit))
    for before, group in pairwise(groups):
        # "…, Chapter 12 Low Back Complaints" begins at its number.
        numbered = _NUMBERED.search(text, max(before.last, group.start - 20), group.start)
        if numbered and group.document is not None and group.document.number == numbered["number"]:
            group.start = numbered.start()
    for i, group in enumerate(groups):
        group.end = groups[i + 1].start if i + 1 < len(groups) else end
        _number(text, group)
    return [part for group in groups for part in _chapters(text, group)]


def _chapters(text: str, group: NameGroup) -> list[NameGroup]:
    """One group per chapter: "Chapters 8 and 12", "Chapter 2 …, Chapter 5 …"."""
    if group.number is None or not (group.acoem or (group.document and group.document.kind == "chapter")):
        return [group]
    parts = [group]
    for match in _MORE.finditer(text, group.start, group.end):
        found = {m.group(): m for m in re.finditer(r"\d{1,2}", match.group())}
        for number in found:
            chapter = chapters().get(number)
            if chapter is None or any(part.number == number for part in parts):
                continue
            start = match.start() + found[number].start()
            start = match.start() if len(found) == 1 else start
            last = match.end() if len(found) == 1 else start + len(number)
            named = re.compile(r"[\s:,(-]*" + re.escape(chapter.chapter) + r"\)?", re.I).match(text, last)
            further = NameGroup(start, named.end() if named else last, group.end, list(group.hits[:1]))
            further.frame, further.acoem, further.section = group.frame, True, None
            further.number, further.document = number, chapter
            parts[-1].end = start
            parts[-1].last = min(parts[-1].last, start)
            parts.append(further)
    return parts


def _begin(hit: Hit) -> NameGroup:
    group = NameGroup(hit.start, hit.end)
    _add(group, hit, _choose(group, hit))
    return group


def _choose(group: NameGroup, hit: Hit) -> CitedDocument | None:
    """What the words mean beside the names before them: "Opioids" after ACOEM is its chapter."""
    if not hit.names:
        return None
    for name in hit.names:
        document = name.document
        if name.short:
            if not (group.frame or group.acoem):
                continue
            chapter = document.kind in ("chapter", "later")
            if group.acoem != chapter and not (chapter and document.regulation.startswith("9792.23")):
                continue
            if group.number and document.number and document.number != group.number:
                continue
            if document.number and not document.regulation.startswith("9792.23") and not group.number:
                continue
        return document
    return None


def _add(group: NameGroup, hit: Hit, document: CitedDocument | None) -> None:
    group.hits.append(hit)
    group.last = hit.end
    if hit.kind == "section_number":
        group.section = hit.value
    elif hit.kind == "frame":
        group.frame = True
    elif document is not None and document.id == "acoem":
        group.acoem = True
    elif document is not None:
        group.document = document


def _joins(text: str, group: NameGroup, hit: Hit) -> bool:
    """Adds ``hit`` to ``group`` when the two name one document."""
    if hit.kind == "article":
        return False
    if _is_address_of_known(group, hit):
        return True
    gap = text[group.last : hit.start]
    if not _is_light(group, gap):
        return False
    document: CitedDocument | None = None
    if hit.kind == "address":
        joins = _is_publishers_address(group, gap)
    else:
        _number_between(group, gap)
        if hit.kind == "section_number":
            joins = group.family and not group.section and _same_section(group.document, hit.value)
        elif hit.kind == "frame":
            joins = group.family and ". " not in gap
        else:
            document = _choose(group, hit)
            joins = _joins_as_document(group, hit, document)
    if joins:
        _add(group, hit, document)
    return joins


def _is_address_of_known(group: NameGroup, hit: Hit) -> bool:
    """Whether an address holds the name before it: "FDA, Sumatriptan, http://www.accessdata.fda.gov/…"."""
    document = group.document
    if hit.kind != "address" or document is None or document.kind == "other":
        return False
    return document.id in hit.value.lower()


def _is_light(group: NameGroup, gap: str) -> bool:
    """Whether only words of a title stand between the names; a semicolon, too, where no document is named yet."""
    if len(gap) > 80:
        return False
    return _LIGHT.fullmatch(gap.replace(";", ",") if group.document is None else gap) is not None


def _is_publishers_address(group: NameGroup, gap: str) -> bool:
    """Whether an address is that of the publisher named before it, in the same sentence."""
    return group.document is not None and group.document.kind == "other" and ". " not in gap


def _number_between(group: NameGroup, gap: str) -> None:
    """Takes the chapter's number that stands behind ACOEM, before the next name."""
    number = _NUMBER.search(gap)
    if number and group.acoem:
        group.number = number["number"]


def _joins_as_document(group: NameGroup, hit: Hit, document: CitedDocument | None) -> bool:
    """Whether the ``document`` that ``hit`` names is the group's, or a part of it."""
    if document is None:
        return False
    if group.document is None:
        return _is_groups_first(group, document)
    if hit.names[0].short:
        return False
    return document is group.document or _is_acoem_of_chapter(group, group.document, document)


def _is_groups_first(group: NameGroup, document: CitedDocument) -> bool:
    """Whether ``document`` belongs to the MTUS, ACOEM or section of the regulation named before it."""
    if document.id == "acoem" and group.acoem:
        return True
    if not group.family or document.source not in ("MTUS", "ACOEM"):
        return False
    if group.acoem and document.kind not in ("chapter", "later"):
        return False
    return not group.section or document.id == "acoem" or _same_section(document, group.section)


def _is_acoem_of_chapter(group: NameGroup, named: CitedDocument, document: CitedDocument) -> bool:
    """Whether ACOEM follows its own chapter: "Low Back Complaints (ACOEM Practice Guidelines, Chapter 12)"."""
    chapter = named.kind in ("chapter", "later") or named.id == "general_approaches"
    return document.id == "acoem" and chapter and not group.acoem


def _same_section(document: CitedDocument | None, section: str) -> bool:
    if document is None or document.id == "acoem" or not document.regulation or " - " in section:
        return True
    return section.startswith(document.regulation) or document.regulation.startswith(section)


def _stands(text: str, start: int, end: int, hit: Hit, current: NameGroup | None, kind: str) -> bool:
    """Whether ``hit`` begins a reference of its own here."""
    name = hit.names[0]
    if name.short:
        return False
    if kind == "prose" and hit.kind == "chapter" and not text[hit.start].isupper():
        # "knee complaints" are the patient's, "Knee Complaints" the chapter's.
        return False
    if not name.weak:
        # A document's name inside a list of its headings is a heading.
        return not (name.document.kind == "other" and kind == "mtus")
    before = text[max(start, hit.start - 40) : hit.start]
    if not _BEGINS.search(before) or (before and hit.start - start > 0 and before[-1:] not in " (/\"'"):
        return hit.start == start
    if current is None:
        return True
    if name.document.source in ("CMS", "AMA"):
        return bool(_JOINED.search(before))
    if current.family:
        # Inside "Section(s): …" only what is joined as a document is one.
        if _LISTED.search(text, current.last, hit.start) or kind != "mtus":
            return bool(_JOINED.search(before) and _CALLED.match(text, hit.end))
        return bool(_JOINED.search(before)) or bool(
            before.rstrip().endswith(",") and _CALLED.match(text, hit.end)
        )
    return bool(_JOINED.search(before) and _CALLED.match(text, hit.end))


def _number(text: str, group: NameGroup) -> None:
    """Names the chapter by its number, and the document by its section, where no name did."""
    span = text[group.start : min(group.end, group.last + 40)]
    if group.acoem or (group.document is not None and group.document.number):
        number = _NUMBER.search(span)
        if number:
            group.number = number["number"]
            if group.document is None:
                group.document = chapters().get(group.number)
    if group.section and group.document is None and " - " not in group.section and not group.acoem:
        group.document = section_document(group.section)
    elif group.section and group.document is None and group.acoem:
        found = section_document(group.section)
        group.document = found if found and found.source == "ACOEM" else None


def section_document(section: str, year: int | None = None) -> CitedDocument | None:
    """The document at a section of the regulation, ``9792.23.5`` say, in ``year``."""
    if section.startswith("9792.27"):
        return documents()["formulary"]
    if year is not None and year >= 2017 and section in later_sections():
        return later_sections()[section]
    return sections().get(section)
