"""What one citation passage says, how references are added to it, and references that point elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from imrnlp.record import GuidelineReference, GuidelineSource, Warning
from imrnlp.tag.guidelines.details import PageRange
from imrnlp.tag.guidelines.words import closed_end, closes_first


@dataclass(slots=True)
class Citations:
    """The words after "Claims Administrator guideline:" or "MAXIMUS guideline:", read.

    ``none_cited``: the passage says that no guideline or evidence was cited.
    ``same_as_claims_administrator``: the reviewer found the claims administrator's guidelines appropriate.
    ``same_as_above``: the passage points to the one before it.  Offsets are into the text given.
    """

    references: list[GuidelineReference] = field(default_factory=list)
    none_cited: bool = False
    same_as_claims_administrator: bool = False
    same_as_above: bool = False
    warnings: list[Warning] = field(default_factory=list)

    def add(self, other: Citations) -> None:
        """Takes in what another passage of the same slot says."""
        self.references += other.references
        self.warnings += other.warnings
        self.none_cited |= other.none_cited
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
