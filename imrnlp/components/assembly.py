"""Component ``imr_assembly``: the record, from what the stages before it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.assemble.letter import assemble
from imrnlp.components.base import BOARD_KEY, KEY, LETTER_KEY, Stage
from imrnlp.components.board import LABELS, Board
from imrnlp.reading import Reading
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Assembly(Stage):
    """Sets ``doc._.letter``, the :class:`imrnlp.record.Letter`.

    ``labels`` says which entity labels of other components are which of ours (``{"PROBLEM": "DIAGNOSIS"}``).
    """

    def __init__(self, labels: dict[str, str] | None = None):
        self.own_labels = dict(labels or {})
        if unknown := sorted(set(self.own_labels.values()) - set(LABELS)):
            raise ValueError(
                f"imr_assembly: no label {quoted(unknown[0])}; the labels are {', '.join(LABELS)}"
            )

    def absorb(self, doc: Doc, reading: Reading, board: Board) -> None:
        board.absorb(doc, reading, self.own_labels)
        board.absorb_assertions(doc, reading)
        if ignored := board.ignored():
            reading.warn(
                "entity_ignored",
                f"entities of the labels {', '.join(ignored)} are not read; imr_assembly's setting labels maps them",
            )

    def read(self, reading: Reading) -> None:
        reading.letter = assemble(reading).beside(reading.source)

    def publish(self, doc: Doc, reading: Reading, board: Board) -> None:
        board.recode(doc)
        doc.user_data[LETTER_KEY] = reading.letter
        # The reading has done its work; the record is what travels on with the Doc.
        doc.user_data.pop(KEY, None)
        doc.user_data.pop(BOARD_KEY, None)
