"""What a group of names is: its source, title, chapter and edition."""

from __future__ import annotations

from imrnlp.record import GuidelineSource
from imrnlp.tag.guidelines.documents import Document, chapters, documents, later_sections
from imrnlp.tag.guidelines.groups import Group

_ACOEM = "ACOEM Practice Guidelines"


def is_acoem(group: Group, document: Document | None) -> bool:
    return group.acoem or (document is not None and document.source == "ACOEM")


def acoem_source(group: Group, document: Document | None, cited_as_mtus: bool) -> GuidelineSource:
    """``ACOEM`` for its guidelines where they are not cited as the MTUS, else ``MTUS``."""
    return "ACOEM" if is_acoem(group, document) and not cited_as_mtus else "MTUS"


def document_title(group: Group, document: Document | None) -> str | None:
    """The canonical title; ``None`` for the MTUS alone."""
    if is_acoem(group, document):
        return _ACOEM
    return document.title if document else None


def chapter_label(group: Group, document: Document | None) -> str | None:
    """ACOEM's chapter (``12 (Low Back Complaints)``), where the group names one."""
    if not is_acoem(group, document):
        return None
    label = document.label if document and document.id != "acoem" else None
    return label or (group.number if group.acoem else None)


def in_force(document: Document | None, group: Group, year: int | None, *, outside: bool) -> Document | None:
    """The edition meant: from 2017, and outside the MTUS, a name that ACOEM's later chapters share is theirs."""
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
