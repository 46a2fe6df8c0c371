"""Component ``imr_guidelines``: the guideline references of every item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.reading import Passage, Reading, Stage, publish_mentions
from imrnlp.record import GuidelineReference, Warning
from imrnlp.sections.items import Span
from imrnlp.tag.guidelines import Citations, find_references, read_citations, resolve
from imrnlp.tag.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Guidelines(Stage):
    """Reads each item's two citation slots and, for the Doc, the rationale's references.

    Tags ``GUIDELINE``; the references themselves go to the record.
    """

    labels = ("GUIDELINE",)

    def read(self, reading: Reading) -> None:
        slots = [
            (self._slot(reading, item.claims_administrator), self._slot(reading, item.imr))
            for item in reading.items
        ]
        resolve(slots)
        reading.facts["citations"] = slots

    def _slot(self, reading: Reading, spans: list[Span]) -> Citations:
        merged = Citations()
        for span in spans:
            passage = reading.passage(*span)
            citations = read_citations(passage.text)
            _shift(citations, passage)
            merged.references += citations.references
            merged.warnings += citations.warnings
            merged.none_cited = merged.none_cited or citations.none_cited
            merged.same_as_above = merged.same_as_above or citations.same_as_above
            merged.same_as_claims_administrator |= citations.same_as_claims_administrator
        return merged

    def publish(self, doc: Doc, reading: Reading) -> None:
        found = [
            Mention("GUIDELINE", ref.start, ref.end, ref.text)
            for slot in reading.facts.get("citations", [])
            for citations in slot
            for ref in citations.references
        ]
        bodies = reading.rationales if reading.items else [reading.summary]
        for passage in bodies:
            found += [
                Mention("GUIDELINE", ref.start + passage.start, ref.end + passage.start, ref.text)
                for ref in find_references(passage.text)
            ]
        publish_mentions(doc, reading, found)


def _shift(citations: Citations, passage: Passage) -> None:
    parts: list[GuidelineReference | Warning] = [*citations.references, *citations.warnings]
    for part in parts:
        if part.start is not None and part.end is not None:
            part.start += passage.start
            part.end += passage.start
