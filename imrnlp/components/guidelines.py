"""Component ``imr_guidelines``: the guideline references of every item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.components.base import Stage
from imrnlp.reading import Reading
from imrnlp.tag.guidelines import find_references, read_citations
from imrnlp.tag.mentions import Mention
from imrnlp.tag.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from imrnlp.components.board import Board


class Guidelines(Stage):
    """Reads each item's two citation slots and, for the Doc, the rationale's references.

    Tags ``GUIDELINE``; the references themselves go to the record.
    """

    labels = ("GUIDELINE",)

    def read(self, reading: Reading) -> None:
        reading.taggers.citations = read_citations

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        found: list[tuple[Mention, Passage | None]] = [
            (Mention("GUIDELINE", ref.start, ref.end, ref.text), None)
            for slot in reading.citations
            for citations in slot
            for ref in citations.references
        ]
        bodies = reading.rationales if reading.items else [reading.summary]
        for passage in bodies:
            found += [
                (Mention("GUIDELINE", ref.start, ref.end, ref.text), passage)
                for ref in find_references(passage.text)
            ]
        board.show(doc, reading, found)
