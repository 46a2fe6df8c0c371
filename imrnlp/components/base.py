"""The base of every component: a stage that sets its tagger, and writes the results to a spaCy Doc.

A record can be made without a Doc (``imrnlp extract``) or with one (``nlp(text)``), by the same stages.  With
one, each stage first takes over what other components have changed on the Doc (:func:`absorb`), so that the
record agrees with the Doc.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from imrnlp.components.board import Board
from imrnlp.lexicons.extra import using
from imrnlp.reading import Reading
from imrnlp.tokenizer import TEXT_KEY

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEY = "imrnlp.reading"
BOARD_KEY = "imrnlp.board"
LETTER_KEY = "imrnlp.letter"


class Stage(ABC):
    """A pipeline component of imrnlp.  ``labels`` are the entity labels that it sets."""

    labels: tuple[str, ...] = ()

    #: Folders of lexicons that all stages of the pipeline read by; ``imr_sections`` names them.
    lexicons: tuple[str, ...] = ()

    @abstractmethod
    def read(self, reading: Reading) -> None:
        """Sets the stage's tagger, or computes the stage's result."""

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:  # noqa: B027 - a stage may only read
        """Writes the stage's result to ``doc``; nothing by default."""

    def absorb(self, doc: Doc, reading: Reading, board: Board) -> None:
        """Takes over what other components have changed on ``doc``."""
        board.absorb(doc, reading)

    def __call__(self, doc: Doc) -> Doc:
        reading, board = state(doc)
        reading.lexicons = self.lexicons or reading.lexicons
        with using(reading.lexicons):
            self.absorb(doc, reading, board)
            self.read(reading)
            self.publish(doc, reading, board)
        return doc


def state(doc: Doc) -> tuple[Reading, Board]:
    """The reading and the board that travel with ``doc``; made again when it has none."""
    reading, board = doc.user_data.get(KEY), doc.user_data.get(BOARD_KEY)
    if not isinstance(reading, Reading) or not isinstance(board, Board):
        text = doc.user_data.pop(TEXT_KEY, None)
        reading = doc.user_data[KEY] = Reading(doc.text if text is None else text, sectioned=False)
        board = doc.user_data[BOARD_KEY] = Board(doc)
    return reading, board
