"""Components ``imr_sections`` and ``imr_sentences``: the parts of a letter and its sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from imrnlp.components.base import Stage
from imrnlp.lexicons.choice import chosen
from imrnlp.reading import Reading
from imrnlp.text.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from imrnlp.components.board import Board


class Sections(Stage):
    """Finds the layout, the sections and the disputed items.

    Sets ``doc.spans["sections"]`` (label: the section's name), ``doc.spans["requests"]`` and
    ``doc.spans["rationales"]`` (one span an item) and ``doc._.layout``.  ``lexicons`` are folders, or
    names of installed plug-ins, that add to the package's lexicons for every component of the pipeline.
    """

    def __init__(self, lexicons: Iterable[str] = ()):
        self.lexicons = chosen(lexicons)

    def read(self, reading: Reading) -> None:
        reading.sectioned = True

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        def spans(places: list[tuple[int, int, str]]) -> list:
            found = (
                doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in places if e > s
            )
            return [span for span in found if span is not None]

        doc._.layout = reading.structure.layout
        doc.spans["sections"] = spans([(s.heading_start, s.end, s.name) for s in reading.structure.sections])
        doc.spans["requests"] = spans([(*i.request, i.outcome) for i in reading.items])
        doc.spans["rationales"] = spans([(*i.rationale, i.outcome) for i in reading.items if i.rationale])
        doc.spans["sections"].attrs["bodies"] = [
            bisect_left(board.starts, section.start)
            for section in reading.structure.sections
            if section.end > section.heading_start
        ]
        board.sections_shown(doc)


class Sentences(Stage):
    """Sets sentence boundaries on flowing text, so that a line's end does not end a sentence."""

    def read(self, reading: Reading) -> None:
        """Nothing to read: the stages that need sentences split the passage they work on."""

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        flow = reading.flow
        starts = [flow.position(start) for start, _ in split_sentences(flow.text)]
        offsets = doc.to_array("IDX") if len(doc) else np.zeros(0, dtype="uint64")
        values = np.full(len(doc), -1, dtype="int64")
        if len(doc):
            values[np.unique(np.searchsorted(offsets, starts).clip(max=len(doc) - 1))] = 1
            values[0] = 1
            doc.from_array(["SENT_START"], values.astype("uint64").reshape(-1, 1))  # type: ignore[arg-type]
            board.bounds_shown(doc)
