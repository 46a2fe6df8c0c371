"""A passage of citations: its statements, the references that each one adds, and references that point elsewhere.

``The Claims Administrator did not base their decision on the MTUS. Decision based on Non-MTUS Citation
Official Disability Guidelines`` is one denial, which cites nothing, and one citation outside the MTUS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import GuidelineReference, GuidelineSource, Warning
from imrnlp.tag.guidelines.details import PageRange
from imrnlp.tag.guidelines.patterns import (
    CUE,
    CUE_AT,
    DENIAL,
    GAP,
    PART_OF,
    SAME,
    STOP,
    blank,
    closed_end,
    closes_first,
)
from imrnlp.text.strings import lower

_WORDS = Wordings("citation_words.tsv")

#: How most letters' passages begin.
_STANDING = re.compile(
    r"""
    \s* The[ ] (?: Claims[ ]Administrator | Expert[ ]Reviewer | Physician[ ]Reviewer ) [ ]
    (?: based[ ]their[ ]decision[ ]on[ ]recommendation\(s\)[ ]outside[ ]of[ ]the[ ]MTUS[ ]Guidelines
      | (?P<none> did[ ]not[ ]cite[ ]any[ ]medical[ ]evidence[ ]for[ ]its[ ]decision )
      | did[ ]not[ ]base[ ]their[ ]decision[ ]on[ ]the[ ]MTUS )
    (?= \. )
    """,
    re.VERBOSE,
)
# Words without which the patterns below cannot match; looking for them first is far cheaper.
_DENYING = _WORDS.compile("{signs_of_denial}")
_POINTING = _WORDS.compile("{signs_of_pointing}")


@dataclass(slots=True)
class Statement:
    """The words of one citation, ``[start, end)`` of the passage.

    ``kind``: ``mtus`` ("Decision based on MTUS …"), ``outside`` ("… Non-MTUS Citation …"), ``free`` ("based its
    decision on …") or ``bare`` (no formula).
    """

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class CitationText:
    """A passage's text without its standing formulas, its statements, and what the formulas mean."""

    text: str
    statements: list[Statement] = field(default_factory=list)
    parts_of_mtus: list[tuple[int, bool]] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_these: bool = False
    same_as_above: bool = False


def read_statements(text: str) -> CitationText:
    """The statements of a cleaned passage, in order.

    >>> p = read_statements("The Expert Reviewer did not base their decision on the MTUS. "
    ...                     "Decision based on Non-MTUS Citation ODG.")
    >>> [(s.kind, p.text[s.start:s.end]) for s in p.statements if p.text[s.start:s.end].strip(" .\\x1e")][-1]
    ('outside', 'ODG.')
    """
    passage = CitationText(text)
    lowered = lower(text)
    spans = _standing(passage)
    rest = blank(text, spans, STOP) if spans else text
    if _DENYING.search(" " + lowered[spans[0][1] :] if spans else " " + lowered):
        for match in DENIAL.finditer(rest):
            if match.lastgroup in ("none", "no_one", "none_named", "neither", "not_any"):
                passage.none_cited = True
            spans.append(match.span())
        spans.sort()
    passage.text = blank(text, spans, STOP)
    if _POINTING.search(lowered):
        spans = []
        for match in SAME.finditer(passage.text):
            if match["above"]:
                passage.same_as_above = True
            else:
                passage.same_as_claims_administrator = True
                passage.same_as_these |= match.lastgroup in ("these", "on_which", "they", "likewise")
            spans.append(match.span())
        passage.text = blank(passage.text, spans, STOP)
    if "part of" in lowered or "adopted" in lowered or "incorporated" in lowered:
        spans = []
        for match in PART_OF.finditer(passage.text):
            passage.parts_of_mtus.append((match.start(), match["not"] is None))
            spans.append(match.span())
        passage.text = blank(passage.text, spans, GAP)
    _split(passage)
    return passage


def _standing(passage: CitationText) -> list[tuple[int, int]]:
    """The two sentences that stand in most letters, read without the general patterns."""
    match = _STANDING.match(passage.text)
    if match is None:
        return []
    passage.none_cited = match["none"] is not None
    return [match.span()]


def _split(passage: CitationText) -> None:
    kind, at = "bare", 0
    text = passage.text
    for candidate in CUE_AT.finditer(lower(text)):
        start = candidate.start()
        if start < at:
            continue
        if text[start] == STOP:
            _add(passage, kind, at, start)
            kind, at = "bare", candidate.end()
            continue
        cue = CUE.match(text, start)
        if cue is None:
            continue
        _add(passage, kind, at, start)
        kind, at = {"other": "outside"}.get(cue.lastgroup or "", cue.lastgroup or "bare"), cue.end()
    _add(passage, kind, at, len(text))


def _add(passage: CitationText, kind: str, start: int, end: int) -> None:
    if end > start:
        passage.statements.append(Statement(kind, start, end))


@dataclass(slots=True)
class Citations:
    """The words after "Claims Administrator guideline:" or "MAXIMUS guideline:", read.

    ``none_cited``: the passage says that no guideline or evidence was cited.
    ``same_as_claims_administrator``: the reviewer found the claims administrator's guidelines appropriate.
    ``same_as_these``: the passage points to documents named beside it ("had cited the same chapter").
    ``same_as_above``: the passage points to the one before it.  Offsets are into the text given.
    """

    references: list[GuidelineReference] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_these: bool = False
    same_as_above: bool = False
    warnings: list[Warning] = field(default_factory=list)

    def add(self, other: Citations) -> None:
        """Adds what another passage of the same slot says."""
        self.references += other.references
        self.warnings += other.warnings
        self.none_cited |= other.none_cited
        self.same_as_these |= other.same_as_these
        self.same_as_above |= other.same_as_above
        self.same_as_claims_administrator |= other.same_as_claims_administrator


class Builder:
    """Adds references to the :class:`Citations` of one statement of a passage.

    ``kind`` is how the statement cites: "mtus", "outside" (the MTUS), "free", "bare".
    """

    def __init__(self, text: str, found: Citations, kind: str, parts_of_mtus: list[tuple[int, bool]]):
        self.text = text
        self.found = found
        self.kind = kind
        self.parts_of_mtus = parts_of_mtus

    def add(
        self,
        start: int,
        end: int,
        source: GuidelineSource,
        title: str | None,
        *,
        regulation: str | None = None,
        chapter: str | None = None,
        topics: list[str] | None = None,
        pages: list[PageRange] | None = None,
        year: int | None = None,
    ) -> GuidelineReference:
        if start and self.text[start - 1] in "([<" and closes_first(self.text[start:end]):
            start -= 1
        end = closed_end(self.text, start, end)
        reference = GuidelineReference(
            text="",
            start=start,
            end=max(end, start),
            source=source,
            title=title,
            regulation=regulation,
            chapter=chapter,
            topics=topics or [],
            pages=[(p.first, p.last) for p in pages or []],
            year=year,
        )
        self.found.references.append(reference)
        for first, last in reference.pages:
            if last < first:
                self.warn(
                    "page_range_reversed", f"pages {first}-{last} run backwards; kept as written", reference
                )
        return reference

    def warn(self, code: str, message: str, reference: GuidelineReference) -> None:
        self.found.warnings.append(
            Warning(code=code, message=message, start=reference.start, end=reference.end)
        )


def resolve_citations(slots: list[tuple[Citations, Citations]]) -> None:
    """Fills, in place, the slots that point to another one; ``slots`` are the items' in letter order.

    Each item has a pair: the claims administrator's citations and the reviewer's.  A reviewer who found
    the claims administrator's guidelines appropriate cites the same; "same as above" is the nearest
    passage before that names a document.  Copies keep the original's text and offsets.
    """
    above: list[GuidelineReference] = []
    for claims, imr in slots:
        if claims.same_as_above:
            _copy(above, claims)
        if claims.references:
            above = claims.references
        if claims.same_as_these:
            # "The Claims Administrator had cited the same chapter", told behind the reviewer's.
            _copy(imr.references, claims)
        if imr.same_as_claims_administrator:
            _copy(claims.references, imr)
        elif imr.same_as_above:
            _copy(claims.references or above, imr)
        if imr.references:
            above = imr.references


def _copy(references: list[GuidelineReference], to: Citations) -> None:
    """Puts copies before what the passage names itself; a document named there is not repeated."""
    own = {(r.source, r.title, r.chapter) for r in to.references}
    to.references[:0] = [
        r.model_copy(update={"topics": [*r.topics], "pages": [*r.pages]})
        for r in references
        if (r.source, r.title, r.chapter) not in own
    ]
