"""The documents that guideline citations name, and the search for their names in a text.

One table (``lexicons/guidelines.tsv``) holds every document with the names that letters use; one
automaton finds all of those names in a single pass.  What a name does not show by itself (a section
number, a web address, a slip of the pen) is found by patterns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineSource
from imrnlp.text.alternatives import Alternatives
from imrnlp.text.matcher import Matcher
from imrnlp.text.strings import lower


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """One row of the table.  ``kind`` is explained at the head of ``guidelines.tsv``."""

    id: str
    kind: str
    source: GuidelineSource
    title: str | None
    regulation: str
    number: str
    chapter: str
    last_page: int | None

    @property
    def label(self) -> str | None:
        """The chapter as the record names it: ``12 (Low Back Complaints)``."""
        return f"{self.number} ({self.chapter})" if self.number else self.chapter or None


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document's name, how exactly it must be written, and whether it is also part of the topic."""

    document: CitedDocument
    weak: bool = False
    kept: bool = False
    short: bool = False


@dataclass(slots=True)
class Hit:
    """A name, section number, address or article found at ``[start, end)``.

    ``names`` are the documents that the words may mean; ``value`` the section number, the address
    or the parsed article.
    """

    start: int
    end: int
    kind: str
    names: tuple[DocumentName, ...] = ()
    value: Any = None

    @property
    def document(self) -> CitedDocument | None:
        return self.names[0].document if self.names else None


@cache
def documents() -> dict[str, CitedDocument]:
    """All documents of the table by their id, in the table's order."""
    return {
        row["id"]: CitedDocument(
            row["id"],
            row["kind"],
            row["source"],  # type: ignore[arg-type]
            row["title"] or None,
            row["regulation"],
            row["number"],
            row["chapter"],
            int(row["last_page"]) if row["last_page"] else None,
        )
        for row in lexicons.table("guidelines.tsv")
    }


@cache
def _names() -> dict[str, tuple[DocumentName, ...]]:
    names: dict[str, tuple[DocumentName, ...]] = {}
    for row in lexicons.table("guidelines.tsv"):
        document = documents()[row["id"]]
        if document.kind == "periodical":
            continue
        for column, short in (("aliases", False), ("short", True)):
            for alias in filter(None, row[column].split("|")):
                key = alias.lstrip("?+")
                name = DocumentName(document, alias[0] in "?+", alias[0] == "+", short)
                names[key] = (*names.get(key, ()), name)
    return names


def is_name(title: str) -> bool:
    """Whether ``title`` is the name of a document or body of the table and nothing else."""
    return lower(title) in _names()


def is_address(title: str) -> bool:
    """Whether ``title`` is a web address."""
    return _ADDRESS.fullmatch(title) is not None


@cache
def _matcher() -> Matcher[Any]:
    return Matcher(_names())


@cache
def _patterns() -> tuple[Alternatives, tuple[CitedDocument, ...]]:
    rows = [row for row in lexicons.table("guidelines.tsv") if row["pattern"]]
    either = Alternatives([row["pattern"] for row in rows], before=r"\b", after=r"\b")
    return either, tuple(documents()[row["id"]] for row in rows)


@cache
def sections() -> dict[str, CitedDocument]:
    """Regulation section -> document in force before the ACOEM chapters of 2017."""
    found: dict[str, CitedDocument] = {}
    for document in documents().values():
        if document.regulation:
            found.setdefault(document.regulation, document)
    found["9792.22"] = documents()["general_approaches"]
    return found


@cache
def later_sections() -> dict[str, CitedDocument]:
    """Regulation section -> ACOEM chapter adopted from December 2017 on."""
    found: dict[str, CitedDocument] = {}
    for document in documents().values():
        if document.kind == "later":
            found.setdefault(document.regulation, document)
    return found


@cache
def chapters() -> dict[str, CitedDocument]:
    """Number -> chapter of the ACOEM guidelines' second edition."""
    return {d.number: d for d in documents().values() if d.number}


# "8 CCR §9792.24.2", "Title 8, California Code of Regulations, section 9792.20 - 9792.26", "<9792.24.2>".
_SECTION = re.compile(
    r"""
    (?: (?: \btitle\s+8\b | \b8\b ) \s*,?\s* )?
    (?: (?:\bof\s+)? (?:the\s+)?
        (?: \bc\.?\s?c\.?\s?r\b\.? | \bcal(?:ifornia|\.)?\s+code\s+of\s+regulations\b | \bcal\.?\s+code\s+regs\b\.? )
        \s*,?\s* )?
    (?: \btitle\s+8\s*,?\s* )?
    (?: (?:§\s*){1,2} | \bsections?\b | \bsec\b\.? )? \s*<?\s*
    (?<![\d.]) 9792\s?\.\s? (?P<first> \d{1,2}(?:\.\d{1,2}){0,2} ) (?!\d) [a-z]?\b
    (?: \s?\([a-z0-9]{1,3}\) )* >?                                        # (a)(1)
    (?: \s* (?: - | \bto\b | \bthrough\b ) \s* (?:§\s*)? 9792\s?\.\s? (?P<last> \d{1,2}(?:\.\d{1,2}){0,2} ) (?!\d) )?
    (?: \s* et\.?\s+seq\b\.? )?
    """,
    re.I | re.VERBOSE,
)
# "https://www.example.org/a/b.html", "odg.com/x"
_ADDRESS = re.compile(
    r"""
    (?: \bhttps?\s?:\s?//\s? | \bwww\. ) [^\s<>"\x1e\x1f]+
    | \b (?:[\w-]{1,40}\.){1,4} (?:com|org|gov|net|edu) \b (?: /[^\s<>"\x1e\x1f]* )?
    """,
    re.I | re.VERBOSE,
)
_ADDRESS_GOES_ON = re.compile(r"\s([a-z0-9][\w/%#?=&-]*(?:\.(?:html?|pdf|aspx?|php|cfm)\b|/[\w/%#?=&-]+))")
_ADDRESS_MARKS = ("www", "http", ".com", ".org", ".gov", ".net", ".edu")
_WORDS = Wordings("citation_words.tsv")
# "Non-|MTUS", "a guideline outside of the | MTUS:"
_NON = re.compile(r"(?:non[\s-]*|\boutside (?:of )?(?:the )?)$", re.I)
#: "ODG | Industries", "MTUS|-trained": the name is a firm's, or only tells of what somebody is.
ANOTHERS = _WORDS.compile(r"-{hyphened_users}\b | \s+ (?: [A-Z][\w&-]+ \s+ )? {companies} \b", re.VERBOSE)


def find_hits(text: str) -> list[Hit]:
    """Everything in ``text`` that may name a document, in order, without overlaps.

    The longest name wins; a web address wins over a name inside it.
    """
    lowered = lower(text)
    found = [
        Hit(start, end, names[0].document.kind, names)
        for start, end, names in _matcher().words(lowered, also="_")
    ]
    if "9792" in text:
        found += _section_numbers(text)
    if any(mark in lowered for mark in _ADDRESS_MARKS):
        found += _addresses(text)
    if _slipped(lowered, found):
        either, rows = _patterns()
        for row, match in either.finditer(text):
            document = rows[row]
            found.append(Hit(match.start(), match.end(), document.kind, (DocumentName(document),)))
    return [hit for hit in _without_overlaps(lowered, found) if not ANOTHERS.match(text, hit.end)]


def _section_numbers(text: str) -> list[Hit]:
    """Sections of the regulation: "8 CCR §9792.24.2"."""
    found = []
    for match in _SECTION.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip(" ,"))
        section = f"9792.{match['first']}"
        value = f"{section} - 9792.{match['last']}" if match["last"] else section
        found.append(Hit(start, match.end(), "section_number", value=value))
    return found


def _addresses(text: str) -> list[Hit]:
    """Web addresses, whole where the page broke one at the end of a line."""
    found = []
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:)'\"")
        end = match.start() + len(address)
        if address[-1:] in "/_=-" and (more := _ADDRESS_GOES_ON.match(text, end)):
            address, end = address + more[1], more.end()
        found.append(Hit(match.start(), end, "address", value=address))
    return found


def _without_overlaps(lowered: str, found: list[Hit]) -> list[Hit]:
    """The hits in order, the longest of those that begin together."""
    found.sort(key=lambda h: (h.start, -h.end, h.kind != "address"))
    kept: list[Hit] = []
    for hit in found:
        if kept and hit.start < kept[-1].end:
            # A full name that begins inside a short one ("chronic | pain medicare") is the name.
            if not (kept[-1].names and all(n.short for n in kept[-1].names) and hit.end > kept[-1].end):
                continue
            kept.pop()
        if hit.kind == "frame" and _NON.search(lowered, max(0, hit.start - 16), hit.start):
            continue
        kept.append(hit)
    return kept


def _slipped(lowered: str, found: list[Hit]) -> bool:
    """Whether a word of a guideline's title stands in no known name, as a slip of the pen would leave it."""
    words = [word for word in ("gui", "utili", "occup") if word in lowered]
    if not words:
        return False
    hits = sorted((hit.start, hit.end) for hit in found)
    starts = [start for start, _ in hits]
    reached = list(accumulate((end for _, end in hits), max))
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            i = bisect_right(starts, at) - 1
            if i < 0 or reached[i] <= at:
                return True
            at = lowered.find(word, at + 1)
    return False
